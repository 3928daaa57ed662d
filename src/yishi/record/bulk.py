"""Many rows at once: how an action that brings in thousands writes them, and how the seal writes its leaves.

On PostgreSQL the rows go in by COPY, several times as fast as INSERT; on SQLite in a few large statements. Either way
they stand in the transaction of whoever calls, with keys and the checks of the database, as if written one by one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from . import versions

M = TypeVar("M", bound=models.Model)

_AS_THEY_ARE = (
    models.TextField,
    models.BooleanField,
    models.SmallIntegerField,
    models.IntegerField,
    models.BigIntegerField,
    models.PositiveSmallIntegerField,
    models.PositiveIntegerField,
    models.BigAutoField,
    models.ForeignKey,
    models.OneToOneField,
)
"""Fields whose value goes to the database as it is."""
_TO_POSTGRESQL = (models.DateField, models.DateTimeField, models.BinaryField)
"""Fields of which this holds for PostgreSQL. Any other is asked (`for_many`, `get_db_prep_save`)."""


class _Blank(NamedTuple):
    """What a new row of a model begins as, and which of its fields point to another row: name → attribute."""

    values: dict[str, Any]
    pointing: dict[str, str]


_blanks: dict[type[models.Model], _Blank] = {}


def made(model: type[M], **values: Any) -> M:
    """A new row with these values and otherwise the defaults, as `model(**values)`, for whoever makes thousands: of a
    table with sixty columns a tenth of the time. Only for models none of whose defaults is to be made anew."""
    blank = _blanks.get(model) or _begin_with(model)
    row = model.__new__(model)
    row._state = state = ModelState()
    held, pointing = vars(row), blank.pointing
    held.update(blank.values)
    for name, value in values.items():
        if name in pointing:
            state.fields_cache[name] = value
            held[pointing[name]] = None if value is None else value.pk
        elif name in held:
            held[name] = value
        else:
            raise TypeError(f"{model.__name__} has no field {name}")
    return row


def _begin_with(model: type[models.Model]) -> _Blank:
    values = {name: value for name, value in vars(model()).items() if name != "_state"}
    fields: Any = model._meta.concrete_fields
    pointing = {field.name: field.attname for field in fields if field.is_relation}
    _blanks[model] = _Blank(values, pointing)
    return _blanks[model]


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table and give each its key. Raises IntegrityError, as saving them would."""
    if not rows:
        return
    number(rows)
    model = type(rows[0])
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    write(model, [field.attname for field in fields], _read(fields, rows))


def write(model: type[models.Model], names: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Write lines of values as new rows; `names` are the fields they fill (`case_id`), all others have a default in the
    database. The values are as the database takes them: of times, see `moments`."""
    columns = {field.attname: field.column for field in model._meta.local_concrete_fields}
    said = ", ".join(f'"{columns[name]}"' for name in names)
    if connection.vendor == "postgresql":
        copy_in(f'"{model._meta.db_table}" ({said})', lines)
        return
    marks = ", ".join(repeat("%s", len(names)))
    with connection.cursor() as cursor:
        into = f'INSERT INTO "{model._meta.db_table}" ({said}) VALUES ({marks})'  # noqa: S608  names of ours
        cursor.executemany(into, list(lines))


class _Stopped(Exception):
    """A line could not be made. What the error says may quote somebody, so the database (and its log) is not told."""


def copy_in(table: str, lines: Iterable[Sequence[Any]]) -> None:
    """Write lines of values into `table (columns)` of PostgreSQL. Errors come as Django's. The database is busy with
    them until the last: making a line must not ask it anything."""
    failed: list[Exception] = []

    def until_it_fails() -> Iterator[Sequence[Any]]:
        try:
            yield from lines
        except Exception as error:  # noqa: BLE001  raised below
            failed.append(error)
            raise _Stopped from None

    try:
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            connection.execute_wrapper(_busy),
            cursor.copy(f"COPY {table} FROM STDIN") as copy,
        ):
            write_row = copy.write_row
            for line in until_it_fails():
                write_row(line)
    except _Stopped:
        raise failed[0] from None
    versions.wrote([table.split('"')[1] if '"' in table else table.split()[0]])


def _busy(*_asked: Any) -> Any:
    raise RuntimeError("the database is asked something while it takes in lines, and would never answer")


def moments() -> Callable[[Any], Any]:
    """What a moment is to the database, for `write`."""
    return _same if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value


def _same(value: Any) -> Any:
    return value


def number(rows: Sequence[models.Model]) -> None:
    """Give new rows of one table their keys before they are written, so that others can point to them."""
    model = type(rows[0])
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return
    new = [row for row in rows if row.pk is None]
    for row, pk in zip(new, keys(model, len(new)), strict=True):
        row.pk = pk


_RESERVE = (
    "WITH own AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, %s)::regclass AS counter) "
    "SELECT nextval(counter) FROM own, generate_series(1, %s)"
)
_LAST = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s"


def keys(model: type[models.Model], count: int) -> list[int]:
    """So many keys for new rows, in rising order, that nobody else gets."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_RESERVE, [table, column, count])
            return [pk for (pk,) in cursor.fetchall()]
        # whoever is in a transaction here writes alone
        cursor.execute(_LAST, [table])
        last = cursor.fetchone()[0]
        return list(range(last + 1, last + 1 + count))


def _read(fields: Sequence[Any], rows: Iterable[models.Model]) -> Iterator[Sequence[Any]]:
    """The values of each row, as the database takes them."""
    take = attrgetter(*(field.attname for field in fields), "_state")
    changed = [(at, change) for at, field in enumerate(fields) if (change := changing(field))]
    alias = connection.alias
    for row in rows:
        *line, state = take(row)
        for at, change in changed:
            line[at] = change(line[at])
        yield line
        state.adding, state.db = False, alias


def changing(field: Any) -> Callable[[Any], Any] | None:
    """What is done to a value of the field before the database gets it, or None where nothing is."""
    kind = type(field)
    as_they_are = (*_AS_THEY_ARE, *(_TO_POSTGRESQL if connection.vendor == "postgresql" else ()))
    if kind in as_they_are:
        return None
    if kind is models.CharField:
        return _plain
    if kind is models.DateTimeField:
        return moments()
    if hasattr(field, "for_many"):
        return field.for_many()
    return lambda value: field.get_db_prep_save(value, connection)


def _plain(value: Any) -> str | None:
    """A choice is text to the database."""
    return value if value is None or type(value) is str else str(value)
