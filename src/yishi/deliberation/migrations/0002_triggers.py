"""Triggers that tell when what public pages show of sessions has changed.

SQLite loses the triggers of a table that is made anew: a migration that does so ends with what stands here."""

from django.db import migrations

from yishi.deliberation import changes


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0001_initial"), ("record", "0001_initial")]
    operations = [migrations.RunPython(changes.install_in, changes.remove_in)]
