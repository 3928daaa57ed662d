"""Changes of tables: what comes of it."""

import django.db.models.deletion
from django.db import migrations, models

from yishi.cases.models.case import Above


def _of_wider_places(length: int) -> migrations.AddIndex:
    return migrations.AddIndex(
        model_name="undertaking",
        index=models.Index(
            Above("place_path", length),
            models.F("state"),
            models.F("due_on"),
            models.F("id"),
            name=f"undertakings_of_a_place_{length}",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0005_hall")]
    operations: list = [
        migrations.RemoveIndex(model_name="undertaking", name="undertakings_by_day"),
        migrations.AddField(
            model_name="item",
            name="solved_at",
            field=models.DateTimeField(
                blank=True, help_text="when its case was found to be solved", null=True
            ),
        ),
        migrations.AddField(
            model_name="undertaking",
            name="instead_of",
            field=models.ForeignKey(
                blank=True,
                help_text="the earlier promise that was put off by this one",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="later_ones",
                to="deliberation.undertaking",
            ),
        ),
        migrations.AlterField(
            model_name="undertaking",
            name="confirmed",
            field=models.CharField(
                blank=True,
                choices=[
                    ("asker", "confirmed by who asked for it"),
                    ("chair", "confirmed by the chair, for who asked left no way to be reached"),
                    ("silence", "nobody said otherwise in time"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="undertaking",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "promised, to be kept"),
                    ("claimed", "said to be kept, who asked is asked"),
                    ("kept", "kept"),
                    ("broken", "not kept"),
                    ("extended", "put off: a new promise stands in its place"),
                    ("struck", "struck out: it was written down wrongly"),
                ],
                default="open",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("case__isnull", False), ("solved_at", None)),
                fields=["case"],
                name="items_to_be_solved",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("case__isnull", False), ("solved_at__isnull", False)),
                fields=["case"],
                name="items_solved",
            ),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("case", None), ("hidden_at", None)),
                fields=["session"],
                name="opinions_not_yet_cases",
            ),
        ),
        *(_of_wider_places(length) for length in (4, 8, 12, 16, 20, 24)),
        migrations.AddIndex(
            model_name="undertaking",
            index=models.Index(
                condition=models.Q(("due_on__isnull", False), ("late_at", None), ("state", "open")),
                fields=["due_on"],
                name="undertakings_to_be_told_of",
            ),
        ),
        migrations.AddIndex(
            model_name="undertaking",
            index=models.Index(
                condition=models.Q(("state", "claimed")),
                fields=["claimed_at"],
                name="undertakings_claimed",
            ),
        ),
    ]
