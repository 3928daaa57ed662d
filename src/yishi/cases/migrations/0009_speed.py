"""Lists of wider places by index, and counts of what stands where, kept by triggers."""

from django.db import migrations, models

from yishi.cases.models import standing
from yishi.cases.models.case import Above


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_privacy"),
    ]

    operations = [
        *(
            migrations.AddIndex(
                model_name="case",
                index=models.Index(
                    Above("place_path", length),
                    models.OrderBy(models.F("reported_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name=f"cases_of_a_place_{length}",
                ),
            )
            for length in (4, 8, 12, 16, 20, 24)
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["reported", "handling", "ruling"])),
                fields=["place_path", "reported_at", "id"],
                name="cases_unanswered_of_a_place",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["reported", "handling", "ruling"])),
                fields=["due_at", "place_path"],
                name="cases_by_deadline",
            ),
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, help_text="path of the place; everywhere is empty", max_length=80
                    ),
                ),
                ("state", models.CharField(max_length=10)),
                (
                    "hour",
                    models.BigIntegerField(
                        help_text="hours from 1970 to when the answer is due; 0 once nobody owes one"
                    ),
                ),
                ("amount", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(help_text="path of the cases' own place", max_length=80)),
                ("state", models.CharField(max_length=10)),
                ("hour", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
            ],
        ),
        migrations.AddIndex(model_name="move", index=models.Index(fields=["place"], name="moves_of_a_place")),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(
                fields=("place", "state", "hour"), name="one_standing_an_hour"
            ),
        ),
        migrations.RunPython(standing.begin_in, standing.remove_in),
    ]
