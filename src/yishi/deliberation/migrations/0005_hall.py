"""Changes of tables: the hall."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0004_topics")]
    operations: list = []
