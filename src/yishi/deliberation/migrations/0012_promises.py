"""Changes of tables: promises."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0011_closing")]
    operations: list = []
