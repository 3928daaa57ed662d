"""Changes of tables: minutes and what follows."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0006_outcomes")]
    operations: list = []
