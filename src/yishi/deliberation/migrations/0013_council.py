"""Changes of tables: councils, tallies and agendas."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0012_promises")]
    operations: list = []
