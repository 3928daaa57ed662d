"""The lists of a desk: which ones a post has, what lies in them and how many, read by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.db.models import IntegerField, OuterRef, Q, Subquery, Value
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.cases import clocks, search
from yishi.cases import timing as times
from yishi.cases.forms.listing import Key
from yishi.cases.listing import behind, with_thumbs
from yishi.cases.models import OPEN_STATES, Case, Part, State, Visibility, Wording
from yishi.cases.publishing import heading
from yishi.cases.rules import may_see_contact, open_for, sees_contact
from yishi.network.alike import Kind, told
from yishi.network.models import Post, Residence
from yishi.network.powers import Power
from yishi.notices.models import unread
from yishi.record import clock
from yishi.record.questions import Question, Shelf, put

from . import judging, pressing, timing
from .forms import narrow
from .forms.fields import said
from .listed import Left, Line, lines, of_rows, time_left
from .models import SavedFilter, WalkStop

PAGE = 20
LINE = 10
"""So many of the cases that come after one are carried along in its address."""
LONGEST_POSITION = 900
STANDS = ("tab", "at", "id", "walk", *narrow.FIELDS)
"""What of an address says where in which list somebody stands."""
MOST_COUNTED = 99
SOON = timedelta(hours=24)
FOUND = "found"
ASKED = ("to_decide", "extensions")
"""Lists in which others wait for this post's word: they stand first, so that the desk opens there."""


@dataclass
class Tab:
    """One list. `key` is the moment it is ordered by; `rows` holds the cases with that moment. A `quiet` one is
    shown only while something lies in it."""

    code: str
    label: str | Promise
    rows: Any
    empty: str | Promise
    key: str = "due_at"
    newest_first: bool = False
    count: int = 0
    quiet: bool = False
    like: "Like | None" = None
    """Desks like the one it is a list of, for which its query is kept put together, while nothing narrows it."""

    @property
    def number(self) -> str:
        """How many, as a tab shows it."""
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


@dataclass
class Card:
    """One case in a list, called by its first words as far as the reader may know them."""

    case: Case
    title: str
    left: Left | None
    may_ring: bool
    phone: str
    asked_at: datetime | None = None
    hidden: bool = False
    kept: str = ""
    on_walk: bool = False
    listed_by: Any = None
    """The moment the list is ordered by."""

    @property
    def pk(self) -> int:
        return self.case.pk

    @property
    def number(self) -> str:
        return self.case.number


@dataclass
class Page:
    """One page of a tab and where the next one begins."""

    cards: list[Any] = field(default_factory=list)
    next: str = ""
    is_first: bool = True


