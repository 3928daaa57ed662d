"""Changes of tables: topics and agenda."""

from django.db import migrations, models

from yishi.cases.models.case import Above

LENGTHS = (4, 8, 12, 16, 20, 24)
WANTED = models.Q(state__in=("proposed", "accepted"), wording="approved")


def _indexes() -> list:
    most = models.F("supports").desc()
    return [
        migrations.AddIndex(
            "topic",
            models.Index(
                Above("place_path", length),
                *order,
                models.F("id").desc(),
                name=f"topics_{name}_{length}",
                condition=WANTED,
            ),
        )
        for length in LENGTHS
        for name, order in (("wanted", [most]), ("new", []))
    ]


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0003_calendar"), ("cases", "0006_at_a_session")]
    operations: list = [
        migrations.AddField(
            "support",
            "beside",
            models.BooleanField(
                default=False,
                help_text="of a household that counts already: told like the first, and not counted",
            ),
        ),
        *_indexes(),
    ]
