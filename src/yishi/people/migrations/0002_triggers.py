"""Triggers that tell when the notice of privacy has changed.

SQLite loses the triggers of a table that is made anew: a migration that does so ends with what stands here."""

from django.db import migrations

from yishi.people.models import NOTICES
from yishi.record import versions


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("record", "0001_initial")]
    operations = [
        migrations.RunPython(versions.install_in(NOTICES), versions.remove_in(NOTICES)),
    ]
