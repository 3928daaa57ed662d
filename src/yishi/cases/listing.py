"""Lists of cases by key: a page costs the same wherever it stands in the list."""

import functools
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q
from django.http import QueryDict

from yishi.network.actors import ANYONE
from yishi.record import clock, prepared
from yishi.record.models import Indicator
from yishi.record.questions import GIVEN, Shelf, put

from . import known, standing
from .events.loop import ANSWERED_IN, TENTH_OF_A_DAY
from .forms.listing import Key
from .models import Case, CaseQuerySet, Photo
from .models.case import LINE

PAGE = 20


@dataclass
class Page:
    """One page of a list and the address of the next."""

    cases: list[Case]
    next: str
    is_first: bool


def page(
    cases: CaseQuerySet, asked: QueryDict, *, oldest_first: bool = False, moment: str = "reported_at"
) -> Page:
    """The page that `asked` (the address) begins at, newest first or oldest first by a moment of theirs."""
    begin = Key(asked).beginning()
    order = (moment, "id") if oldest_first else (f"-{moment}", "-id")
    rows = cases.with_labels().only(*LINE, moment).order_by(*order)
    if begin:
        rows = rows.filter(behind(moment, *begin, newest_first=not oldest_first))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    with_thumbs(shown)
    return Page(shown, _next(asked, shown[-1], moment) if len(found) > PAGE else "", begin is None)


def newest(cases: CaseQuerySet, most: int) -> list[Case]:
    """The newest of them, as lines of a list."""
    found = list(cases.for_lines().order_by("-reported_at", "-id")[:most])
    with_thumbs(found)
    return found


_SHELF = Shelf(most=200)
ORDERS: dict[str, Callable[[CaseQuerySet], CaseQuerySet]] = {
    "newest": lambda rows: rows.order_by("-reported_at", "-id"),
    "unanswered": lambda rows: rows.unanswered(),
}


_LONG_AGO = datetime(1971, 2, 3, 4, 5, 6, tzinfo=UTC)
"""Stands in a query for the moment a page begins at; nothing was reported then."""


def seen_by_anyone(path: str, order: str, most: int, begin: tuple[datetime, int] | None = None) -> list[Case]:
    """The first cases of a place as somebody without a session sees them, as lines of a list (without `thumb`), or of
    the newest those behind the one with this moment and number: what the query sets say, put together once for each
    level of the tree."""
    stand_in = "\x1f" * len(path)

    def together() -> CaseQuerySet:
        rows = Case.objects.visible_to(ANYONE).at(stand_in)
        if begin:
            rows = rows.filter(behind("reported_at", _LONG_AGO, GIVEN, newest_first=True))
        return ORDERS[order](rows).for_lines()[:most]

    question = _SHELF.get((order, most, len(path), begin is None), lambda: put(together))
    if begin is None:
        return known.attach(question.instead(stand_in, path).objects())
    stored = connection.ops.adapt_datetimefield_value
    given = {_LONG_AGO: begin[0], stored(_LONG_AGO): stored(begin[0]), GIVEN: begin[1]}
    return known.attach(question.instead(stand_in, path).objects(given))


def page_for_anyone(path: str, asked: QueryDict) -> Page:
    """The page of a place's cases that `asked` begins at, newest first, as somebody without a session sees them."""
    begin = Key(asked).beginning() if "at" in asked else None
    found = seen_by_anyone(path, "newest", PAGE + 1, begin)
    with_thumbs(found[:PAGE])
    return Page(found[:PAGE], _next(asked, found[PAGE - 1]) if len(found) > PAGE else "", begin is None)


def behind(key: str, at: datetime, pk: int, *, newest_first: bool) -> Q:
    """Rows behind the one with this moment and number. The first half says again what follows from the second: it is
    what lets an index begin there, and not at the top of the list."""
    edge = "lt" if newest_first else "gt"
    after = Q(**{f"{key}__{edge}": at}) | Q(**{key: at, f"id__{edge}": pk})
    return Q(**{f"{key}__{edge}e": at}) & after


def _next(asked: QueryDict, last: Case, moment: str = "reported_at") -> str:
    kept = {k: v for k, v in asked.items() if k not in ("at", "id") and v}
    return "?" + urlencode({**kept, "at": getattr(last, moment).isoformat(), "id": last.pk})


def with_thumbs(cases: list[Case]) -> None:
    """Give each case the newest picture everybody may see as `thumb` (a Photo of which its key alone is read, or None),
    in one query."""
    newest = newest_photos([case.pk for case in cases])
    for case in cases:
        pk = newest.get(case.pk)
        case.thumb = None if pk is None else Photo(pk=pk, case_id=case.pk)  # type: ignore[attr-defined]


def newest_photos(cases: Sequence[int]) -> dict[int, int]:
    """Of the cases with these keys, key → key of the newest picture everybody may see, where there is one."""
    if not cases:
        return {}
    many = (
        1 << (len(cases) - 1).bit_length()
    )  # so that there are few of them: the last key stands in for those left
    sql, before, behind = _question_of_thumbs(many)
    return dict(prepared.asked(sql, (*before, *cases, *[cases[-1]] * (many - len(cases)), *behind)))


@functools.lru_cache(maxsize=100)
def _question_of_thumbs(many: int) -> tuple[str, tuple[Any, ...], tuple[Any, ...]]:
    """SQL that asks for the pictures of so many cases, oldest first, written once; and its values before and behind
    the keys of the cases."""
    keys = tuple(range(-many, 0))  # no case has such a key
    photos = Photo.objects.shown().filter(case__in=keys).order_by("at", "id").values_list("case_id", "id")
    sql, values = photos.query.sql_with_params()
    first = values.index(keys[0])
    return sql, values[:first], values[first + many :]


@dataclass
class Figures:
    """What a place can say of itself, each figure with records behind it."""

    reported: int
    answered: int
    solved: int
    silent: int
    open: int
    overdue: int
    asked: int
    median: timedelta | None
    median_ever: timedelta | None

    @property
    def median_days(self) -> float | None:
        """The year's median, or without answers in the year the one over all time; in days, to one digit."""
        median = self.median if self.median is not None else self.median_ever
        return None if median is None else round(median.total_seconds() / 86400, 1)


def figures(path: str, days: int = 365) -> Figures:
    """Figures of a place and all within it: happenings of the last `days` from the indicators, what is open now from
    what is kept of it. The median is over the months the days begin and end in."""
    since = clock.today() - timedelta(days=days)
    happened = Indicator.objects.totals(("reported", "answered", "confirmed", "lapsed"), path, since=since)
    now = standing.at(path)
    median = _middle(Indicator.objects.spread(ANSWERED_IN, path, since=since))
    return Figures(
        happened["reported"],
        happened["answered"],
        happened["confirmed"],
        happened["lapsed"],
        now.open,
        now.overdue,
        now.asked,
        median,
        median if median is not None else median_time_to_answer(path),
    )


def median_time_to_answer(path: str) -> timedelta | None:
    """The median time from what was said to the first answer, to a tenth of a day, over all cases of a place that have
    one; from the record's own count, so that no page sorts a million cases."""
    return _middle(Indicator.objects.spread(ANSWERED_IN, path))


def _middle(waits: list[tuple[int, int]]) -> timedelta | None:
    """The median of values with how often each occurs, in order of the values."""
    ends = list(accumulate(amount for _value, amount in waits))
    if not ends or ends[-1] < 1:
        return None
    both = [waits[bisect_right(ends, rank)][0] for rank in ((ends[-1] - 1) // 2, ends[-1] // 2)]
    return timedelta(minutes=TENTH_OF_A_DAY) * sum(both) / 2
