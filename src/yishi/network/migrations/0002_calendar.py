"""The years whose notice of days off was out when this version was made."""

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    from yishi.network.holidays import from_package

    year, day = apps.get_model("network", "CalendarYear"), apps.get_model("network", "CalendarDay")
    now = timezone.now()
    for notice in from_package():
        of = year.objects.create(year=notice.year, known=True, source=notice.source, set_at=now)
        day.objects.bulk_create(day(day=at, works=works, name=name, of=of) for at, works, name in notice.days)


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