class CountOf(Subquery):
    """How many rows a query gives, as one value within another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


@dataclass
class Desk:
    """What lies on a desk, counted: its lists, and beside them what else its page tells the number of."""

    lists: list[Tab]
    homes: int = 0
    unread: int = 0
    filters: int = 0
    stops: int = 0
    """Put on the walk and not visited; `walking.ahead` says which of them have not fallen off by themselves."""


@dataclass(frozen=True)
class Like:
    """All that the queries of a desk follow from, but for its keys: desks that are alike in it share them."""

    kind: Kind
    to_ring: int | None
    """Days without a word before a resident is rung up (`judging.patience`)."""
    to_supervise: tuple[int, ...]
    """Days overdue before a ladder calls for supervision (`pressing.patience`)."""

    @classmethod
    def of(cls, actor: Any) -> "Like":
        return cls(Kind.of(actor), judging.patience(actor.post), pressing.patience(actor.post))


@dataclass(frozen=True)
class _Counts:
    """The lists of a desk without their rows, and the query that counts them."""

    lists: list[Tab]
    query: Question | None


_put_together = Shelf()
BESIDE = ("homes", "unread", "filters", "stops")


def of(actor: Any) -> list[Tab]:
    """The tabs of the post somebody acts in, each with how many lie there (one query for all)."""
    return desk(actor).lists


def desk(actor: Any) -> Desk:
    """The tabs of the post somebody acts in, and all that its page counts: one query. Nothing is counted further than
    its number is shown."""
    like = Like.of(actor)
    kept: _Counts = _put_together.get(like, lambda: _count(like))
    if kept.query is None:
        return Desk([])
    counted = dict(zip(kept.query.names, kept.query.rows(told(actor))[0], strict=True))
    fresh: Any = SimpleLazyObject(lambda: {tab.code: tab.rows for tab in _tabs(actor, like)})
    lists = [
        replace(
            tab,
            rows=SimpleLazyObject(lambda code=tab.code: fresh[code]),  # type: ignore[misc]
            count=counted[f"n_{tab.code}"],
            like=like,
        )
        for tab in kept.lists
    ]
    return Desk(lists, **{name: counted[name] for name in BESIDE})


def _count(like: Like) -> _Counts:
    lists = [replace(tab, rows=None) for tab in _tabs(like.kind.somebody, like)]
    return _Counts(lists, put(lambda: _numbers(like)) if lists else None)


def _numbers(like: Like) -> Any:
    """One row with all that the page of a desk counts."""
    actor = like.kind.somebody
    post: Any = actor.post
    counts: dict[str, Any] = {f"n_{tab.code}": _number(tab.rows) for tab in _tabs(actor, like)}
    homes = Residence.objects.waiting(post.place.path) if post.can(Power.VOUCH) else Residence.objects.none()
    beside: dict[str, Any] = {
        "homes": _number(homes),
        "unread": sum((_number(rows) for rows in unread(actor)), start=Value(0)),
        "filters": _number(SavedFilter.objects.filter(person=actor.pk)),
        "stops": _number(WalkStop.objects.filter(person=actor.pk).ahead()),
    }
    counts |= beside
    return Post.objects.filter(pk=post.pk).annotate(**counts).values_list(*counts)


def _number(rows: Any) -> CountOf:
    return CountOf(rows.order_by().values("pk")[: MOST_COUNTED + 1])


def _tabs(actor: Any, like: Like) -> list[Tab]:
    post, seen = actor.post, Case.objects.visible_to(actor)
    more = (
        judging.lists(seen, post, like.to_ring),
        pressing.lists(seen, post, like.to_supervise),
        timing.lists(seen, post),
    )
    extra = [Tab(**each) for lists in more for each in lists]
    tabs = []
    if post.can(Power.RULE):
        tabs.append(_rulings(seen.on_desk_of(post)))
    asked = ASKED if post.can(Power.HANDLE) else (*ASKED, "whistles")
    tabs += [
        tab for tab in extra if tab.code in asked
    ]  # somebody waits for a word of this post, and for nothing else
    if post.can(Power.VOLUNTEER):
        tabs.append(_orders(seen, post))
    if post.can(Power.HANDLE) or post.can(Power.VOLUNTEER):
        tabs += _desk(seen.on_desk_of(post))
    if post.can(Power.DO_PART):
        tabs += _parts(seen, post)
    if post.can(Power.RULE):
        tabs.append(_to_publish(seen, post))
    if post.can(Power.RULE):
        tabs.append(_later_words(seen.at(post.place.path), post))
    elif post.can(Power.HANDLE) or post.can(Power.VOLUNTEER):
        tabs.append(_later_words(seen.on_desk_of(post), post))
    return tabs + [tab for tab in extra if tab.code not in asked]


def _desk(mine: Any) -> list[Tab]:
    due = mine.filter(state__in=OPEN_STATES, due_at__lt=clock.now() + SOON)
    return [
        Tab("new", _("New, to take"), mine.filter(state=State.REPORTED), _("Nothing new lies here.")),
        Tab("working", _("Being worked on"), mine.filter(state=State.HANDLING), _("Nothing is in hand.")),
        Tab("due", _("Due and overdue"), due, _("Nothing is due within a day. Well done.")),
        Tab(
            "waiting",
            _("Waiting for the resident"),
            mine.filter(state=State.ANSWERED),
            _("No answer of yours waits for a resident."),
            key="answered_at",
        ),
    ]


def _rulings(mine: Any) -> Tab:
    return Tab(
        "rulings", _("Rulings needed"), mine.filter(state=State.RULING), _("Nothing is up for a ruling.")
    )


def _to_publish(seen: Any, post: Post) -> Tab:
    """Cases of the place whose words nobody has looked at yet, the oldest first."""
    rows = seen.at(post.place.path).filter(wording=Wording.PENDING).exclude(visibility=Visibility.HOTLINE)
    if post.organisation_id:
        rows = rows.filter(Q(about=None) | ~Q(about=post.organisation_id))
    return Tab(
        "to_publish", _("To show to everybody"), rows, _("No words wait for a look."), key="reported_at"
    )


def _later_words(rows: Any, post: Post) -> Tab:
    """Cases to which residents said something later that nobody has looked at, what was said longest ago first."""
    rows = rows.filter(later_waits=True).exclude(visibility=Visibility.HOTLINE)
    if post.organisation_id:
        rows = rows.filter(Q(about=None) | ~Q(about=post.organisation_id))
    return Tab(
        "later_words",
        _("Later words to look at"),
        rows,
        _("No later words wait for a look."),
        key="changed_at",
        quiet=True,
    )


def _orders(seen: Any, post: Post) -> Tab:
    """What lies with the steward and may be taken; `rules.may_volunteer` as a query."""
    orders = seen.at(post.place.path).filter(state=State.REPORTED, position=1).exclude(holder=post)
    orders = orders.filter(Q(about=None) | ~Q(about=post.organisation_id))
    return Tab("orders", _("Open orders"), orders, _("No open order waits in your neighbourhood."))


def _parts(seen: Any, post: Post) -> list[Tab]:
    asked = Part.objects.filter(asked=post)
    opened, done = asked.filter(replied_at=None), asked.exclude(replied_at=None).order_by("-replied_at")
    wanted = seen.filter(pk__in=opened.values("case")).annotate(part_due_at=_of_part(opened, "due_at"))
    replied = seen.filter(pk__in=done.order_by().values("case")).annotate(
        part_replied_at=_of_part(done, "replied_at")
    )
    return [
        Tab(
            "parts", _("Parts asked of us"), wanted, _("Nobody waits for a part of yours."), key="part_due_at"
        ),
        Tab(
            "replied",
            _("Replied"),
            replied,
            _("No reply has been given yet."),
            key="part_replied_at",
            newest_first=True,
        ),
    ]


def _of_part(parts: Any, name: str) -> Subquery:
    return Subquery(parts.filter(case=OuterRef("pk")).values(name)[:1])


def found(actor: Any, text: str) -> Tab:
    """What a search within the post's place finds, newest first."""
    rows = search.matching(Case.objects.visible_to(actor).at(actor.post.place.path), text)
    return Tab(
        FOUND,
        pgettext_lazy("list", "Found"),
        rows,
        _("Nothing was found."),
        key="reported_at",
        newest_first=True,
    )


