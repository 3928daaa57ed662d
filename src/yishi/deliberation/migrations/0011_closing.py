"""Changes of tables: rules kept with a session, and how it is closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0002_triggers")]
    operations: list = [
        migrations.AlterField(
            model_name="reason",
            name="about",
            field=models.CharField(
                choices=[
                    ("late", "announced late"),
                    ("moved", "moved"),
                    ("skipped", "does not take place"),
                    ("missed", "passed without a session"),
                    ("changed", "agenda changed after it was frozen"),
                    ("unended", "nobody noted its end; it counts as over since its planned hour"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="minutes",
            name="first_drafted_at",
            field=models.DateTimeField(
                blank=True, help_text="only the days of the first draft excuse the host", null=True
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="rule_kept",
            field=models.JSONField(
                blank=True, help_text="what held for its kind when it was announced", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="minutes",
            index=models.Index(fields=["sealed_at"], name="minutes_by_seal"),
        ),
    ]
