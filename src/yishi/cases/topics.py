"""What many speak of at a place in a period: similar matters in the open put into groups, and how each goes on.

Computed by the worker before people are up, or when somebody looks, and kept in the cache as keys of cases and a
name: for an hour, and beyond it until the place hears of a new matter or the day ends. The cases themselves are read
anew each time, so what was hidden or reworded since is not shown. Of a wide place only the newest matters count, and
the page says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.utils.timezone import localtime, make_aware

from yishi.insight import topics
from yishi.network.actors import ANYONE, Actor
from yishi.network.models import Place
from yishi.record import clock

from . import learnt
from .models import Case, CaseQuerySet, State, Visibility
from .rates import Period

PERIODS = (30, 90, 365)
MOST = 800
SMALLEST = 3
MOST_SHOWN = 12
FRESH = timedelta(hours=1)
"""For so long groups are shown as they were made, whatever came in meanwhile."""
DAY_SECONDS = 86400
NOT_SPOKEN_OF = (State.WITHDRAWN, State.DECLINED)


@dataclass(frozen=True)
class Bar:
    """One week of a trend, drawn: where it stands, how high it is (of 100), and how many matters it is."""

    at: int
    height: int
    count: int
    begins: object

    @property
    def top(self) -> int:
        return 100 - self.height


@dataclass(frozen=True)
class Topic:
    """Matters that speak of the same: what they call it, and how much it is spoken of."""

    name: str
    cases: list[Case]
    voices: int
    heat: float
    weeks: list[int]
    now: int
    before: int
    begins: list[date]

    @property
    def trend(self) -> str:
        """Against the period before: new, more, fewer or same."""
        if not self.before:
            return "new"
        return "more" if self.now > self.before else "fewer" if self.now < self.before else "same"

    @property
    def bars(self) -> list[Bar]:
        most = max(self.weeks, default=0) or 1
        return [
            Bar(n * 12, round(92 * count / most) or (1 if not count else 8), count, begins)
            for n, (count, begins) in enumerate(zip(self.weeks, self.begins, strict=True))
        ]

    @property
    def width(self) -> int:
        return 12 * len(self.weeks)

    @property
    def open(self) -> int:
        return sum(case.is_open for case in self.cases)


@dataclass(frozen=True)
class Look:
    """The topics of a place in a period, the hottest first; `whole` unless only the newest matters were looked at.
    `until` is the last of its days."""

    topics: list[Topic]
    days: int
    matters: int
    whole: bool
    until: date

    @property
    def since(self) -> date:
        """The first of its days."""
        return self.until - timedelta(days=self.days - 1)


def look(place: Place, actor: Actor, days: int = PERIODS[1]) -> Look:
    """What a place speaks of. Raises ValueError for a period there is none of."""
    if days not in PERIODS:
        raise ValueError(f"no such period: {days}")
    return _look(place, actor, days, clock.now())


def over(place: Place, actor: Actor, period: Period) -> Look:
    """What a place spoke of in a period. Of one that goes on: as many days as it has, up to now, so that what is
    compared is of one length."""
    return _look(place, actor, *_days_and_end(period))


def ahead(place: Place, period: Period) -> None:
    """Group what a place spoke of in a period, where today nobody has, so that no reader waits for it."""
    _kept(place, *_days_and_end(period))


def not_grouped(places: Iterable[Place], period: Period) -> list[Place]:
    """Those whose groups nobody has made today."""
    days, end = _days_and_end(period)
    keys = {_key(place, days, end): place for place in places}
    kept = cache.get_many(keys)
    return [place for key, place in keys.items() if key not in kept]


def _days_and_end(period: Period) -> tuple[int, datetime]:
    end = make_aware(datetime.combine(period.until, time.max))
    return (period.until - period.since).days + 1, min(end, clock.now())


def _look(place: Place, actor: Actor, days: int, end: datetime) -> Look:
    kept = _kept(place, days, end)
    keys = [key for _name, members in kept["groups"] for key in members]
    seen = _in_the_open(actor).filter(pk__in=keys).with_labels()
    cases = {case.pk: case for case in seen}
    found = []
    for name, members in kept["groups"]:
        shown = [cases[key] for key in members if key in cases]
        topic = _topic(name, shown, days, end)
        if topic:
            found.append(topic)
    found.sort(key=lambda topic: (-topic.heat, topic.name))
    return Look(found[:MOST_SHOWN], days, kept["matters"], kept["whole"], localtime(end).date())


def topics_of(place: Place, actor: Actor, days: int = PERIODS[1]) -> list[Topic]:
    """The topics alone."""
    return look(place, actor, days).topics


def _in_the_open(actor: Actor) -> CaseQuerySet:
    """In the open for everybody, whoever looks, with words that are shown: what one follows is no topic of a place."""
    cases = Case.objects.visible_to(actor).exclude(visibility=Visibility.HOTLINE).exclude(public_words="")
    return cases.exclude(state__in=NOT_SPOKEN_OF)


def _key(place: Place, days: int, end: datetime) -> str:
    return f"cases.topics.{place.path}.{days}.{localtime(end):%Y%m%d}.{clock.today():%Y%m%d}"


def _kept(place: Place, days: int, end: datetime) -> dict:
    key, now = _key(place, days, end), clock.now()
    kept = cache.get(key)
    if kept is not None and now - kept["looked"] < FRESH:
        return kept
    rows = _of_period(place, days, end)
    if kept is None or kept["newest"] != rows.values_list("pk", flat=True).first():
        kept = _grouped(rows, end - timedelta(days=days))
    kept["looked"] = now
    cache.set(key, kept, DAY_SECONDS)
    return kept


def _of_period(place: Place, days: int, end: datetime) -> CaseQuerySet:
    """The matters of the period and of the one before it, so that a topic can be compared with itself, newest first."""
    rows = _in_the_open(ANYONE).at(place.path)
    rows = rows.filter(reported_at__gte=end - timedelta(days=2 * days), reported_at__lte=end)
    return rows.order_by("-reported_at", "-id")


def _grouped(rows: CaseQuerySet, begun: datetime) -> dict:
    """Groups of which two matters at least came since the period began."""
    newest = list(rows.values_list("pk", "public_words", "reported_at")[: MOST + 1])
    whole = len(newest) <= MOST
    newest = newest[:MOST]
    groups = topics.group(
        [learnt.own_words(words) for _pk, words, _at in newest], learnt.weights(), smallest=SMALLEST
    )
    kept = [
        (group.name, [newest[n][0] for n in group.members])
        for group in groups
        if sum(newest[n][2] >= begun for n in group.members) >= 2
    ]
    return {
        "groups": kept,
        "matters": sum(at >= begun for _pk, _words, at in newest),
        "whole": whole,
        "newest": newest[0][0] if newest else None,
    }


def _topic(name: str, cases: list[Case], days: int, end: datetime) -> Topic | None:
    """The topic as it stands now; None where too little of it is left in the open."""
    ages = [(end - case.reported_at).total_seconds() / 86400 for case in cases]
    current = [case for case, age in zip(cases, ages, strict=True) if age < days]
    if len(cases) < SMALLEST or len(current) < 2:
        return None
    voices = sum(case.voices for case in cases if case.state != State.MERGED)  # those count with the main one
    heat = topics.heat([case.voices - 1 for case in cases], ages)
    weeks = topics.weeks(ages, days)
    today = localtime(end).date()
    begins = [today - timedelta(days=7 * (len(weeks) - n) - 1) for n in range(len(weeks))]
    name = _still_said(name, cases)
    return Topic(name, current, voices, heat, weeks, len(current), len(cases) - len(current), begins)


def _still_said(name: str, cases: list[Case]) -> str:
    """The name's phrases that stand in words anybody can read today; else the first title."""
    said = [case.public_words.lower() for case in cases]
    phrases = [phrase for phrase in name.split() if any(phrase in words for words in said)]
    return " · ".join(phrases) or cases[0].title
