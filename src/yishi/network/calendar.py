"""Which days are worked, in memory: the table of days, and beyond it weekends and statutory days.

Each process keeps one calendar and looks every few seconds whether the table has changed, so that counting a deadline
costs no query. `forget` makes it look at once.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from . import statutory
from .models import CalendarDay, CalendarYear

LOOK_EVERY = 5.0
"""Seconds after which a process asks whether the table has changed."""


class Calendar:
    """Days off and days worked. `known` are the years whose notice is out; of others weekends and statutory days are
    off, and whatever was counted with them is provisional."""

    def __init__(self, off: Iterable[date], on: Iterable[date], known: Iterable[int]):
        self._off, self._on, self._known = set(off), set(on), frozenset(known)
        self._foreseen: set[int] = set()

    def works(self, day: date) -> bool:
        """Whether people work on this day."""
        if day.year not in self._known:
            self._foresee(day.year)
        return day in self._on or (day.weekday() < 5 and day not in self._off)

    def is_holiday(self, day: date) -> bool:
        """Whether it is a day off by notice or statute, as opposed to an ordinary weekend."""
        if day.year not in self._known:
            self._foresee(day.year)
        return day in self._off and day not in self._on

    def knows(self, first: int, last: int) -> bool:
        """Whether the notices of all these years are out."""
        return all(year in self._known for year in range(first, last + 1))

    @property
    def last_known(self) -> int | None:
        """The last year of which, and of all between, the notice is out."""
        return max(self._known, default=None)

    def _foresee(self, year: int) -> None:
        if year not in self._foreseen:
            self._off |= statutory.days(year).keys()
            self._foreseen.add(year)


@dataclass
class _Kept:
    calendar: Calendar | None = None
    version: object = None
    looked: float = float("-inf")


_kept = _Kept()


def current() -> Calendar:
    """The calendar by the table of days. At most one query every few seconds where nothing has changed."""
    if _kept.calendar is None or time.monotonic() - _kept.looked > LOOK_EVERY:
        version = CalendarYear.objects.aggregate(Count("pk"), Max("set_at"))
        if _kept.calendar is None or version != _kept.version:
            _kept.calendar, _kept.version = _read(), version
        _kept.looked = time.monotonic()
    return _kept.calendar


def forget() -> None:
    """The table has changed: the next question reads it anew."""
    _kept.calendar = None


def _read() -> Calendar:
    rows = list(CalendarDay.objects.values_list("day", "works"))
    known = CalendarYear.objects.filter(known=True).values_list("year", flat=True)
    return Calendar((d for d, works in rows if not works), (d for d, works in rows if works), known)
