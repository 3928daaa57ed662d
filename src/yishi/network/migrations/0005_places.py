"""Places: what the first table of the net did not hold."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("network", "0004_net")]
    operations = []
