"""Counting time to a deadline, and how much of it is left.

The rules are those of the Civil Code, arts 200-204: the day it begins is not counted; hours count at once; the period
ends with the last day, or at the close of business where that was agreed; a last day on a statutory holiday moves to
the next working day. Days of the calendar do not skip weekends; working days leave out weekends and days off and take
in the weekends that are worked. While a stop lasts nothing counts: what was left when it began is left when it ends.
A deadline is kept by whatever happens at its last moment.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .calendar import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
LAST_MOMENT = time(23, 59, 59, 999999)
Span = tuple[datetime, datetime]


class Unit(models.TextChoices):
    HOURS = "hours", pgettext_lazy("unit of a limit", "hours")
    WORK_HOURS = "work_hours", _("working hours")
    DAYS = "days", pgettext_lazy("unit of a limit", "days")
    WORK_DAYS = "work_days", _("working days")


@dataclass(frozen=True)
class Office:
    """When people are there on a day that is worked. `closes`: a limit in days ends when the office does."""

    hours: tuple[tuple[time, time], ...]
    closes: bool = False

    def on(self, day: date) -> Iterator[Span]:
        """The spans of one day."""
        for opens, shuts in self.hours:
            yield datetime.combine(day, opens, ZONE), datetime.combine(day, shuts, ZONE)

    def end(self, day: date) -> datetime:
        """The last moment of a day that still counts."""
        return datetime.combine(day, self.hours[-1][1] if self.closes else LAST_MOMENT, ZONE)


@dataclass(frozen=True)
class Due:
    """The last moment that is in time, and whether a notice that is not out yet may move it."""

    at: datetime
    provisional: bool = False


@lru_cache(maxsize=64)
def office(said: str, closes: bool = False) -> Office:
    """Office hours out of `09:00-12:00,14:00-18:00`. Raises ValueError for what is no rising row of spans."""
    spans = []
    for part in said.split(","):
        found = re.fullmatch(r"\s*(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})\s*", part)
        if not found:
            raise ValueError(f"“{said}” are no office hours such as 09:00-12:00,14:00-18:00")
        spans.append((_clock(found[1]), _clock(found[2])))
    edges = [edge for span in spans for edge in span]
    if any(before >= after for before, after in pairwise(edges)):
        raise ValueError(f"“{said}”: office hours follow one another through the day")
    return Office(tuple(spans), closes)


def _clock(said: str) -> time:
    hours, minutes = map(int, said.split(":"))
    return time(hours, minutes)


def count(
    since: datetime,
    amount: float,
    unit: str,
    calendar: Calendar,
    hours: Office,
    stops: Iterable[Span] = (),
) -> Due:
    """The deadline of `amount` units from `since` on. `stops` are the spans in which the clock stood; they may
    overlap."""
    since = _local(since)
    if unit == Unit.HOURS and not stops:
        return Due(since + timedelta(hours=amount))
    clock = _CLOCKS[Unit(unit)](calendar, hours)
    due = clock.begin(since, amount)
    for began, ended in _joined(stops, since) if stops else ():
        if not clock.runs_at(began, due):
            break
        due = clock.go_on(ended, clock.left(began, due))
    return Due(clock.end(due), clock.is_provisional(since, due))


def working_time(since: datetime, until: datetime, calendar: Calendar, hours: Office) -> timedelta:
    """Office time between two moments."""
    total = timedelta()
    for opens, shuts in _office_time(_local(since), calendar, hours):
        if opens >= until:
            return total
        total += min(shuts, _local(until)) - opens
    return total


def working_days(after: date, until: date, calendar: Calendar) -> int:
    """Days worked after one day, up to another and including it."""
    return sum(calendar.works(after + DAY * n) for n in range(1, (until - after).days + 1))


def nth_working_day(after: date, n: int, calendar: Calendar) -> date:
    """The n-th day worked after a day; the day itself where n is 0. The day after is the first that may count
    (Civil Code art. 201)."""
    day = after
    while n > 0:
        day += DAY
        n -= calendar.works(day)
    return day


class _Hours:
    """Running hours: a clock on the wall."""

    def __init__(self, calendar: Calendar, hours: Office):
        self.calendar, self.hours = calendar, hours

    def begin(self, since: datetime, amount: float) -> datetime:
        return since + timedelta(hours=amount)

    def runs_at(self, moment: datetime, due: datetime) -> bool:
        return moment < due

    def left(self, moment: datetime, due: datetime) -> timedelta:
        return due - moment

    def go_on(self, moment: datetime, left: timedelta) -> datetime:
        return moment + left

    def end(self, due: datetime) -> datetime:
        return due

    def is_provisional(self, since: datetime, due: datetime) -> bool:
        return False


class _WorkHours(_Hours):
    """Office time on days that are worked."""

    def begin(self, since: datetime, amount: float) -> datetime:
        return self.go_on(since, timedelta(hours=amount))

    def left(self, moment: datetime, due: datetime) -> timedelta:
        return working_time(moment, due, self.calendar, self.hours)

    def go_on(self, moment: datetime, left: timedelta) -> datetime:
        if not left:
            return moment
        for opens, shuts in _office_time(moment, self.calendar, self.hours):
            if left <= shuts - opens:
                return opens + left
            left -= shuts - opens
        raise AssertionError("office time never ends")

    def is_provisional(self, since: datetime, due: datetime) -> bool:
        return not self.calendar.knows(since.year, due.year)


@dataclass(frozen=True)
class _Last:
    """The last day of a period before and after it was moved off a holiday."""

    counted: date
    kept: date


class _Days:
    """Days of the calendar."""

    def __init__(self, calendar: Calendar, hours: Office):
        self.calendar, self.hours = calendar, hours

    def begin(self, since: datetime, amount: float) -> _Last:
        return self._off_holidays(self._after(since.date(), int(amount)))

    def runs_at(self, moment: datetime, due: _Last) -> bool:
        return moment <= self.end(due)

    def left(self, moment: datetime, due: _Last) -> int:
        day = moment.date()
        return self._between(day, due.counted if day <= due.counted else due.kept)

    def go_on(self, moment: datetime, left: int) -> _Last:
        return self._off_holidays(self._after(moment.date(), left))

    def end(self, due: _Last) -> datetime:
        return self.hours.end(due.kept)

    def is_provisional(self, since: datetime, due: _Last) -> bool:
        return not self.calendar.knows(due.counted.year, due.kept.year)

    def _after(self, day: date, amount: int) -> date:
        return day + DAY * amount

    def _between(self, after: date, until: date) -> int:
        return (until - after).days

    def _off_holidays(self, day: date) -> _Last:
        kept = day
        if self.calendar.is_holiday(day):
            while not self.calendar.works(kept):
                kept += DAY
        return _Last(day, kept)


class _WorkDays(_Days):
    """Days that are worked."""

    def is_provisional(self, since: datetime, due: _Last) -> bool:
        return not self.calendar.knows((since.date() + DAY).year, due.kept.year)

    def _after(self, day: date, amount: int) -> date:
        while amount > 0:
            day += DAY
            amount -= self.calendar.works(day)
        while not self.calendar.works(day):  # nothing is left of it but the day itself
            day += DAY
        return day

    def _between(self, after: date, until: date) -> int:
        return working_days(after, until, self.calendar)


_CLOCKS: dict[Unit, type] = {
    Unit.HOURS: _Hours,
    Unit.WORK_HOURS: _WorkHours,
    Unit.DAYS: _Days,
    Unit.WORK_DAYS: _WorkDays,
}


def _office_time(since: datetime, calendar: Calendar, hours: Office) -> Iterator[Span]:
    """Every span of office time from a moment on, without end."""
    day = since.date()
    while True:
        if calendar.works(day):
            for opens, shuts in hours.on(day):
                if shuts > since:
                    yield max(opens, since), shuts
        day += DAY


def _joined(stops: Iterable[Span], since: datetime) -> Sequence[Span]:
    """The stops after a moment, in order, those that touch as one."""
    joined: list[Span] = []
    for began, ended in sorted((max(_local(b), since), _local(e)) for b, e in stops if e > since and e > b):
        if joined and began <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ended))
        else:
            joined.append((began, ended))
    return joined


def _local(moment: datetime) -> datetime:
    return moment if moment.tzinfo is ZONE else moment.astimezone(ZONE)
