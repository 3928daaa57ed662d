"""Changes of tables: the hall."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0004_topics")]
    operations: list = [
        migrations.AddField(
            model_name="attendance",
            name="removed_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("twice", "stands there twice"),
                    ("mistake", "written down by mistake"),
                    ("not_there", "was not there"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="opinion",
            name="hidden_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("attack", "it attacks a person"),
                    ("exposes", "it exposes somebody who did not agree to it"),
                    ("unlawful", "the law forbids it to be spread"),
                    ("advert", "it advertises"),
                    ("twice", "it stands there already"),
                    ("mistake", "it was written down by mistake"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Wall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stamp", models.PositiveBigIntegerField(default=1)),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wall",
                        to="deliberation.session",
                    ),
                ),
            ],
        ),
    ]
