"""PostgreSQL reads the sums of a year from the index alone: their rows lie all over the table, a page of the database each.

SQLite keeps a row's place in the table with the key anyway, and has no such index."""

from django.db import migrations

ANEW = """
ALTER TABLE record_indicator DROP CONSTRAINT one_indicator_a_day,
ADD CONSTRAINT one_indicator_a_day UNIQUE (place, measure, day){also}
"""


def _with(also: str):
    def make(_apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(ANEW.format(also=also))

    return make


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(_with(" INCLUDE (amount)"), _with(""))]