def reported_by(actor: Any) -> Tab:
    """The cases somebody raised with their account, newest first."""
    rows = Case.objects.visible_to(actor).filter(reporter=actor.pk)
    return Tab("mine", _("My matters"), rows, "", key="reported_at", newest_first=True)


def page(actor: Any, tab: Tab, asked: QueryDict) -> Page:
    """The page of a tab that the address asks for."""
    begin = Key(asked).beginning()
    if tab.like is not None and begin is None:
        like, code = tab.like, tab.code
        query = _put_together.get((like, code), lambda: put(lambda: _first_page(like, code)))
        rows = query.rows(told(actor))
    else:
        rows = (query := put(lambda: _of_page(actor, tab, begin), at=clock.now())).rows()
    shown = lines(query, rows[:PAGE], actor, of_parts=tab.code == "parts")
    if tab.code == pressing.TO_SUPERVISE:
        why = pressing.called_for([line.pk for line in shown])
        for line in shown:
            line.called_for = tuple(why.get(line.pk, ()))
    return Page(shown, _next(tab, asked, shown, more=len(rows) > PAGE), begin is None)


def _of_page(actor: Any, tab: Tab, begin: tuple[datetime, int] | None) -> Any:
    minus = "-" if tab.newest_first else ""
    rows = tab.rows.order_by(f"{minus}{tab.key}", f"{minus}id")
    if begin:
        rows = rows.filter(behind(tab.key, *begin, newest_first=tab.newest_first))
    return of_rows(rows, tab.key, actor)[: PAGE + 1]


def _first_page(like: Like, code: str) -> Any:
    actor = like.kind.somebody
    return _of_page(actor, next(each for each in _tabs(actor, like) if each.code == code), None)


