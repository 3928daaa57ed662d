"""Triggers that note what stands where while cases move, and tell when categories, ladders or public pages have changed.

SQLite loses the triggers of a table that is made anew: a migration that does so begins with `changes.remove_in`, because
triggers of other tables name it, and ends with what stands here."""

from django.db import migrations

from yishi.cases import changes
from yishi.cases.models import CATEGORIES, LADDERS, standing
from yishi.record import versions


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_search"), ("record", "0001_initial")]
    operations = [
        migrations.RunPython(standing.begin_in, standing.remove_in),
        migrations.RunPython(versions.install_in(CATEGORIES), versions.remove_in(CATEGORIES)),
        migrations.RunPython(versions.install_in(LADDERS), versions.remove_in(LADDERS)),
        migrations.RunPython(changes.install_in, changes.remove_in),
    ]
