"""The table of days off and worked, filled with the years whose notice was out when this version was made."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def fill(apps, schema_editor):
    from yishi.network.holidays import from_package

    year, day = apps.get_model("network", "CalendarYear"), apps.get_model("network", "CalendarDay")
    now = timezone.now()
    for notice in from_package():
        of = year.objects.create(year=notice.year, known=True, source=notice.source, set_at=now)
        day.objects.bulk_create(day(day=at, works=works, name=name, of=of) for at, works, name in notice.days)


class Migration(migrations.Migration):

    dependencies = [
        ("network", "0002_homes"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("known", models.BooleanField(default=True)),
                ("source", models.CharField(max_length=200)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["year"],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("works", models.BooleanField()),
                ("name", models.CharField(max_length=40)),
                ("of", models.ForeignKey(help_text="whose notice says so", on_delete=django.db.models.deletion.CASCADE, related_name="days", to="network.calendaryear")),
            ],
            options={
                "ordering": ["day"],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
