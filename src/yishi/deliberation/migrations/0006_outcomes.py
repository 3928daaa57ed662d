"""Changes of tables: what comes of it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0005_hall")]
    operations: list = []
