"""Changes of tables: words that are put right after a line arrived."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0008_names")]
    operations: list = []
