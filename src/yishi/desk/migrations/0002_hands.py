import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = {"on_delete": django.db.models.deletion.CASCADE, "related_name": "+", "to": settings.AUTH_USER_MODEL}


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("cases", "0010_desk_and_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Habit",
            fields=[
                ("person", models.OneToOneField(primary_key=True, serialize=False, **PERSON)),
                ("keys", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30)),
                ("query", models.CharField(max_length=400)),
                ("opens", models.BooleanField(default=False, help_text="the desk begins with it")),
                ("kept_at", models.DateTimeField()),
                ("person", models.ForeignKey(**PERSON)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["person", "name"], name="one_filter_a_name"),
                    models.UniqueConstraint(
                        fields=["person"],
                        condition=models.Q(("opens", True)),
                        name="one_filter_opens_the_desk",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WalkStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                ("person", models.ForeignKey(**PERSON)),
            ],
            options={
                "indexes": [models.Index(fields=["person", "position"], name="stops_of_a_walk")],
                "constraints": [
                    models.UniqueConstraint(fields=["person", "case"], name="one_stop_a_case_on_a_walk")
                ],
            },
        ),
    ]
