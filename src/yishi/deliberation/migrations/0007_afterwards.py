"""Changes of tables: minutes and what follows."""

import django.db.models.deletion
from django.db import migrations, models

import yishi.record.sealed


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0006_outcomes")]
    operations: list = [
        migrations.AddField(
            model_name="correction",
            name="opinion",
            field=models.OneToOneField(
                blank=True,
                help_text="a line that arrived after the seal",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="deliberation.opinion",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="shown",
            field=models.CharField(
                blank=True, help_text="what everybody reads, once somebody looked at it", max_length=600
            ),
        ),
        migrations.AlterField(
            model_name="correction",
            name="text",
            field=yishi.record.sealed.EncryptedText(blank=True, help_text="as it was proposed"),
        ),
        migrations.AddField(
            model_name="objection",
            name="number",
            field=models.PositiveSmallIntegerField(default=1, help_text="among those to this session"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="objection",
            name="channel",
            field=models.CharField(
                choices=[
                    ("web", "on the web"),
                    ("phone", "by telephone"),
                    ("paper", "on paper"),
                    ("visit", "in person"),
                    ("clock", "by itself"),
                ],
                default="web",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="language",
            field=models.CharField(default="zh-hans", max_length=10),
        ),
        migrations.AddField(
            model_name="objection",
            name="shown",
            field=models.CharField(
                blank=True, help_text="what everybody reads, once somebody looked at it", max_length=600
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="correction",
            field=models.ForeignKey(
                blank=True,
                help_text="what it led to, where the minutes were wrong",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections",
                to="deliberation.correction",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                help_text="what it led to, where it comes to the next session",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections",
                to="deliberation.topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(fields=("session", "number"), name="one_objection_a_number"),
        ),
        migrations.AddField(
            model_name="posting", name="width", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="posting", name="height", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("solved_at__isnull", False)),
                fields=["solved_at", "id"],
                name="opinions_solved",
            ),
        ),
    ]
