"""The figures of a place over a month, a quarter or a year, beside the period before and the same a year ago: read from
the record's indicators, so that they cost the same for ten matters and for a million. What is open and overdue is what
is so now, whatever the period: the record says what happened, not what lay about.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.cases import known, rates, standing
from yishi.cases.events.loop import (
    ANSWERED_BY,
    ANSWERED_IN,
    HOPS,
    MOST_HOPS,
    SAID_BY,
    SOLVED_OF,
)
from yishi.cases.listing import _middle as middle
from yishi.cases.models import OPEN_STATES, Channel, Move, RateRule, Standing
from yishi.cases.rates import Period, Sheet
from yishi.network import known as net
from yishi.network.models import Level, Place
from yishi.network.powers import Power, Role, roles_with
from yishi.record import clock
from yishi.record.models import Indicator

from .taking_part import TakingPart, taking_part

MEASURES = {
    # of matters
    "said": "reported",
    "answered": "answered",
    "answered_late": "answered_late",
    "solved": "confirmed",
    "not_solved": "contested",
    "silent": "lapsed",
    "declined": "declined",
    "withdrawn": "withdrawn",
    "reopened": "reopened",
    "parked": "parked",
    "handed_up": "handed_up",
    "joined": "joined",
    "minutes": "answer_minutes",
    # of sessions and promises
    "sessions": "sessions_held",
    "missed": "sessions_missed",
    "opinions": "opinions",
    "talked_solved": "matters_solved",
    "motions": "motions_carried",
    "promised": "undertaken",
    "kept": "undertaking_kept",
    "late": "undertaking_late",
    "broken": "undertaking_broken",
}
"""What each figure is called here, and in the record."""
MONTHS = 12
MOST_PLACES = 1_000
"""More than any place has right within it."""
KINDS = ("month", "quarter", "year")
STEPS = (
    (5, _("half a day")),
    (10, _("1 day")),
    (20, _("2 days")),
    (30, _("3 days")),
    (50, _("5 days")),
    (70, _("7 days")),
    (140, _("14 days")),
    (300, _("30 days")),
)
"""Up to how many tenths of a day a column of the waiting times reaches."""


@dataclass(frozen=True)
class Sums:
    """What happened in a period; every figure of MEASURES is an attribute."""

    of: Mapping[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> int:
        if name.startswith("_") or name not in MEASURES:
            raise AttributeError(name)
        return max(self.of.get(name, 0), 0)

    @property
    def mean_days(self) -> float | None:
        """Days from what was said to the first answer, on average, to one digit; None without an answer."""
        return round(self.minutes / self.answered / 1440, 1) if self.answered else None

    @property
    def is_empty(self) -> bool:
        return not any(value > 0 for value in self.of.values())


@dataclass(frozen=True)
class Line:
    """One line of a table: a kind of matter, a channel, a rung or a place. `code` is what a list is narrowed by."""

    code: str
    name: str | Promise
    said: int = 0
    said_before: int = 0
    answered: int = 0
    solved: int = 0
    open: int = 0
    place: Place | None = None


@dataclass(frozen=True)
class Month:
    """A month of the year that ends with the period."""

    first: date
    sums: Sums


@dataclass(frozen=True)
class Waits:
    """How long first answers took: how many within each step, and the middle one. Days."""

    steps: list[tuple[str | Promise, int]]
    median: float | None
    longer: int

    @property
    def total(self) -> int:
        return sum(count for _label, count in self.steps) + self.longer


@dataclass
class Figures:
    """Of a place and all within it over a period. `was` is the period before, `year_ago` the same a year ago."""

    place: Place
    period: Period
    now: Sums
    was: Sums
    year_ago: Sums
    months: list[Month]
    open: int
    overdue: int
    asked: int
    """Answered, and the resident is asked."""

    rule: RateRule
    rates: Sheet
    rates_before: Sheet
    by_category: list[Line]
    by_channel: list[Line]
    by_rung: list[Line]
    by_place: list[Line]
    hops: list[tuple[int, int]]
    """After how many hand-overs matters were answered first: (how often handed over, how many matters)."""

    waits: Waits
    waits_before: Waits
    taking_part: TakingPart | None

    @property
    def is_empty(self) -> bool:
        return self.now.is_empty and not self.open

    @cached_property
    def mean_hops(self) -> float | None:
        """Hand-overs until the first answer, on average, to one digit."""
        matters = sum(count for _hops, count in self.hops)
        return round(sum(hops * count for hops, count in self.hops) / matters, 1) if matters else None


def period_of(kind: str, day: date) -> Period:
    """The month, quarter or year a day lies in. Raises ValueError for another kind."""
    if kind not in KINDS:
        raise ValueError(f"no such period: {kind}")
    return Period.around(kind, day)


def year_before(period: Period) -> Period:
    """The same period a year ago."""
    since, after = (
        date(day.year - 1, day.month, 1) for day in (period.since, period.until + timedelta(days=1))
    )
    return Period(period.kind, since, after - timedelta(days=1))


def of(place: Place, period: Period) -> Figures:
    """The figures of a place over a period; a fixed number of questions, each answered from indicators and standings.
    A period consists of whole months."""
    former, ago, rule = period.former, year_before(period), RateRule.objects.over(place.path)
    months = _by_month(place.path, _year_to(period), period.until)
    sums = {each: _sum_of(months, each) for each in (period, former, ago)}
    here, there = _parts(place.path, period), _parts(place.path, former)
    now = standing.at(place.path)
    return Figures(
        place=place,
        period=period,
        now=sums[period],
        was=sums[former],
        year_ago=sums[ago],
        months=[Month(first, Sums(months.get(first, {}))) for first in _twelve(period)],
        open=now.open,
        overdue=now.overdue,
        asked=now.asked,
        rule=rule,
        rates=rates.sheet(place.path, period, rule),
        rates_before=rates.sheet(place.path, former, rule),
        by_category=_by_category(here, there),
        by_channel=_by_channel(here, there),
        by_rung=_by_rung(here),
        by_place=_by_place(place, period),
        hops=[(n, here[f"{HOPS}:{n}"]) for n in range(MOST_HOPS + 1) if here[f"{HOPS}:{n}"] > 0],
        waits=_waits(here),
        waits_before=_waits(there),
        taking_part=taking_part(place, period),
    )


def _twelve(period: Period) -> list[date]:
    """The first days of the twelve months that end with the period; of one that goes on, with this month."""
    last = min(period.until, max(clock.today(), period.since)).replace(day=1)
    return [_months_before(last, n) for n in reversed(range(MONTHS))]


def _months_before(first: date, months: int) -> date:
    month = first.year * 12 + first.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def _year_to(period: Period) -> date:
    """The first day that any of the sums needs."""
    return min(year_before(period).since, period.former.since, _twelve(period)[0])


def _by_month(path: str, since: date, until: date) -> dict[date, Counter[str]]:
    """What happened in each month, in one question."""
    names = {measure: name for name, measure in MEASURES.items()}
    found: dict[date, Counter[str]] = {}
    for month, measure, amount in Indicator.objects.monthly(list(names), path, since, until):
        found.setdefault(month, Counter())[names[measure]] += amount
    return found


def _sum_of(months: Mapping[date, Counter[str]], period: Period) -> Sums:
    total: Counter[str] = Counter()
    for first, sums in months.items():
        if period.since <= first <= period.until:
            total.update(sums)
    return Sums(total)


_PREFIXES = (ANSWERED_BY, ANSWERED_IN, HOPS, "reported", SAID_BY, SOLVED_OF)


def _parts(path: str, period: Period) -> Counter[str]:
    """What was counted by kind, channel, rung, hand-overs and waiting time, in one question."""
    return Indicator.objects.kinds(_PREFIXES, path, period.since, period.until)


def _by_category(here: Counter[str], there: Counter[str]) -> list[Line]:
    """By heading, the most said first; what stands under a heading counts for it."""
    lines = []
    for top in known.headings():
        codes = [top.code, *(each.code for each in top.children.all())]
        said, before = (sum(max(part[f"reported:{code}"], 0) for code in codes) for part in (here, there))
        lines.append(Line(top.code, top.name, said, before, solved=max(here[f"{SOLVED_OF}:{top.code}"], 0)))
    return sorted((line for line in lines if line.said or line.solved), key=lambda line: -line.said)


def _by_channel(here: Counter[str], there: Counter[str]) -> list[Line]:
    lines = [
        Line(
            each.value,
            each.label,
            max(here[f"{SAID_BY}:{each.value}"], 0),
            max(there[f"{SAID_BY}:{each.value}"], 0),
        )
        for each in Channel
    ]
    return sorted((line for line in lines if line.said), key=lambda line: -line.said)


def _by_rung(here: Counter[str]) -> list[Line]:
    """By the role that gave the first answer, from the bottom up."""
    handling = {*roles_with(Power.HANDLE), Role.ON_DUTY}
    lines = [
        Line(each.value, each.label, answered=max(here[f"{ANSWERED_BY}:{each.value}"], 0))
        for each in Role
        if each in handling
    ]
    return [line for line in lines if line.answered]


def _waits(parts: Counter[str]) -> Waits:
    spread = sorted(
        (int(name.partition(":")[2]), amount)
        for name, amount in parts.items()
        if name.startswith(f"{ANSWERED_IN}:") and amount > 0
    )
    steps: list[tuple[str | Promise, int]] = []
    lower = -1
    for upper, label in STEPS:
        steps.append((label, sum(amount for value, amount in spread if lower < value <= upper)))
        lower = upper
    half = middle(spread)
    return Waits(
        steps,
        None if half is None else round(half / timedelta(days=1), 1),
        sum(amount for value, amount in spread if value > lower),
    )


def _by_place(place: Place, period: Period) -> list[Line]:
    """The places right within it, in the order of the tree: three questions, however many they are."""
    children = [
        child for child in net.children(place.path) if child.level not in (Level.UNIT, Level.HOUSEHOLD)
    ][:MOST_PLACES]
    paths = [child.path for child in children]
    if not paths:
        return []
    wanted = [MEASURES[name] for name in ("said", "answered", "solved")]
    sums = Indicator.objects.of_places(wanted, paths, period.since, period.until)
    opened = open_at(paths)
    return [
        Line(
            child.code,
            child.name,
            max(sums[child.path, "reported"], 0),
            answered=max(sums[child.path, "answered"], 0),
            solved=max(sums[child.path, "confirmed"], 0),
            open=opened[child.path],
            place=child,
        )
        for child in children
    ]


def open_at(paths: Iterable[str]) -> Counter[str]:
    """How many matters are open now at each of these places and all within it: two questions. The places lie beside
    one another, so that what moved since the last count belongs to one of them at most."""
    there = sorted(paths)
    found: Counter[str] = Counter()
    kept = Standing.objects.filter(place__in=there, state__in=OPEN_STATES)
    found.update(dict(kept.values_list("place").annotate(sum=Sum("amount")).order_by()))
    if not there:
        return found
    moved = Move.objects.filter(place__gte=there[0], place__lt=there[-1] + "~", state__in=OPEN_STATES)
    for path, amount in moved.values_list("place").annotate(sum=Sum("amount")).order_by():
        holding = next((each for each in there if path.startswith(each)), None)
        if holding is not None:
            found[holding] += amount
    return found
