"""The figures of a place, a street or a city over a year: read from the record's indicators, so that a page costs the
same for ten sessions and for a hundred thousand; and the lists behind them, by key."""

import itertools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.cases.forms.listing import Key
from yishi.cases.listing import behind
from yishi.cases.models import OPEN_STATES, Case
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Level, Place, Post, RollPolicy
from yishi.record import clock
from yishi.record.models import Indicator

from .models import (
    AFTERWARDS,
    Attendance,
    Invitation,
    Item,
    Kind,
    Motion,
    Opinion,
    Reason,
    Response,
    Session,
    State,
    Undertaking,
)

MEASURES = {
    "held": "sessions_held",
    "missed": "sessions_missed",
    "skipped": "sessions_skipped",
    "opinions": "opinions",
    "solved": "matters_solved",
    "undertaken": "undertaken",
    "undated": "undertaken_undated",
    "kept": "undertaking_kept",
    "late": "undertaking_late",
    "broken": "undertaking_broken",
    "motions": "motions_carried",
    "came": "departments_came",
    "absent": "departments_absent",
    "unnoted": "departments_unnoted",
}
TITLES = {
    "held": _("sessions held"),
    "missed": _("days that passed without one"),
    "skipped": _("left out, with a reason"),
    "opinions": _("opinions collected"),
    "solved": _("matters solved"),
    "undertaken": _("promises made"),
    "undated": _("promises without a day"),
    "kept": pgettext_lazy("promises", "kept"),
    "late": pgettext_lazy("promises", "became late"),
    "broken": pgettext_lazy("promises", "broken"),
    "motions": _("motions carried"),
    "roll": _("departments that came"),
    "items": _("what was talked about"),
}
ROLLED = ("came", "deputy", "absent", "unnoted")
LISTS = tuple(TITLES)
PAGE, MOST_PLACES, MOST_POSTS = 30, 60, 40
FIRST_YEAR = 2000
MOST_MONTHS = 12


