"""Questions to the database put together once. To write a query of a dozen joins and lists as SQL takes longer than the
database needs to answer it, and PostgreSQL plans it anew each time it is asked. Here a query keeps its SQL, and what of
it follows from the present moment, or is given each time, is put in each time; PostgreSQL keeps its plan. What is kept
is the question, never an answer.
"""

import datetime as dt
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.utils import timezone

from . import clock, prepared

THEN = dt.datetime(3000, 1, 15, 4, tzinfo=dt.UTC)
"""The moment at which a query is put together: a value beside it, such as the day after, is meant as seen from now."""
FROM = 2990
"""Values of this year and later follow from the moment; nothing that is stored lies there."""
_WRITTEN = re.compile(r"(?:29[9]|300)\d-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)?)?")
_CODE = re.compile(r"[a-z][a-z_]{1,19}")
_HOLES = re.compile(r"(%%|%s)")
MOST = 3000
GIVEN = 8_110_422_600_311_007_121
GIVEN_TEXT = "given-8110422600311007121"
"""Stand in a query for a key, or a text, that is given each time; no row has them, nor the keys that follow."""


@dataclass(frozen=True)
class _Ahead:
    """A value so far from the present moment."""

    length: dt.timedelta
    is_day: bool
    as_text: bool

    def seen_from(self, now: dt.datetime) -> Any:
        if self.is_day:
            day = timezone.localdate(now) + self.length
            return day.isoformat() if self.as_text else day
        at = now + self.length
        return connection.ops.adapt_datetimefield_value(at) if self.as_text else at


@dataclass(frozen=True)
class Question:
    """A query as SQL with its values. `converters` turn what the database gives in a column into what a model holds."""

    sql: str
    values: tuple[Any, ...]
    moving: bool
    names: tuple[str, ...]
    converters: dict[int, Callable[[Any], Any]]
    instances: Callable[[list[Any]], Any] | None = None

    def rows(self, given: Any = None) -> list[tuple[Any, ...]]:
        """What the database answers now, as it gives it: not converted. `given` stands where the query had GIVEN or
        GIVEN_TEXT; a dictionary says what stands where the query had each of its keys."""
        if not self.sql:
            return []
        values = self.values
        if self.moving:
            now = clock.now()
            values = tuple(each.seen_from(now) if type(each) is _Ahead else each for each in values)
        if given is not None:
            told = given if isinstance(given, dict) else {GIVEN: given, GIVEN_TEXT: given}
            values = tuple(told.get(each, each) for each in values)
        return prepared.asked(self.sql, values)

    def instead(self, stand_in: str, text: str) -> "Question":
        """The question with this text wherever a value holds what stood in for it, such as the path of a place."""
        if not stand_in:
            return self
        told = (each.replace(stand_in, text) if type(each) is str else each for each in self.values)
        return replace(self, values=tuple(told))

    def objects(self, given: Any = None) -> list[Any]:
        """What the database answers now, as rows of the model with what they point to (`select_related`)."""
        if self.instances is None:
            return []
        return [self.instances(self.made(row)) for row in self.rows(given)]

    def made(self, row: tuple[Any, ...]) -> list[Any]:
        """The values of a row as a model holds them."""
        made = list(row)
        for n, convert in self.converters.items():
            made[n] = convert(made[n])
        return made


def put(query_of: Callable[[], QuerySet[Any]], *, at: dt.datetime = THEN) -> Question:
    """The question that the function gives: whatever in it depends on the time must do so by the clock and by adding to
    it, and all else it depends on belongs into the key it is kept under. With `at` it is for that moment alone."""
    with clock.at(at):
        query = query_of().query
        compiler = query.get_compiler(connection=connection)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return Question("", (), False, (), {})
    seen = tuple(map(_as_seen, values)) if at == THEN else tuple(values)
    sql, seen = _with_codes(sql, seen)
    columns = [column for column, _sql, _alias in compiler.select]
    instances = _instances(compiler) if compiler.klass_info else None
    converters = {
        n: _all_of(found, column)  # type: ignore[arg-type]
        for n, (found, column) in compiler.get_converters(columns).items()
    }
    names = tuple(query.selected or ())
    return Question(sql, seen, any(type(each) is _Ahead for each in seen), names, converters, instances)


def _with_codes(sql: str, values: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """Codes of ours, such as the state of a case, stand in the statement itself: an index of those rows alone serves
    only a statement that says so, whatever its values will be."""
    pieces, kept, left = [], [], iter(values)
    for piece in _HOLES.split(sql):
        if piece == "%s":
            value = next(left)
            if isinstance(value, str) and _CODE.fullmatch(value):
                piece = f"'{value!s}'"
            else:
                kept.append(value)
        pieces.append(piece)
    return "".join(pieces), tuple(kept)


def _instances(compiler: Any) -> Callable[[list[Any]], Any]:
    """How a row becomes an object, as Django's own query sets do it."""
    info, using = compiler.klass_info, connection.alias
    model, fields = info["model"], info["select_fields"]
    first, end = fields[0], fields[-1] + 1
    names = [each[0].target.attname for each in compiler.select[first:end]]
    # the stubs are of another release than the library
    beside = get_related_populators(info, compiler.select, using)  # type: ignore[call-arg]

    def made(row: list[Any]) -> Any:
        found = model.from_db(using, names, row[first:end])
        for each in beside:
            each.populate(row, found)
        for name, at in (compiler.annotation_col_map or {}).items():
            setattr(found, name, row[at])
        return found

    return made


def _all_of(found: list[Callable[..., Any]], column: Any) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        for each in found:
            value = each(value, column, connection)
        return value

    return convert


def _as_seen(value: Any) -> Any:
    """A value that follows from the moment as such; any other as it is."""
    if isinstance(value, dt.datetime):
        return _Ahead(value - THEN, False, False) if value.year >= FROM else value
    if isinstance(value, dt.date):
        return _Ahead(value - timezone.localdate(THEN), True, False) if value.year >= FROM else value
    if isinstance(value, str) and _WRITTEN.fullmatch(value):  # as SQLite takes it
        if len(value) == len("3000-01-01"):
            return _Ahead(dt.date.fromisoformat(value) - timezone.localdate(THEN), True, True)
        return _Ahead(dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC) - THEN, False, True)
    return value


def with_keys(
    shelf: "Shelf", name: str, query_of: Callable[[list[Any]], QuerySet[Any]], keys: list[Any]
) -> Any:
    """The rows of a query for some keys (numbers, or texts), such as `filter(pk__in=keys)`: put together for one key,
    two, four and so on, and asked with the last key as often as there is room left."""
    if not keys:
        return []
    many = 1 << (len(keys) - 1).bit_length()
    places: list[Any] = [f"{GIVEN_TEXT}-{n}" if isinstance(keys[0], str) else GIVEN + n for n in range(many)]
    question = shelf.get((name, many), lambda: put(lambda: query_of(places)))
    return question.objects(dict(zip(places, [*keys, *[keys[-1]] * (many - len(keys))], strict=True)))


class Shelf:
    """Questions put together for somebody, by all that they depend on; the one used longest ago goes first."""

    def __init__(self, most: int = MOST) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What lies under the key, or what the function makes, from now on."""
        key = (connection.vendor, connection.settings_dict["NAME"], key)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
