"""How moments and lengths of time are said to people: "3 days ago", "tomorrow", "2 days 4 hours".

All of it reads the product's own clock, so that a demo played at another time says the right words.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yishi.network.counting import ZONE
from yishi.record import clock

register = template.Library()

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@register.filter
def relative(at: datetime | date | None) -> str:
    """Words for a moment or a day seen from now; empty for nothing."""
    if not at:
        return ""
    if not isinstance(at, datetime):
        return _day_words((at - localtime(clock.now()).date()).days)
    now = clock.now()
    days = (at.astimezone(ZONE).date() - now.astimezone(ZONE).date()).days
    return _moment_words(at - now) if abs(at - now) < DAY and days == 0 else _day_words(days)


class Ago:
    """How moments are seen from one moment, for many at once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._day = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)

    def sign(self, at: datetime) -> tuple[str, int]:
        """The same only where `relative` says the same."""
        if at > self.now:
            return relative(at), 0
        if at >= self._day:
            return "minutes", (self.now - at) // MINUTE
        return "days", -((self._day - at) // -DAY)


@register.filter
def spent(length: timedelta | None) -> str:
    """A length of time in its two largest units; empty for nothing."""
    if length is None:
        return ""
    if length < MINUTE:
        return _("under a minute")
    return " ".join(_parts(length)[:2])


@register.filter
def left_words(left: Any) -> str:
    """How much of a limit is left, in the time it is counted in; empty for nothing. `left` has `length` and may have
    `days` (of work) and `unit`."""
    if left is None:
        return ""
    if days := getattr(left, "days", None):
        return ngettext("%(n)s working day left", "%(n)s working days left", days) % {"n": days}
    said = _("%(length)s of office time left") if _in_office_time(left) else _("%(length)s left")
    return said % {"length": spent(left.length)}


def _in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


@register.simple_tag
def colon() -> str:
    """Between a name and what it says; Chinese writes it wide, and without a space."""
    return "：" if _in_chinese() else ": "


@register.simple_tag
def semicolon() -> str:
    """Between two parts of a sentence."""
    return "；" if _in_chinese() else "; "


@register.simple_tag
def comma() -> str:
    """Between things that are listed."""
    return "、" if _in_chinese() else ", "


@register.filter
def listed(things: Iterable[Any]) -> str:
    """One after the other."""
    return comma().join(str(each) for each in things)


def _in_office_time(left: Any) -> bool:
    return getattr(left, "unit", "") == "work_hours"


@register.filter
def is_moment(at: object) -> bool:
    """True for a time of day, False for a day."""
    return isinstance(at, datetime)


def _parts(length: timedelta) -> list[str]:
    days, hours, minutes = length.days, length.seconds // 3600, length.seconds % 3600 // 60
    said = []
    if days:
        said.append(ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
    if hours:
        said.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if minutes and not days:
        said.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    return said


def _moment_words(ahead: timedelta) -> str:
    minutes = int(abs(ahead) / MINUTE)
    return _minutes_in(minutes if ahead > timedelta() else -minutes, get_language() or "")


@functools.lru_cache(maxsize=3000)
def _minutes_in(minutes: int, _language: str) -> str:
    """Words for so many whole minutes ahead or, below 0, ago."""
    if not minutes:
        return _("just now")
    ahead = minutes * MINUTE
    length = _parts(abs(ahead))[0]
    return (
        _("in %(length)s") % {"length": length}
        if ahead > timedelta()
        else _("%(length)s ago") % {"length": length}
    )


def _day_words(days: int) -> str:
    return _day_words_in(days, get_language() or "")


@functools.lru_cache(maxsize=2000)
def _day_words_in(days: int, _language: str) -> str:
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if days in near:
        return near[days]
    length = ngettext("%(count)d day", "%(count)d days", abs(days)) % {"count": abs(days)}
    return _("in %(length)s") % {"length": length} if days > 0 else _("%(length)s ago") % {"length": length}
