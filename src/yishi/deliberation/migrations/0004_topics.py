"""Changes of tables: topics and agenda."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0003_calendar")]
    operations: list = []
