"""The triggers that note what stands where while cases move. SQLite loses them when the table of cases is made anew: a
migration that does so ends with `standing.install_in`."""

from django.db import migrations

from yishi.cases.models import standing


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_search")]
    operations = [migrations.RunPython(standing.begin_in, standing.remove_in)]
