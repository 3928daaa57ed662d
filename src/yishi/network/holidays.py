"""The yearly notice of days off, read from a small JSON file or from the package that knows those of the past.

    {"year": 2027, "source": "the notice's number and date",
     "days_off": [{"name": "春节", "from": "2027-02-05", "until": "2027-02-11"}],
     "working_weekends": ["2027-01-30"]}

`until` may be left out for a single day. `days_off` names every day of a holiday, its weekend days too; a notice may
begin in the last days of the year before. A file goes in whole or not at all; the same one again changes nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from . import actions, statutory
from .models import CalendarYear

Day = tuple[date, bool, str]
PACKAGE_SOURCE = "国务院办公厅各年度节假日安排的通知（据 chinesecalendar 整理）"
IN_CHINESE = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
LONGEST_HOLIDAY = 15
LONGEST_SOURCE, LONGEST_NAME = 200, 40


class Unreadable(Exception):
    """The file as a whole is no notice; the sentence says why."""


@dataclass(frozen=True)
class Remark:
    """What is wrong with one entry: in which list, the how-manieth, and why."""

    list: str
    row: int
    reason: str


@dataclass
class Notice:
    """One year's notice as it was read, with what is wrong with it."""

    year: int
    source: str
    days: list[Day] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)


def from_package() -> list[Notice]:
    """The notices the installed chinesecalendar knows, oldest first."""
    from chinese_calendar.constants import holidays, workdays

    years: dict[int, list[Day]] = {}
    for known, works in ((holidays, False), (workdays, True)):
        for day, name in known.items():
            years.setdefault(day.year, []).append((day, works, IN_CHINESE.get(name, name)))
    return [Notice(year, PACKAGE_SOURCE, sorted(days)) for year, days in sorted(years.items())]


def read(text: str) -> Notice:
    """The notice in a JSON text. Raises Unreadable where it says none at all; finer faults are its `problems`."""
    try:
        said = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"This is no JSON: {error}.") from None
    if not isinstance(said, dict) or not isinstance(said.get("year"), int):
        raise Unreadable('The file is an object with "year", "source", "days_off", "working_weekends".')
    source = said.get("source")
    if not isinstance(source, str) or not 0 < len(source.strip()) <= LONGEST_SOURCE:
        raise Unreadable(f'"source" names the notice in at most {LONGEST_SOURCE} characters.')
    if not 1990 <= said["year"] <= 2200:
        raise Unreadable(f"{said['year']} is no year of a notice.")
    off, worked = said.get("days_off"), said.get("working_weekends", [])
    if not isinstance(off, list) or not off or not isinstance(worked, list):
        raise Unreadable('"days_off" is a list with at least one holiday, "working_weekends" a list of days.')
    notice = Notice(said["year"], source.strip())
    _read_off(notice, off)
    _read_worked(notice, worked)
    _check_whole(notice)
    return notice


def _read_off(notice: Notice, rows: list[Any]) -> None:
    for row, said in enumerate(rows, start=1):
        try:
            name, first, last = _holiday(said)
            days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
            _belong(notice, days)
        except ValueError as wrong:
            notice.problems.append(Remark("days_off", row, str(wrong)))
        else:
            notice.days += [(day, False, name) for day in days]


def _holiday(said: Any) -> tuple[str, date, date]:
    if not isinstance(said, dict):
        raise ValueError('A holiday is an object with "name", "from" and "until".')
    name = said.get("name")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise ValueError(f'"name" is missing, or longer than {LONGEST_NAME} characters.')
    first = _day(said.get("from"))
    last = _day(said.get("until", said.get("from")))
    if last < first:
        raise ValueError("The holiday ends before it begins.")
    if (last - first).days >= LONGEST_HOLIDAY:
        raise ValueError(f"A holiday of more than {LONGEST_HOLIDAY} days is a slip of the hand.")
    return name.strip(), first, last


def _read_worked(notice: Notice, rows: list[Any]) -> None:
    for row, said in enumerate(rows, start=1):
        try:
            day = _day(said)
            if day.weekday() < 5:
                raise ValueError(f"{day} is no Saturday or Sunday.")
            _belong(notice, [day])
        except ValueError as wrong:
            notice.problems.append(Remark("working_weekends", row, str(wrong)))
        else:
            notice.days.append((day, True, "调休上班"))


def _day(said: Any) -> date:
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError):
        raise ValueError(f"“{said}” is no day such as 2027-01-31.") from None


def _belong(notice: Notice, days: Iterable[date]) -> None:
    there = {day for day, _works, _name in notice.days}
    for day in days:
        if day.year != notice.year and (day.year, day.month) != (notice.year - 1, 12):
            raise ValueError(f"{day} does not lie in {notice.year} or the December before.")
        if day in there:
            raise ValueError(f"{day} is named twice.")


def _check_whole(notice: Notice) -> None:
    """A notice leaves out no day that the law itself makes free."""
    off = {day for day, works, _name in notice.days if not works}
    for day, name in statutory.fixed(notice.year).items():
        # the second of May is statutory since 2025
        if day not in off and not (notice.year < 2025 and (day.month, day.day) == (5, 2)):
            notice.problems.append(Remark("days_off", 0, f"{day} ({name}) is free by law and is missing."))


def enter(actor: Any, notice: Notice) -> bool:
    """The notice stands in the calendar. Gives whether anything changed. Raises ValueError for one with problems."""
    if notice.problems:
        raise ValueError("a notice with problems is not entered")
    if _is_there(notice):
        return False
    actions.set_calendar(actor, None, year=notice.year, days=notice.days, source=notice.source)
    return True


def enter_known(actor: Any) -> list[int]:
    """Every notice the package knows stands in the calendar; one that was entered from a file stays. Gives the years
    that are new."""
    there = set(CalendarYear.objects.filter(known=True).values_list("year", flat=True))
    return [n.year for n in from_package() if n.year not in there and enter(actor, n)]


def _is_there(notice: Notice) -> bool:
    found = CalendarYear.objects.filter(year=notice.year, known=True, source=notice.source).first()
    if found is None:
        return False
    return sorted(found.days.values_list("day", "works", "name")) == sorted(notice.days)