def whole_page(actor: Any, tab: Tab, asked: QueryDict) -> Page:
    """The page of a tab that the address asks for, with all there is of each case."""
    begin = Key(asked).beginning()
    minus = "-" if tab.newest_first else ""
    rows = tab.rows.with_labels().select_related("ladder").order_by(f"{minus}{tab.key}", f"{minus}id")
    if begin:
        rows = rows.filter(behind(tab.key, *begin, newest_first=tab.newest_first))
    cases = list(rows[: PAGE + 1])
    shown = cases[:PAGE]
    with_thumbs(shown)
    found = cards(actor, tab, shown)
    for card in found:
        card.listed_by = getattr(card.case, tab.key)
    return Page(found, _next(tab, asked, found, more=len(cases) > PAGE), begin is None)


def cards(actor: Any, tab: Tab, cases: list[Case]) -> list[Card]:
    """Cases as they are shown in a list."""
    open_for(actor, cases)
    return [_card(actor, tab, case) for case in cases]


def line_up(shown: Sequence[Card | Line], asked: Mapping[str, Any]) -> None:
    """Each card knows what comes after it, so that whoever works through the list finds the next one."""
    numbers, here = [card.number for card in shown], position(asked)
    for n, card in enumerate(shown, 1):
        line = numbers[n : n + LINE]
        card.kept = here + quote_plus(f"&line={'.'.join(line)}") if here and line else here


def _next(tab: Tab, asked: QueryDict, shown: Sequence[Card | Line], *, more: bool) -> str:
    if not more:
        return ""
    last = shown[-1]
    kept = {name: asked[name] for name in narrow.FIELDS if asked.get(name)}
    if tab.code != FOUND:
        kept = {"tab": tab.code, **kept}
    return "?" + urlencode({**kept, "at": last.listed_by.isoformat(), "id": last.pk})


def _card(actor: Any, tab: Tab, case: Case) -> Card:
    may_ring = bool(actor.post) and may_see_contact(actor, case)
    of_part = tab.code == "parts" and case.is_open
    left = time_left(getattr(case, tab.key)) if of_part else left_of(case)
    asked_at = case.answered_at if case.state == State.ANSWERED else None
    shown = may_ring and sees_contact(actor, case)
    phone = said(case.contact_phone) if shown else ""
    hidden = may_ring and not shown and case.contact_phone != ""
    return Card(case, heading(case, actor), left, may_ring, phone, asked_at, hidden=hidden)


def left_of(case: Case) -> Left | None:
    """How the answer to an open case stands with time, in the time its limit is counted in; None for what is over."""
    if not case.is_open:
        return None
    if case.is_paused:
        return Left("stands", timedelta())
    left = clocks.left(case)
    return Left(times.kind_of(left), left.length, left.days, left.unit)


def position(asked: Mapping[str, Any], line: Sequence[str] = ()) -> str:
    """The part of an address that says where in which list somebody stood, to be carried along: ?from=… `line` are the
    numbers of the cases that come next there."""
    kept = {name: asked[name] for name in STANDS if asked.get(name)}
    if kept and line:
        kept["line"] = ".".join(line)
    return urlencode({"from": urlencode(kept)}) if kept else ""


def back(asked: QueryDict, number: str = "") -> str:
    """The address of the list somebody came from, or of the desk: there at the case with the number, else at the one
    that came next."""
    came = _came(asked)
    kept = {name: came[name] for name in STANDS if came.get(name)}
    home = reverse("desk:walk" if kept.pop("walk", "") else "desk:home")
    address = f"{home}?{urlencode(kept)}" if kept else home
    at = number or next(iter(_line(came)), "")
    return f"{address}#c-{at}" if at and came else address


def next_in_line(asked: QueryDict) -> str:
    """The address of the case that comes next in the list somebody came from; empty where nothing does."""
    came = _came(asked)
    line = _line(came)
    if not line:
        return ""
    return reverse("desk:case", args=[line[0]]) + "?" + position(came, line[1:])


def _came(asked: QueryDict) -> QueryDict:
    return QueryDict(asked.get("from", "")[:LONGEST_POSITION])


def _line(came: QueryDict) -> list[str]:
    return [number for number in came.get("line", "").split(".") if number.isascii() and number.isdigit()][
        :LINE
    ]
