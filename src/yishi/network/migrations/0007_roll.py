"""The roll: what is to be completed, whose account somebody is, files that are brought in, codes for mailboxes, and who was
shown what."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yishi.record.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0006_bodies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="DoorCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_mark", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used", models.PositiveSmallIntegerField(default=0)),
                ("most", models.PositiveSmallIntegerField(default=6)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RollImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("brought", "waits to be looked at"),
                            ("looked", "looked at; nothing is written"),
                            ("confirmed", "is being written"),
                            ("done", "written"),
                            ("unreadable", "cannot be read"),
                            ("dropped", "thrown away"),
                        ],
                        default="brought",
                        max_length=10,
                    ),
                ),
                (
                    "file",
                    models.CharField(
                        blank=True, help_text="its name in the storage; empty once it is gone", max_length=60
                    ),
                ),
                ("name", yishi.record.sealed.EncryptedText(blank=True, help_text="what it was called")),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("stage", models.CharField(blank=True, max_length=10)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                (
                    "beat_at",
                    models.DateTimeField(
                        blank=True, help_text="when a worker last said it is at it", null=True
                    ),
                ),
                ("brought_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("same", models.PositiveIntegerField(default=0)),
                ("gone", models.PositiveIntegerField(default=0)),
                ("problems", models.PositiveIntegerField(default=0)),
                (
                    "with_units",
                    models.BooleanField(
                        default=False, help_text="units the tree does not know are added, too"
                    ),
                ),
                (
                    "places",
                    models.PositiveIntegerField(
                        default=0, help_text="buildings and units the tree does not know"
                    ),
                ),
                (
                    "report",
                    yishi.record.sealed.EncryptedText(blank=True, help_text="what was found, as JSON"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RollPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("small_cell", models.PositiveSmallIntegerField(default=10)),
                (
                    "old_from",
                    models.PositiveSmallIntegerField(
                        default=60, help_text="years; from this age on people count as old"
                    ),
                ),
                ("slip_days", models.PositiveSmallIntegerField(default=30)),
                ("slip_uses", models.PositiveSmallIntegerField(default=6)),
                (
                    "source",
                    models.CharField(
                        default="《老年人权益保障法》第二条：六十周岁以上；小于十人不公开、码的期限为本站设定",
                        help_text="the rule they come from",
                        max_length=200,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RollReveal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("contact", "names and numbers"),
                            ("identity", "names, numbers and identity numbers"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("call", "to ring somebody who lives there"),
                            ("help", "to help in need"),
                            ("roll", "to put the roll right"),
                            ("owners", "to prepare a decision of the owners"),
                            ("other", "another reason, in words"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", yishi.record.sealed.EncryptedText(blank=True)),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("at", models.DateTimeField()),
                (
                    "until",
                    models.DateTimeField(help_text="so long it stays open to them without another reason"),
                ),
                ("sitting", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddField(
            model_name="dwelling",
            name="changed_at",
            field=models.DateTimeField(blank=True, help_text="when it or its people last changed", null=True),
        ),
        migrations.AddField(
            model_name="dwelling",
            name="lacks",
            field=models.CharField(
                blank=True,
                help_text="what is to be completed, by codes: owner name phone area",
                max_length=40,
            ),
        ),
        migrations.AddField(
            model_name="dwelling",
            name="sort",
            field=models.CharField(blank=True, help_text="its door as `in_order` writes it", max_length=60),
        ),
        migrations.AddField(
            model_name="occupant",
            name="erased_on",
            field=models.DateField(
                blank=True, help_text="what points to them was erased; no file brings it back", null=True
            ),
        ),
        migrations.AddField(
            model_name="occupant",
            name="person",
            field=models.ForeignKey(
                blank=True,
                help_text="whose account this is, as their verified telephone says",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="on_the_roll",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="dwelling",
            index=models.Index(fields=["place", "sort"], name="dwellings_in_order"),
        ),
        migrations.AddIndex(
            model_name="dwelling",
            index=models.Index(
                condition=models.Q(("gone_on", None), models.Q(("lacks", ""), _negated=True)),
                fields=["place", "sort"],
                name="dwellings_to_complete",
            ),
        ),
        migrations.AddIndex(
            model_name="occupant",
            index=models.Index(fields=["until_on"], name="occupants_that_ended"),
        ),
        migrations.AddField(
            model_name="doorcode",
            name="dwelling",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="code", to="network.dwelling"
            ),
        ),
        migrations.AddField(
            model_name="doorcode",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.post"
            ),
        ),
        migrations.AddField(
            model_name="rollimport",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rollimport",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="roll_imports", to="network.place"
            ),
        ),
        migrations.AddField(
            model_name="rollimport",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.post",
            ),
        ),
        migrations.AddField(
            model_name="rollreveal",
            name="dwelling",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reveals", to="network.dwelling"
            ),
        ),
        migrations.AddField(
            model_name="rollreveal",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rollreveal",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.post"
            ),
        ),
        migrations.AddIndex(
            model_name="rollimport",
            index=models.Index(fields=["state", "id"], name="roll_imports_by_state"),
        ),
        migrations.AddIndex(
            model_name="rollreveal",
            index=models.Index(fields=["at"], name="roll_reveals_by_time"),
        ),
    ]
