"""Changes of tables: calendar."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0002_triggers")]
    operations: list = []
