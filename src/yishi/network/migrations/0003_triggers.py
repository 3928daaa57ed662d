"""Triggers that tell when the net, or who holds a post, has changed, and what of it stands on public pages.

SQLite loses the triggers of a table that is made anew: a migration that does so ends with what stands here."""

from django.db import migrations

from yishi.network import changes
from yishi.network.models import APPOINTMENTS, NETWORK
from yishi.record import versions


class Migration(migrations.Migration):
    dependencies = [("network", "0002_calendar"), ("record", "0001_initial")]
    operations = [
        migrations.RunPython(versions.install_in(NETWORK), versions.remove_in(NETWORK)),
        migrations.RunPython(versions.install_in(APPOINTMENTS), versions.remove_in(APPOINTMENTS)),
        migrations.RunPython(changes.install_in, changes.remove_in),
    ]
