import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0005_pressure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="merged_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="merged_into",
            field=models.ForeignKey(blank=True, help_text="the case it was put together with; never one that was itself put together with another", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="cases.case"),
        ),
        migrations.AddField(
            model_name="case",
            name="voices",
            field=models.PositiveIntegerField(db_default=1, default=1, help_text="households that say so, the reporter's included"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", False), _connector="OR"), name="what_is_merged_says_into_what"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(condition=models.Q(("merged_into", None), models.Q(("merged_into", models.F("id")), _negated=True), _connector="OR"), name="no_case_is_merged_into_itself"),
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("household", models.CharField(blank=True, help_text="key of the household; empty where none was told", max_length=60, null=True)),
                ("verified", models.BooleanField(default=False, help_text="somebody who knows them vouched for the home, or wrote it down at the door")),
                ("contact_phone", models.CharField(blank=True, help_text="to be told; never shown", max_length=20)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("code_hash", models.CharField(blank=True, help_text="of the code that follows the case without an account", max_length=64)),
                ("joined_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("beside", models.ForeignKey(blank=True, help_text="the voice that counts for the same household", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="others", to="cases.voice")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="joined", to="cases.case")),
                ("person", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="voices", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["case", "code_hash"], name="voice_by_code")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("withdrawn_at", None)), fields=("case", "household"), name="one_voice_a_household"),
                    models.UniqueConstraint(condition=models.Q(("withdrawn_at", None)), fields=("case", "person"), name="one_voice_a_person"),
                ],
            },
        ),
    ]
