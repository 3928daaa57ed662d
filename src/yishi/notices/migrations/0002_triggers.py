"""Triggers that tell when quiet hours have changed.

SQLite loses the triggers of a table that is made anew: a migration that does so ends with what stands here."""

from django.db import migrations

from yishi.notices.models.wishes import QUIET
from yishi.record import versions


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("record", "0001_initial")]
    operations = [
        migrations.RunPython(versions.install_in(QUIET), versions.remove_in(QUIET)),
    ]
