"""Many rows at once: how an action that brings in thousands writes them, and how the seal writes its leaves.

On PostgreSQL the rows go in by COPY, several times as fast as INSERT; on SQLite in a few large statements. Either way
they stand in the transaction of whoever calls, with keys and the checks of the database, as if written one by one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models

_AS_THEY_ARE = (
    models.TextField,
    models.BooleanField,
    models.DateField,
    models.DateTimeField,
    models.BinaryField,
    models.SmallIntegerField,
    models.IntegerField,
    models.BigIntegerField,
    models.PositiveSmallIntegerField,
    models.PositiveIntegerField,
    models.BigAutoField,
    models.ForeignKey,
    models.OneToOneField,
)
"""Fields whose value goes to PostgreSQL as it is; any other is asked (`get_db_prep_save`)."""


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table and give each its key. Raises IntegrityError, as saving them would."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._base_manager.bulk_create(rows, batch_size=500)
        return
    number(rows)
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    readers = [_reader(field) for field in fields]
    lines = ([read(row) for read in readers] for row in rows)
    copy_in(f'"{model._meta.db_table}" ({names})', lines)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def copy_in(table: str, lines: Any) -> None:
    """Write lines of values into `table (columns)` of PostgreSQL. Errors come as Django's."""
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} FROM STDIN") as copy,
    ):
        for line in lines:
            copy.write_row(line)


def number(rows: Sequence[models.Model]) -> None:
    """Give new rows of one table their keys before they are written, so that others can point to them."""
    model = type(rows[0])
    key = model._meta.pk
    if not isinstance(key, models.AutoField | models.BigAutoField) or connection.vendor != "postgresql":
        return
    new = [row for row in rows if row.pk is None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, key.column, len(new)],
        )
        for row, (pk,) in zip(new, cursor.fetchall(), strict=True):
            row.pk = pk


def _reader(field: Any) -> Callable[[models.Model], Any]:
    name = field.attname
    if type(field) in _AS_THEY_ARE:
        return lambda row: getattr(row, name)
    if type(field) is models.CharField:

        def text(row: models.Model) -> str | None:
            value = getattr(row, name)
            return None if value is None else str(value)

        return text
    return lambda row: field.get_db_prep_save(getattr(row, name), connection)