@dataclass(frozen=True)
class Span:
    """A year, or a month of one, or several months from that one on."""

    year: int
    month: int = 0
    months: int = 1

    @property
    def since(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def until(self) -> date:
        """The last day."""
        if not self.month:
            return date(self.year, 12, 31)
        after = self.year * 12 + self.month - 1 + self.months
        return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first moment until before the second."""
        start, end = (datetime.combine(day, time()) for day in (self.since, self.until + timedelta(days=1)))
        return timezone.make_aware(start), timezone.make_aware(end)

    @property
    def query(self) -> str:
        month = {"month": self.month} if self.month else {}
        months = {"months": self.months} if self.month and self.months > 1 else {}
        return urlencode({"year": self.year, **month, **months})

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Span":
        """The span an address asks for; this year, where that makes no sense."""
        year, month, months = (_whole(asked.get(name)) for name in ("year", "month", "months"))
        now = clock.today().year
        return cls(
            year if FIRST_YEAR <= year <= now else now,
            month if 1 <= month <= 12 else 0,
            months if 1 <= months <= MOST_MONTHS else 1,
        )


def _whole(text: Any) -> int:
    said = str(text or "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


@dataclass
class Figures:
    """Of a place and all within it in a year: sums, and by month."""

    sums: dict[str, int]
    months: list[dict[str, Any]] = field(default_factory=list)

    def __getattr__(self, name: str) -> int:
        if name.startswith("_") or name not in MEASURES:
            raise AttributeError(name)
        return self.sums[name]

    @property
    def invited(self) -> int:
        """Departments that were invited to a session whose minutes are drafted, or that the roll-call named: those of
        which nobody noted whether they came, too."""
        return self.sums["came"] + self.sums["absent"] + self.sums["unnoted"]

    @property
    def is_empty(self) -> bool:
        return not any(self.sums.values())


def figures(path: str, year: int) -> Figures:
    """One question."""
    span = Span(year)
    names = {measure: name for name, measure in MEASURES.items()}
    by_month: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    for month, measure, amount in Indicator.objects.monthly(list(names), path, span.since, span.until):
        by_month[month.month][names[measure]] += amount
    months: list[dict[str, Any]] = [
        {"month": date(year, n, 1), "span": Span(year, n), **by_month[n]} for n in range(1, 13)
    ]
    return Figures({name: sum(each[name] for each in months) for name in MEASURES}, months)


@dataclass(frozen=True)
class Roll:
    """How often one department or company came over the year."""

    post: Post
    came: int
    deputy: int
    absent: int
    unnoted: int

    @property
    def invited(self) -> int:
        return self.came + self.deputy + self.absent + self.unnoted

    @property
    def percent(self) -> int:
        return (self.came + self.deputy) * 100 // self.invited if self.invited else 0


def roll(path: str, year: int) -> tuple[list[Roll], int]:
    """The roll-call of each department over the year, those asked most often first; and how many more there are."""
    span = Span(year)
    rows = Indicator.objects.filter(
        place=path, measure__gte="roll_", measure__lt="roll`", day__gte=span.since, day__lte=span.until
    )
    counts: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(ROLLED, 0))
    for measure, amount in rows.values_list("measure").annotate(sum=Sum("amount")).order_by():
        said, _colon, post = measure.removeprefix("roll_").partition(":")
        if said in ROLLED and post.isdigit():
            counts[int(post)][said] += amount
    asked = {pk: each for pk, each in counts.items() if sum(each.values()) > 0}
    order = sorted(asked, key=lambda pk: (-sum(asked[pk].values()), pk))
    posts = net.posts(order[:MOST_POSTS])
    return [Roll(posts[pk], **asked[pk]) for pk in order[:MOST_POSTS] if pk in posts], max(
        len(order) - MOST_POSTS, 0
    )


def within(place: Place, year: int) -> list[dict[str, Any]]:
    """The places right within this one that had sessions, the most solved first; one question."""
    span = Span(year)
    children = {
        child.path: child
        for child in net.children(place.path)[:MOST_PLACES]
        if child.level not in (Level.UNIT, Level.HOUSEHOLD)
    }
    wanted = {MEASURES[name]: name for name in ("held", "missed", "opinions", "solved")}
    sums = Indicator.objects.of_places(list(wanted), list(children), span.since, span.until)
    lines: dict[str, dict[str, Any]] = {}
    for (path, measure), amount in sums.items():
        line = lines.setdefault(path, {"place": children[path], **dict.fromkeys(wanted.values(), 0)})
        line[wanted[measure]] += amount
    return sorted(lines.values(), key=lambda line: (-line["solved"], -line["held"], line["place"].path))


@dataclass(frozen=True)
class Taking:
    """Who ever took part in a year, in numbers: households and buildings that were told, and by which way people
    checked in. None: too few to be told."""

    households: int | None
    buildings: int
    ways: list[tuple[Any, int]]
    least: int


SMALL = (Level.COMMUNITY, Level.GRID, Level.ESTATE, Level.BUILDING, Level.UNIT)
"""Places few enough people take part at to be counted one by one."""


def taking_part(place: Place, year: int) -> Taking | None:
    """Of a community or less; None above, and where nobody came."""
    if place.level not in SMALL:
        return None
    first, end = Span(year).moments
    there = Attendance.objects.filter(
        session__in=Session.objects.at(place.path).filter(starts_at__gte=first, starts_at__lt=end),
        removed_at=None,
    )
    ways = dict(there.order_by().values_list("how").annotate(n=Count("pk")))
    if not ways:
        return None
    found = there.aggregate(
        households=Count("household", filter=~Q(household=""), distinct=True),
        buildings=Count("building", distinct=True),
    )
    least = RollPolicy.objects.present().small_cell
    households = None if 0 < found["households"] < least else found["households"]
    labels = [(Attendance.How(how).label, n) for how, n in sorted(ways.items(), key=lambda pair: -pair[1])]
    return Taking(households, found["buildings"], labels, least)


# --- the lists ---


@dataclass
class Page:
    """One page of a list, and the address of the next."""

    rows: list[Any]
    next: str
    is_first: bool


def by_moment(rows: QuerySet[Any], asked: Any, moment: str, *, newest_first: bool = True) -> Page:
    """The page that the address begins at, of rows by a moment of theirs."""
    begin = Key(asked).beginning()
    sign = "-" if newest_first else ""
    rows = rows.order_by(f"{sign}{moment}", f"{sign}id")
    if begin:
        rows = rows.filter(behind(moment, *begin, newest_first=newest_first))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    following = ""
    if len(found) > PAGE:
        kept = {k: v for k, v in asked.items() if k not in ("at", "id") and v}
        at: Any = shown[-1]
        for step in moment.split("__"):
            at = getattr(at, step)
        following = "?" + urlencode({**kept, "at": at.isoformat(), "id": shown[-1].pk})
    return Page(shown, following, begin is None)


STATES = {"held": AFTERWARDS, "opinions": AFTERWARDS, "missed": (State.MISSED,), "skipped": (State.SKIPPED,)}
PROMISES = {
    # of which moment, and what else holds
    "undertaken": ("at", Q()),
    "undated": ("at", Q(due_on=None)),
    "kept": ("settled_at", Q(state=Undertaking.State.KEPT)),
    "late": ("late_at", Q()),
    "broken": ("settled_at", Q(state=Undertaking.State.BROKEN)),
}


def listed(place: Place, what: str, span: Span, asked: Any) -> Page:
    """The page of the list behind a figure; rows are sessions, promises, opinions, motions, items or invitations."""
    if what in STATES:
        return _sessions(place.path, what, span, asked)
    first, end = span.moments
    if what in PROMISES:
        moment, also = PROMISES[what]
        rows = Undertaking.objects.at(place.path).filter(also).exclude(state=Undertaking.State.STRUCK)
        rows = rows.filter(**{f"{moment}__gte": first, f"{moment}__lt": end})
        return by_moment(
            rows.select_related("post__organisation", "post__place", "session__place"), asked, moment
        )
    if what == "solved":
        return _solved(place, span, asked, kind_in(asked))
    if what == "motions":
        rows = _at(Motion.objects.filter(carried=True), "session__place_path", place.path)
        rows = rows.filter(counted_at__gte=first, counted_at__lt=end).select_related("session__place")
        return by_moment(rows, asked, "counted_at")
    if what == "items":
        rows = _at(Item.objects.filter(removed_at=None), "session__place_path", place.path)
        rows = rows.filter(
            session__state__in=AFTERWARDS, session__starts_at__gte=first, session__starts_at__lt=end
        )
        return by_moment(rows.select_related("session__place"), asked, "session__starts_at")
    return _roll(place.path, span, asked)


@dataclass(frozen=True)
class Solved:
    """A matter that sessions dealt with and its resident calls solved. `case` is None where not everybody may see
    it."""

    pk: int
    solved_at: datetime
    case: Case | None


def kind_in(asked: Mapping[str, Any]) -> str:
    """The kind of session an address narrows a list to; empty: all."""
    said = str(asked.get("kind") or "")
    return said if said in Kind.values else ""


def _solved(place: Place, span: Span, asked: Any, kind: str) -> Page:
    """Matters once each, the newest first: opinions and items of one case were solved at the same moment."""
    begin = Key(asked).beginning()
    small = place.level in SMALL
    found = (_solved_in if small else _newest_solved)(place, span, begin, kind)
    order = sorted(found, reverse=True)
    shown = order[:PAGE]
    cases = {
        each.pk: each for each in Case.objects.visible_to(ANYONE).filter(pk__in=[pk for _at_, pk in shown])
    }
    following = ""
    if len(order) > PAGE:
        kept = {k: v for k, v in asked.items() if k not in ("at", "id") and v}
        following = "?" + urlencode({**kept, "at": shown[-1][0].isoformat(), "id": shown[-1][1]})
    return Page([Solved(pk, at, cases.get(pk)) for at, pk in shown], following, begin is None)


def _solved_in(
    place: Place, span: Span, begin: tuple[datetime, int] | None, kind: str
) -> set[tuple[datetime, int]]:
    """When and which, of a small place: all of them, as they are few."""
    first, end = span.moments
    return {
        (at, pk)
        for model in (Opinion, Item)
        for at, pk in _of_sessions(_of_kind(model._base_manager.filter(solved_at__isnull=False), kind), place)
        .order_by()
        .values_list("solved_at", "case")
        if pk and first <= at < end and (begin is None or (at, pk) < begin)
    }


def _newest_solved(
    place: Place, span: Span, begin: tuple[datetime, int] | None, kind: str
) -> set[tuple[datetime, int]]:
    """When and which, of a wide place: a page of the newest of each kind."""
    first, end = span.moments
    found: set[tuple[datetime, int]] = set()
    for model in (Opinion, Item):
        rows: Any = model._base_manager.filter(solved_at__gte=first, solved_at__lt=end, case__isnull=False)
        rows = _at(_of_kind(rows, kind), "session__place_path", place.path)
        if begin:
            at, pk = begin
            rows = rows.filter(Q(solved_at__lt=at) | Q(solved_at=at, case__lt=pk), solved_at__lte=at)
        found.update(
            _different(rows.order_by("-solved_at", "-case").values_list("solved_at", "case"), PAGE + 1)
        )
    return found


def _different(rows: Any, most: int) -> set[tuple[datetime, int]]:
    """The first so many that differ. The database is not asked for different ones: it would gather all there are before
    it gave the first."""
    found: set[tuple[datetime, int]] = set()
    for begin in itertools.count(0, 2 * most):
        some = list(rows[begin : begin + 2 * most])
        found.update(some)
        if len(found) >= most or len(some) < 2 * most:
            break
    return found


def _of_kind(rows: Any, kind: str) -> Any:
    return rows.filter(session__kind=kind) if kind else rows


def solved_at_kind(place: Place, span: Span, kind: str) -> int:
    """How many matters that sessions of a kind dealt with were solved in a span, each once, as the list has them."""
    first, end = span.moments
    found: set[int] = set()
    for model in (Opinion, Item):
        rows: Any = model._base_manager.filter(solved_at__gte=first, solved_at__lt=end, case__isnull=False)
        rows = _at(_of_kind(rows, kind), "session__place_path", place.path)
        found.update(rows.order_by().values_list("case", flat=True))
    return len(found)


def _at(rows: Any, field_: str, path: str) -> Any:
    return rows.filter(**{f"{field_}__gte": path, f"{field_}__lt": path + "~"}) if path else rows


def _of_sessions(rows: Any, place: Place) -> Any:
    """Those of sessions of a place. The few sessions of a small one are named: SQLite would else go through what waits
    in the whole city, in its order, to find the few that belong here."""
    if place.level in SMALL:
        return rows.filter(session__in=list(Session.objects.at(place.path).values_list("pk", flat=True)))
    return _at(rows, "session__place_path", place.path)


def _sessions(path: str, what: str, span: Span, asked: Any) -> Page:
    first, end = span.moments
    rows = Session.objects.at(path).filter(starts_at__gte=first, starts_at__lt=end)
    if kind := kind_in(asked):
        rows = rows.filter(kind=kind)
    if what == "opinions":
        rows = rows.filter(Exists(Opinion.objects.filter(session=OuterRef("pk"), hidden_at=None)))
    else:
        rows = rows.filter(state__in=STATES[what])
    page = by_moment(rows.select_related("place"), asked, "starts_at")
    _with_sums(page.rows)
    return page


def _with_sums(sessions: list[Session]) -> None:
    """Give each session how many opinions it collected and how many of them are solved, and why it did not take place;
    two questions."""
    said = dict.fromkeys((each.pk for each in sessions), (0, 0))
    rows = Opinion.objects.filter(session__in=list(said), hidden_at=None).order_by().values_list("session")
    for pk, n, solved in rows.annotate(n=Count("pk"), solved=Count("solved_at")):
        said[pk] = (n, solved)
    why = dict(
        Reason.objects.filter(session__in=list(said)).order_by("at", "id").values_list("session", "text")
    )
    for each in sessions:
        each.collected, each.solved = said[each.pk]  # type: ignore[attr-defined]
        each.why = why.get(each.pk, "")  # type: ignore[attr-defined]


def _roll(path: str, span: Span, asked: Any) -> Page:
    first, end = span.moments
    rows = _at(Invitation.objects.exclude(came=""), "session__place_path", path)
    rows = rows.filter(session__starts_at__gte=first, session__starts_at__lt=end).exclude(
        as_what=Invitation.As.MEMBER
    )
    if post := _whole(asked.get("post")):
        rows = rows.filter(post=post)
    rows = rows.select_related("session__place", "post__organisation", "post__place")
    return by_moment(rows, asked, "session__starts_at")


def without_answer(place: Place) -> Any:
    """What was said at sessions of the place, also at one under way, and has no answer yet: nobody responded, or it was
    taken away and its matter is still open."""
    taken_away = Q(response__kind=Response.Kind.TAKEN, case__state__in=OPEN_STATES)
    rows = Opinion.objects.filter(Q(response=None) | taken_away, hidden_at=None, solved_at=None)
    rows = _of_sessions(rows, place).filter(session__state__in=[State.UNDERWAY, *AFTERWARDS])
    return rows.select_related("session__place", "sheet", "place", "case__holder", "response")


def unanswered(place: Place, asked: Any) -> Page:
    """The page of it that the address asks for, the oldest first."""
    return by_moment(without_answer(place), asked, "said_at", newest_first=False)
