"""Plaques and commitments: what the first tables did not hold."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("network", "0007_roll")]
    operations = []
