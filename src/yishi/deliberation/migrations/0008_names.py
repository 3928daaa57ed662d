"""When names of those who came and who spoke were erased, and words as they were said; and sealed minutes from which
words were taken at somebody's wish."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0007_afterwards")]
    operations: list = [
        migrations.AddField(
            model_name="minutes",
            name="erased_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when somebody's words were erased from the sealed text, at their wish",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="names_gone_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when the names of those who came and who spoke were erased, their time over",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="words_gone_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when what was said was erased as it was said, its time over",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="names_gone_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when numbers, doors and marks behind it were erased, their time over",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="words_gone_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when its words were erased as they were said, their time over",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(("names_gone_at", None)),
                fields=["ends_at", "id"],
                name="sessions_with_names",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(("words_gone_at", None)),
                fields=["ends_at", "id"],
                name="sessions_with_words",
            ),
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(
                condition=models.Q(("names_gone_at", None), ("settled_at__isnull", False)),
                fields=["settled_at", "id"],
                name="topics_with_names",
            ),
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", False), ("words_gone_at", None)),
                fields=["settled_at", "id"],
                name="topics_with_words",
            ),
        ),
    ]
