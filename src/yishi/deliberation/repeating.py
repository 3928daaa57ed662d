"""On which days a series meets: its rule (RFC 5545), days off, and no day twice. Arithmetic over dates alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrule, rrulestr
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yishi.network.calendar import Calendar

from .models import Series

Shift = Series.Shift
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKEND = {"SA", "SU"}
NAMES: Mapping[str, Promise] = {
    "MO": gettext_lazy("Monday"),
    "TU": gettext_lazy("Tuesday"),
    "WE": gettext_lazy("Wednesday"),
    "TH": gettext_lazy("Thursday"),
    "FR": gettext_lazy("Friday"),
    "SA": gettext_lazy("Saturday"),
    "SU": gettext_lazy("Sunday"),
}
ORDINALS: Mapping[str, Promise] = {
    "1": pgettext_lazy("which one of the month", "first"),
    "2": gettext_lazy("second"),
    "3": gettext_lazy("third"),
    "4": gettext_lazy("fourth"),
    "-1": gettext_lazy("last"),
}
KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
PERIODS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
LONGEST = 120
WIDEST = 60
"""The greatest interval: every sixty days, weeks, months, years."""
LONGEST_OFF = 40
"""Days; no time off is longer, so what lies further away moves nothing here."""


class Unreadable(ValueError):
    """It is no rule that says days. The text is for people."""


@dataclass(frozen=True)
class Day:
    """A day by the rule, and the one on which it is met: another one where it is a day off, None where it is left
    out, because it is a day off (`off`) or because they meet that day already (`twice`)."""

    by_rule: date
    on: date | None
    why: str = ""

    @property
    def is_moved(self) -> bool:
        return self.on is not None and self.on != self.by_rule


def parts(rule: str) -> dict[str, str]:
    """The parts of a rule by name. Raises Unreadable for one that does not say days, or holds what is set elsewhere
    (from, until, hours)."""
    said = rule.strip().upper().removeprefix("RRULE:")
    found = dict(part.partition("=")[::2] for part in said.split(";") if part)
    if len(said) > LONGEST or found.keys() - KNOWN or found.get("FREQ") not in PERIODS:
        raise Unreadable(
            _(
                "This is no rule for days. It begins with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY, and may hold "
                "INTERVAL, BYDAY, BYMONTHDAY, BYMONTH and BYSETPOS; from when, until when and at what time stand "
                "in fields of "
                "their own."
            )
        )
    interval = found.get("INTERVAL", "1")
    if not (
        interval.isascii() and interval.isdecimal() and len(interval) < 4 and 1 <= int(interval) <= WIDEST
    ):
        raise Unreadable(_("The interval of a rule lies between 1 and %(most)s.") % {"most": WIDEST})
    return found


def normal(rule: str) -> str:
    """The rule as it is kept. Raises Unreadable."""
    found = parts(rule)
    said = ";".join(f"{name}={value}" for name, value in found.items())
    _made(said, date(2026, 1, 1), date(2026, 1, 31))
    return said


def _made(rule: str, starts: date, until: date) -> rrule:
    try:
        made = rrulestr(rule, dtstart=datetime.combine(starts, time()))
        if not isinstance(made, rrule):
            raise Unreadable(_("Please give one rule."))
        return made.replace(until=datetime.combine(until, time.max))
    except Unreadable:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise Unreadable(_("This rule cannot be read. Please look at it again.")) from error


def days(
    rule: str, *, starts: date, first: date, last: date, shift: str = Shift.KEEP, calendar: Calendar
) -> list[Day]:
    """The days of a rule from `first` to `last`, both included, in their order. `starts` is where the series begins:
    intervals count from there. Raises Unreadable."""
    found = parts(rule)
    begin, end = max(starts, first - timedelta(days=LONGEST_OFF)), last + timedelta(days=LONGEST_OFF)
    if begin > end:
        return []
    made = _made(rule, starts, end)
    by_rule = [
        at.date()
        for at in made.between(datetime.combine(begin, time()), datetime.combine(end, time()), inc=True)
    ]
    is_off = _off_by(found, calendar)
    return [day for day in _placed(by_rule, shift, is_off, calendar) if first <= day.by_rule <= last]


def _off_by(found: Mapping[str, str], calendar: Calendar) -> Callable[[date], bool]:
    """Whether a day by the rule is a day off. A weekend that the rule itself names is none; a holiday is."""
    named = {said[-2:] for said in found.get("BYDAY", "").split(",") if said}

    def is_off(day: date) -> bool:
        meant = WEEKDAYS[day.weekday()] in named & WEEKEND
        return calendar.is_holiday(day) if meant else not calendar.works(day)

    return is_off


def _placed(
    by_rule: Iterable[date], shift: str, is_off: Callable[[date], bool], calendar: Calendar
) -> list[Day]:
    """Each day by the rule where it is met. Those that stay have their day; of those that move each next one finds its
    day free, or is left out."""
    listed = list(by_rule)
    if shift == Shift.KEEP:
        return [Day(day, day) for day in listed]
    off = {day for day in listed if is_off(day)}
    taken = {day for day in listed if day not in off}
    placed = []
    for day in listed:
        if day not in off:
            placed.append(Day(day, day))
        elif shift == Shift.SKIP:
            placed.append(Day(day, None, "off"))
        else:
            to = _worked(day, 1 if shift == Shift.NEXT else -1, calendar)
            placed.append(Day(day, None, "twice") if to in taken else Day(day, to, "off"))
            taken.add(to)
    return placed


def _worked(day: date, step: int, calendar: Calendar) -> date:
    """The nearest day people work, after or before."""
    for distance in range(1, LONGEST_OFF):
        found = day + timedelta(days=step * distance)
        if calendar.works(found):
            return found
    return day


def said(rule: str) -> str:
    """The rule in words, where it is one of the everyday ones; else as it is kept."""
    try:
        found = parts(rule)
    except Unreadable:
        return rule
    names = [name for name in found if name not in ("WKST",) and (name, found[name]) != ("INTERVAL", "1")]
    if names == ["FREQ", "BYMONTHDAY"] and found["FREQ"] == "MONTHLY":
        if found["BYMONTHDAY"] == "-1":
            return _("the last day of every month")
        if found["BYMONTHDAY"].isdecimal():
            return _("day %(day)s of every month") % {"day": found["BYMONTHDAY"]}
    if names == ["FREQ", "BYDAY"]:
        return _of_weekdays(found) or rule
    return _("every day") if names == ["FREQ"] and found["FREQ"] == "DAILY" else rule


def _of_weekdays(found: Mapping[str, str]) -> str:
    named = found["BYDAY"].split(",")
    if found["FREQ"] == "WEEKLY" and all(day in NAMES for day in named):
        if set(named) == WEEKEND:
            return _("every weekend, Saturday and Sunday")
        listed = _(", ").join(str(NAMES[day]) for day in WEEKDAYS if day in named)
        return _("every week: %(days)s") % {"days": listed}
    if found["FREQ"] == "MONTHLY" and len(named) == 1:
        day, which = named[0][-2:], named[0][:-2].lstrip("+")
        if day in NAMES and which in ORDINALS:
            return _("the %(which)s %(day)s of every month") % {"which": ORDINALS[which], "day": NAMES[day]}
    return ""
