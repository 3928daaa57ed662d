"""The roll: what the first tables did not hold."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("network", "0006_bodies")]
    operations = []
