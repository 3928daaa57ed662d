"""A few new rows, as an action writes them while somebody waits: one INSERT whose text is worked out once a process.

`Model.save` and `bulk_create` build their statement anew each time, which takes longer than the database does to carry
it out. This gives the same row and the same key; it sends no signals, of which there are none in this house. Thousands
of rows at once go by `bulk`.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

from . import prepared
from .bulk import changing

MANY = 100
"""Above so many rows Django writes them, in portions."""
Statement = tuple[str, list[Any]]
"""Its text, and what stands in its places."""


def put(*rows: models.Model) -> None:
    """Write new rows of one table and give each its key. Raises IntegrityError, as saving them would."""
    if not rows:
        return
    model = type(rows[0])
    if len(rows) > MANY:
        model._base_manager.bulk_create(rows, batch_size=500)
        return
    statement, values = insertion(*rows)
    with prepared.cursor() as cursor:
        cursor.execute(statement, values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk, row._state.adding, row._state.db = key, False, connection.alias


def insertion(*rows: models.Model) -> Statement:
    """The statement that writes new rows of one table and gives their keys."""
    model = type(rows[0])
    table = _table(model)
    lines = [table.values(row) for row in rows]
    # what is empty need not be said: a case has sixty columns, and half of them wait for what comes later
    said = tuple(
        n
        for n in table.all_columns
        if n not in table.may_be_left or any(line[n] is not None for line in lines)
    )
    return _insertion(model, said, len(rows)), [line[n] for line in lines for n in said]


class _Table:
    """How the rows of one table are read off their models."""

    def __init__(self, model: type[models.Model]) -> None:
        key = model._meta.pk
        fields = [
            field
            for field in model._meta.local_concrete_fields
            if not field.generated and not (field is key and isinstance(key, models.AutoField))
        ]
        self.columns = [field.column for field in fields]
        self.all_columns = range(len(fields))
        self.may_be_left = {n for n, field in enumerate(fields) if field.null and not field.has_db_default()}
        """Columns that hold NULL where nothing is said."""
        self._read: Callable[[models.Model], tuple[Any, ...]] = _all(field.attname for field in fields)
        self._changed = [(n, change) for n, field in enumerate(fields) if (change := _changing(field))]

    def values(self, row: models.Model) -> list[Any]:
        """As the database takes them."""
        line = [*self._read(row)]
        for n, change in self._changed:
            line[n] = change(line[n])
        return line


_table = cache(_Table)


def _changing(field: Any) -> Callable[[Any], Any] | None:
    """As `bulk.changing`, but asks the field each time: what it gives for a bulk holds the key that is active now, and
    this is kept."""
    if hasattr(field, "for_many"):
        return lambda value: field.get_db_prep_save(value, connection)
    return changing(field)


def _all(names: Any) -> Callable[[models.Model], tuple[Any, ...]]:
    """Several attributes; `attrgetter` of one gives no tuple."""
    first, *others = names
    return attrgetter(first, *others) if others else lambda row: (getattr(row, first),)


@cache
def _insertion(model: type[models.Model], said: tuple[int, ...], rows: int) -> str:
    names = ", ".join(f'"{_table(model).columns[n]}"' for n in said)
    line = f"({', '.join(['%s'] * len(said))})"
    return (
        f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([line] * rows)} '  # noqa: S608  ours
        f'RETURNING "{model._meta.pk.column}"'
    )
