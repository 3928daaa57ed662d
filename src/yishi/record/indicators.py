"""Indicators: how entries add up per measure, place and day, and how the sums are counted anew from the record.

A fresh count is kept in a temporary table of the database, so that it needs no more memory for ten million entries
than for ten (all names in its statements are this module's own). It reads most of the record while sealing goes on,
and takes the lock only for the last few entries.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from .events import KINDS
from .models import Entry, Indicator, Leaf, places_on_the_way

Sums = Counter[tuple[str, str, date]]

BATCH = 1000
LISTED = 100
"""How many differences are listed; all are counted."""
_FRESH = "record_counted_anew"


WITHHELD = "kept:"
"""Before the measures of what is kept from the public: a figure that anybody may read must not tell that there is
something at a place that is in no list of it (docs/decisions/0017)."""


def tally(entries: Iterable[Entry]) -> Sums:
    """What entries add to the indicators: (measure, place, day) → amount, at every place on the way up. What is
    withheld is added up apart."""
    sums: Sums = Counter()
    for entry in entries:
        event = entry.event
        day = event.counted_on() or timezone.localdate(entry.at)
        adds = [(measure, day, amount) for measure, amount in event.measures().items()]
        adds += [(measure, day.replace(day=1), amount) for measure, amount in event.monthly().items()]
        if not entry.public:
            told = event.told_of_withheld
            adds = [
                (name if name.startswith(told) else WITHHELD + name, on, amount) for name, on, amount in adds
            ]
        for place in places_on_the_way(entry.place) if adds else ():
            for measure, on, amount in adds:
                sums[measure, place, on] += amount
    return sums


def add(sums: Sums, table: str) -> None:
    """Add sums to a table of indicators."""
    if not sums:
        return
    # One order of rows for all writers, so that two of them cannot wait for each other.
    rows = [(*key, amount) for key, amount in sorted(sums.items())]
    into = f"INSERT INTO {table} (measure, place, day, amount) "
    add_up = f"ON CONFLICT (place, measure, day) DO UPDATE SET amount = {table}.amount + excluded.amount"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            fresh = "SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::date[], %s::bigint[]) "
            cursor.execute(into + fresh + add_up, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(f"{into}VALUES (%s, %s, %s, %s) {add_up}", rows)


@dataclass(frozen=True)
class Difference:
    """One indicator that is not what the record says."""

    measure: str
    place: str
    day: date
    stored: int
    recorded: int


@dataclass
class Comparison:
    """What came of counting anew."""

    entries: int
    count: int = 0
    differences: list[Difference] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    """Kinds of event this version does not know, and so cannot count: kind → entries."""

    @property
    def equal(self) -> bool:
        return not self.count and not self.unknown

    def as_json(self) -> dict[str, Any]:
        """As the command line tells it."""
        return {
            "ok": self.equal,
            "entries": self.entries,
            "differences": self.count,
            "listed": [{**vars(each), "day": each.day.isoformat()} for each in self.differences],
            "unknown_kinds": dict(self.unknown),
        }


class Count:
    """A count of the sealed record, going on in a temporary table."""

    def __init__(self) -> None:
        self.size = 0
        self.unknown: Counter[str] = Counter()

    def up_to(self, size: int) -> None:
        """Go on until the first `size` leaves are counted."""
        while self.size < size:
            upper = min(self.size + BATCH, size)
            leaves = Leaf.objects.filter(index__gte=self.size, index__lt=upper).select_related("entry")
            entries = [leaf.entry for leaf in leaves]
            self.unknown.update(entry.kind for entry in entries if entry.kind not in KINDS)
            add(tally(entry for entry in entries if entry.kind in KINDS), _FRESH)
            self.size = upper

    def compared(self) -> Comparison:
        """Where the stored indicators differ from this count. What is missing counts as 0."""
        stored, key = Indicator._meta.db_table, "measure, place, day"
        either = (
            f"SELECT {key}, amount AS stored, 0 AS recorded FROM {stored} "  # noqa: S608
            f"UNION ALL SELECT {key}, 0, amount FROM {_FRESH}"
        )
        differing = (
            f"SELECT {key}, SUM(stored), SUM(recorded) FROM ({either}) AS both_counts "  # noqa: S608
            f"GROUP BY {key} HAVING SUM(stored) <> SUM(recorded)"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({differing}) AS differing")  # noqa: S608
            count = cursor.fetchone()[0]
            cursor.execute(f"{differing} ORDER BY {key} LIMIT {LISTED}")
            listed = [
                Difference(measure, place, _as_day(day), int(was), int(says))
                for measure, place, day, was, says in cursor.fetchall()
            ]
        return Comparison(self.size, count, listed, self.unknown)

    def copy_to(self, table: str) -> None:
        """Put this count into an empty table of indicators."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (measure, place, day, amount) "  # noqa: S608
                f"SELECT measure, place, day, amount FROM {_FRESH} ORDER BY measure, place, day"
            )


@contextmanager
def counted_anew() -> Iterator[Count]:
    """A fresh count of what is sealed by now, without holding anybody up."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_FRESH}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_FRESH} (measure varchar(64), place varchar(80), day date, amount bigint, "
            "PRIMARY KEY (place, measure, day))"
        )
    try:
        count = Count()
        newest = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
        count.up_to(0 if newest is None else newest + 1)
        yield count
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {_FRESH}")


def _as_day(value: date | str) -> date:
    """SQLite gives text for a column of a temporary table."""
    return value if isinstance(value, date) else date.fromisoformat(value)
