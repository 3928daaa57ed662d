"""Changes of tables: how lines stood before they were put right."""

import django.db.models.deletion
from django.db import migrations, models

import yishi.record.sealed


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0008_names"), ("network", "0010_proof_and_undo")]
    operations: list = [
        migrations.CreateModel(
            name="EarlierWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", yishi.record.sealed.EncryptedText(blank=True)),
                ("said_by", yishi.record.sealed.EncryptedText(blank=True, max_length=40)),
                ("digest", models.CharField(help_text="of the words, as the record has it", max_length=64)),
                ("at", models.DateTimeField(help_text="until when it stood like this")),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier",
                        to="deliberation.opinion",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.place"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        help_text="who put it right",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.post",
                    ),
                ),
            ],
            options={"ordering": ["at", "id"]},
        ),
    ]
