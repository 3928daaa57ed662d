"""Changes of tables: who was told."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0013_council")]
    operations: list = []
