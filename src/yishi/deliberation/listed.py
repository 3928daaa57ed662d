"""Sessions in lists: of a place and all within it, to come, of a month, or past; read by key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, Q
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, localtime, make_aware

from yishi.network import known as net
from yishi.network.models import Place
from yishi.record import clock
from yishi.record.numbers import number
from yishi.record.questions import Shelf, put

from .models import Kind, Reason, Session, State

PAGE = 40
AHEAD, PAST, MISSED = "ahead", "past", "missed"
_SHELF = Shelf(most=50)
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass
class Asked:
    """What of the calendar is asked for: sessions to come, past or missed ones, or those of a month; of one kind."""

    which: str = AHEAD
    kind: str = ""
    month: date | None = None

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "Asked":
        """As the address says; what makes no sense counts as not said."""
        which, kind = said.get("show", ""), said.get("kind", "")
        found = _MONTH.fullmatch(said.get("month", ""))
        return cls(
            which if which in (PAST, MISSED) else AHEAD,
            kind if kind in Kind.values else "",
            date(int(found[1]), int(found[2]), 1) if found else None,
        )

    def address(self, **other: str) -> str:
        """The query of an address that asks for this, but for what is given; an empty value leaves a part away."""
        here = {"show": "" if self.which == AHEAD else self.which, "kind": self.kind}
        here["month"] = f"{self.month:%Y-%m}" if self.month else ""
        return "?" + urlencode({name: value for name, value in (here | other).items() if value})

    @property
    def newest_first(self) -> bool:
        return self.month is None and self.which in (PAST, MISSED)


@dataclass
class Page:
    """One page of sessions and the address of the next."""

    rows: list[Session]
    next: str
    is_first: bool


def sessions(place: Place | None, asked: Asked) -> Any:
    """The sessions asked for, of a place and all within it (None: of everywhere), in their order."""
    rows = Session.objects.at(place.path) if place else Session.objects.all()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.month:
        return rows.filter(
            starts_at__gte=_begin(asked.month), starts_at__lt=_begin(following(asked.month))
        ).order_by("starts_at", "id")
    if asked.which == AHEAD:
        return rows.ahead()
    past = rows.past()
    return past.filter(state__in=[State.MISSED, State.SKIPPED]) if asked.which == MISSED else past


def _begin(month: date) -> datetime:
    return make_aware(datetime.combine(month.replace(day=1), time()))


def following(month: date, step: int = 1) -> date:
    """The first day of the month after, or before."""
    months = month.year * 12 + month.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def this_month() -> date:
    """The first day of the present month."""
    return clock.today().replace(day=1)


def page(rows: Any, asked: Asked, said: Mapping[str, str]) -> Page:
    """The page that the address begins at. Three statements."""
    at, pk = _moment(said.get("at", "")), number(said.get("id", ""))
    if at and asked.newest_first:
        rows = rows.filter(Q(starts_at__lt=at) | Q(starts_at=at, pk__lt=pk))
    elif at:
        rows = rows.filter(Q(starts_at__gt=at) | Q(starts_at=at, pk__gt=pk))
    found = list(with_what_is_shown(rows)[: PAGE + 1])
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    following_page = asked.address(at=last.starts_at.isoformat(), id=str(last.pk)) if last else ""
    return Page(with_days(shown), following_page, at is None)


def with_what_is_shown(rows: Any) -> Any:
    """With place, host and reasons."""
    reasons = Reason.objects.order_by("at", "id")
    return rows.select_related("place", "host").prefetch_related(Prefetch("reasons", reasons))


def with_days(rows: list[Session]) -> list[Session]:
    """Each knows the day it is on, for lists that are told day by day."""
    for row in rows:
        row.day = localtime(row.starts_at).date()  # type: ignore[attr-defined]
    return rows


def next_of(path: str, most: int = 3) -> list[Session]:
    """The next sessions of a place and all within it, of the next two months."""
    stand_in = "\x1f" * len(path)

    def together() -> Any:
        rows = Session.objects.at(stand_in) if path else Session.objects.all()
        return rows.ahead().filter(starts_at__lt=clock.now() + timedelta(days=62))[:most]

    question = _SHELF.get((len(path), most), lambda: put(together))
    found = question.instead(stand_in, path).objects()
    net.attach_places(found)
    return with_days(found)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text[:40].replace(" ", "+"))
    except ValueError:
        return None
    if found is None or not 1970 < found.year < 9000:
        return None
    return make_aware(found) if is_naive(found) else found
