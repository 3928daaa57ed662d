"""The picture that shows an opening commitment was kept; why rules of the roll and of helping skills are as they are."""

import django.db.models.deletion
from django.db import migrations, models

from yishi.network import changes


class Migration(migrations.Migration):
    dependencies = [("network", "0009_helpers")]
    operations = [
        migrations.RunPython(changes.remove_in, changes.install_in),
        migrations.AddField(
            model_name="commitment",
            name="picture",
            field=models.CharField(
                blank=True, default="", help_text="name in the storage; empty: there is none", max_length=60
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="commitment",
            name="picture_says",
            field=models.CharField(
                blank=True,
                default="",
                help_text="its alternative text",
                max_length=160,
                verbose_name="what can be seen in the picture",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="commitment",
            name="picture_digest",
            field=models.CharField(blank=True, default="", help_text="SHA-256 of the picture", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="commitment",
            name="picture_width",
            field=models.PositiveIntegerField(blank=True, help_text="in pixels", null=True),
        ),
        migrations.AddField(
            model_name="commitment",
            name="picture_height",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="rollpolicy",
            name="reason",
            field=models.CharField(
                blank=True, default="", help_text="why they were set anew", max_length=200
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="rollpolicy",
            name="set_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="rollpolicy",
            name="set_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.post",
            ),
        ),
        migrations.CreateModel(
            name="SkillRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(db_index=True, max_length=40)),
                (
                    "skills",
                    models.CharField(
                        blank=True, help_text="codes with blanks between, the first one first", max_length=120
                    ),
                ),
                ("source", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=200)),
                ("set_on", models.DateField()),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.post",
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.RunPython(changes.install_in, changes.remove_in),
    ]
