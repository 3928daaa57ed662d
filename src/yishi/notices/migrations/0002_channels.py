import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0003_calendar"),
        ("notices", "0001_initial"),
        ("people", "0002_privacy"),
    ]

    operations = [
        migrations.CreateModel(
            name="Carrier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=20, unique=True)),
                ("sent_at", models.DateTimeField(help_text="when it last took a message", null=True)),
                ("failed_at", models.DateTimeField(help_text="when it last failed as a whole", null=True)),
                ("last_error", models.CharField(blank=True, max_length=200)),
                (
                    "failures",
                    models.PositiveIntegerField(
                        default=0, help_text="in a row, since it last took a message"
                    ),
                ),
                ("rests_until", models.DateTimeField(help_text="it is left alone until then", null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="preference",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_sms", models.BooleanField(default=True)),
                ("by_email", models.BooleanField(default=True)),
                ("by_push", models.BooleanField(default=True)),
                (
                    "pace",
                    models.CharField(
                        choices=[("at_once", "at once"), ("daily", "once a day, in the morning")],
                        default="at_once",
                        max_length=8,
                    ),
                ),
                (
                    "quiet_from",
                    models.TimeField(help_text="own night; without one the place's holds", null=True),
                ),
                ("quiet_until", models.TimeField(null=True)),
                ("silent", models.JSONField(default=list, help_text="topics told in the inbox alone")),
            ],
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="until")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("endpoint", models.URLField(max_length=500, unique=True)),
                ("p256dh", models.CharField(max_length=120)),
                ("auth", models.CharField(max_length=40)),
                (
                    "label",
                    models.CharField(
                        blank=True, help_text="what sort of browser, so its owner knows it", max_length=60
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="delivery",
            name="person",
            field=models.ForeignKey(
                help_text="whose address it is; empty for a contact and for a group",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="quiet_from",
            field=models.TimeField(
                help_text="the night of whom it is for, as it stood when they were told", null=True
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="quiet_until",
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="urgent",
            field=models.BooleanField(default=False, help_text="goes out at night as well, and alone"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("next_try_at__isnull", False)),
                fields=["channel", "address"],
                name="delivery_waiting_for_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_until", None)),
                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                    _connector="OR",
                ),
                name="a_night_has_two_ends",
            ),
        ),
        migrations.AddField(
            model_name="quiethours",
            name="place",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="quiet_hours", to="network.place"
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subscriptions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
