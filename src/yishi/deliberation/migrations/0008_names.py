"""Changes of tables: names of those who came and who spoke."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0007_afterwards")]
    operations: list = []
