"""Changes of tables: indexes for the few rows of a city that wait for an answer, or did not take place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0009_words")]
    operations: list = [
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("hidden_at", None), ("solved_at", None)),
                fields=["said_at", "id"],
                name="opinions_unsolved",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(("state__in", ["missed", "skipped"])),
                fields=["starts_at", "id"],
                name="sessions_not_held",
            ),
        ),
    ]
