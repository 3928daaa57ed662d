"""What a request for a list asks: every filter of GeoReport and our few more, read with suspicion."""

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from yishi.cases.models import Category
from yishi.cases.models.case import State, parse_number
from yishi.insight.words import clean
from yishi.network import known as net
from yishi.network.models import Place
from yishi.record import clock
from yishi.record.numbers import BIGGEST

from .answers import Wrong
from .kinds import by_code

SPAN = timedelta(days=90)
"""So much time a list covers at most, as GeoReport has it; without dates the latest."""
MOST = 1000
"""So many requests a list holds at most, and without `page_size`; as GeoReport has it."""
DEEPEST = 10_000
"""So many are passed over at most by `page`; who wants more follows the address in `Link`."""
MOST_NUMBERS = 200
CLOSED = (State.CLOSED, State.LAPSED, State.DECLINED, State.WITHDRAWN, State.MERGED)
"""What GeoReport calls closed; everything else is open, also what was answered while the resident is still asked."""
FIRST_YEAR, LAST_YEAR = 1990, 2200
LONGEST_DAY = len("2026-11-23")
_LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")
"""In an address a plus is a blank: a time zone east of Greenwich arrives without its sign."""
_KEY = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


@dataclass(frozen=True)
class Asked:
    """A list as it was asked for. `numbers` None: by the other filters; `latest`: no dates were said;
    `after` is where the page before ended."""

    numbers: list[int] | None = None
    place: Place | None = None
    categories: list[int] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    begin: datetime | None = None
    end: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    latest: bool = False
    size: int = MOST
    skip: int = 0
    after: tuple[datetime, int] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing but a place, a status and how many were asked for."""
        more = (self.categories, self.updated_after, self.updated_before, self.skip, self.after)
        return self.latest and not any(more)


def requests(query: QueryDict) -> Asked:
    """The list of requests asked for. Raises Wrong for a value that cannot be meant."""
    place = jurisdiction(query.get("jurisdiction_id", ""))
    size = whole(query, "page_size", MOST, 1, MOST)
    if "service_request_id" in query:
        return Asked(numbers=_numbers(query), place=place, size=size)
    skip = (whole(query, "page", 1, 1, DEEPEST) - 1) * size
    if skip > DEEPEST:
        raise Wrong(400, _("So far back leads only the address in the header Link: rel=next."))
    begin, end = span(query)
    return Asked(
        place=place,
        categories=[category.pk for code in _listed(query, "service_code") for category in _meant(code)],
        states=_states(query),
        begin=begin,
        end=end,
        latest=not any(query.get(name, "").strip() for name in ("start_date", "end_date")),
        updated_after=moment(query, "updated_after"),
        updated_before=moment(query, "updated_before", last=True),
        size=size,
        skip=skip,
        after=_after(query),
    )


def jurisdiction(code: str) -> Place | None:
    """The place with the code, for which we are asked; None where none is named. Raises Wrong."""
    wanted = clean(code)[:40]
    if not code.strip():
        return None
    found = net.with_code(wanted) if wanted else None
    if found is None:
        raise Wrong(404, _("There is no place with this jurisdiction_id. Ours are the codes of places."))
    return found


def _listed(query: QueryDict, name: str) -> list[str]:
    """The values of a filter, a comma between, or given several times."""
    said = ",".join(query.getlist(name))
    return [each for part in said.split(",")[:MOST_NUMBERS] if (each := clean(part)[:60])]


def _numbers(query: QueryDict) -> list[int]:
    said = _listed(query, "service_request_id")
    if not said:
        raise Wrong(400, _("service_request_id is empty."))
    return [pk for each in said if each.isdigit() and each.isascii() and (pk := parse_number(each))]


def _meant(code: str) -> list[Category]:
    """The kind with the code; for a heading all kinds under it."""
    found = by_code(code)
    if not found:
        raise Wrong(404, _("There is no service_code “%(code)s”.") % {"code": code})
    return found


def _states(query: QueryDict) -> list[str]:
    said = {each.lower() for each in _listed(query, "status")}
    if said - {"open", "closed"}:
        raise Wrong(400, _("status is open or closed, or both with a comma between."))
    if len(said) != 1:
        return []
    return [state for state in State if (state in CLOSED) == ("closed" in said)]


def span(query: QueryDict) -> tuple[datetime, datetime]:
    """From when to when; the latest 90 days, or 90 days from or to the one that is given. Raises Wrong."""
    begin, end = moment(query, "start_date"), moment(query, "end_date", last=True)
    if begin and end:
        if end < begin:
            raise Wrong(400, _("end_date lies before start_date."))
        if end - begin > SPAN + timedelta(days=1):
            raise Wrong(400, _("start_date and end_date may lie at most 90 days apart."))
    elif begin:
        end = begin + SPAN
    elif end:
        begin = end - SPAN
    else:
        begin, end = latest()
    return begin, end


def latest() -> tuple[datetime, datetime]:
    """The time a list covers without dates."""
    end = clock.now() + timedelta(minutes=1)
    return end - SPAN, end


def moment(query: QueryDict, name: str, *, last: bool = False) -> datetime | None:
    """A moment as W3C writes it; of a day alone its beginning, or with `last` its end. Raises Wrong."""
    said = query.get(name, "").strip()
    if not said:
        return None
    try:
        found = _parsed(_LOST_PLUS.sub(r"+\1", said[:40]), last)
    except (ValueError, OverflowError):
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        example = "2026-11-23T08:30:00+08:00"
        raise Wrong(400, _("%(name)s is no time such as %(example)s.") % {"name": name, "example": example})
    return found


def _parsed(said: str, last: bool) -> datetime | None:
    if len(said) <= LONGEST_DAY and (day := parse_date(said)):
        return timezone.make_aware(datetime.combine(day, time.max if last else time.min))
    found = parse_datetime(said)
    return found if found is None or timezone.is_aware(found) else timezone.make_aware(found)


def whole(query: QueryDict, name: str, usual: int, least: int, most: int) -> int:
    """A whole number in bounds. Raises Wrong."""
    said = query.get(name, "").strip()
    if not said:
        return usual
    if not (said.isascii() and said.isdecimal() and len(said) < 10 and least <= int(said) <= most):
        facts: dict[str, Any] = {"name": name, "least": least, "most": most}
        raise Wrong(400, _("%(name)s is a whole number from %(least)s to %(most)s.") % facts)
    return int(said)


def _after(query: QueryDict) -> tuple[datetime, int] | None:
    said = query.get("after", "").strip()
    if not said:
        return None
    found = _KEY.fullmatch(said)
    try:
        if found is None or int(found[2]) > BIGGEST:
            raise ValueError
        return datetime.fromtimestamp(0, tz=timezone.get_default_timezone()) + timedelta(
            microseconds=int(found[1])
        ), int(found[2])
    except (ValueError, OverflowError):
        raise Wrong(400, _("after is taken from the address in the header Link.")) from None


def key_of(at: datetime, pk: int) -> str:
    """Where a page ended, as `after` says it."""
    since = at - datetime.fromtimestamp(0, tz=timezone.get_default_timezone())
    return f"{since // timedelta(microseconds=1)}-{pk}"
