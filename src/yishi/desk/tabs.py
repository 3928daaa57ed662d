"""The lists of a desk: which ones a post has, what lies in them and how many, read by key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import IntegerField, OuterRef, Q, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.cases import search
from yishi.cases.forms.listing import Key
from yishi.cases.listing import with_thumbs
from yishi.cases.models import OPEN_STATES, Case, Part, State, Stay
from yishi.cases.rules import may_see_contact
from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.record import clock

from .forms.fields import said

PAGE = 20
MOST_COUNTED = 99
SOON = timedelta(hours=24)


@dataclass
class Tab:
    """One list. `key` is the moment it is ordered by; `rows` holds the cases with that moment."""

    code: str
    label: str | Promise
    rows: Any
    empty: str | Promise
    key: str = "due_at"
    newest_first: bool = False
    count: int = 0

    @property
    def number(self) -> str:
        """How many, as a tab shows it."""
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


@dataclass
class Left:
    """How a card stands with time."""

    kind: str
    length: timedelta


@dataclass
class Card:
    """One case in a list."""

    case: Case
    left: Left | None
    may_ring: bool
    phone: str
    asked_at: datetime | None = None


@dataclass
class Page:
    """One page of a tab and where the next one begins."""

    cards: list[Card] = field(default_factory=list)
    next: str = ""
    is_first: bool = True


class CountOf(Subquery):
    """How many rows a query gives, as one value within another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def of(actor: Any) -> list[Tab]:
    """The tabs of the post somebody acts in, each with how many lie there (one query for all)."""
    tabs = _tabs(actor, actor.post)
    if tabs:
        counts = {
            f"n_{tab.code}": CountOf(tab.rows.order_by().values("pk")[: MOST_COUNTED + 1]) for tab in tabs
        }
        row: Any = Post.objects.filter(pk=actor.post.pk).values(**counts).get()
        for tab in tabs:
            tab.count = row[f"n_{tab.code}"]
    return tabs


def _tabs(actor: Any, post: Post) -> list[Tab]:
    seen = Case.objects.visible_to(actor)
    tabs = []
    if post.can(Power.RULE):
        tabs.append(_rulings(seen.on_desk_of(post)))
    if post.can(Power.VOLUNTEER):
        tabs.append(_orders(seen, post))
    if post.can(Power.HANDLE) or post.can(Power.VOLUNTEER):
        tabs += _desk(seen.on_desk_of(post))
    if post.can(Power.DO_PART):
        tabs += _parts(seen, post)
    if post.can(Power.CALL_BACK):
        tabs.append(_to_call_back(seen, post))
    return tabs


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


def _to_call_back(seen: Any, post: Post) -> Tab:
    """Answered cases of the place whose resident may be asked by telephone: by somebody who did not handle them."""
    handled = Stay.objects.filter(post=post).values("case")
    rows = (
        seen.at(post.place.path)
        .filter(state=State.ANSWERED)
        .exclude(contact_phone="")
        .exclude(pk__in=handled)
    )
    if post.organisation_id:
        rows = rows.filter(Q(about=None) | ~Q(about=post.organisation_id))
    return Tab("call_back", _("To ask by telephone"), rows, _("Nobody waits to be asked."), key="answered_at")


def found(actor: Any, text: str) -> Tab:
    """What a search within the post's place finds, newest first."""
    rows = search.matching(Case.objects.visible_to(actor).at(actor.post.place.path), text)
    return Tab(
        "found",
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
    minus, edge = ("-", "lt") if tab.newest_first else ("", "gt")
    rows = tab.rows.with_labels().order_by(f"{minus}{tab.key}", f"{minus}id")
    if begin:
        at, pk = begin
        rows = rows.filter(Q(**{f"{tab.key}__{edge}": at}) | Q(**{tab.key: at, f"id__{edge}": pk}))
    cases = list(rows[: PAGE + 1])
    shown = cases[:PAGE]
    with_thumbs(shown)
    return Page([_card(actor, tab, case) for case in shown], _next(tab, asked, cases), begin is None)


def _next(tab: Tab, asked: QueryDict, cases: list[Case]) -> str:
    if len(cases) <= PAGE:
        return ""
    last = cases[PAGE - 1]
    kept = {"q": asked["q"]} if asked.get("q") else {"tab": tab.code}
    return "?" + urlencode({**kept, "at": getattr(last, tab.key).isoformat(), "id": last.pk})


def _card(actor: Any, tab: Tab, case: Case) -> Card:
    may_ring = bool(actor.post) and may_see_contact(actor, case)
    due_at = getattr(case, tab.key) if tab.code == "parts" else case.due_at
    left = time_left(due_at) if case.is_open else None
    asked_at = case.answered_at if case.state == State.ANSWERED else None
    return Card(case, left, may_ring, said(case.contact_phone) if may_ring else "", asked_at)


def time_left(due_at: datetime) -> Left:
    """How long until a moment, or since."""
    ahead = due_at - clock.now()
    if ahead < timedelta():
        return Left("overdue", -ahead)
    return Left("due" if ahead < SOON else "calm", ahead)


def position(asked: Mapping[str, Any]) -> str:
    """The part of an address that says where in which list somebody stood, to be carried along: ?from=…"""
    kept = {name: asked[name] for name in ("tab", "at", "id", "q") if asked.get(name)}
    return urlencode({"from": urlencode(kept)}) if kept else ""


def back(asked: QueryDict) -> str:
    """The address of the list somebody came from, or of the desk."""
    came = QueryDict(asked.get("from", "")[:300])
    kept = {name: came[name] for name in ("tab", "at", "id", "q") if came.get(name)}
    home = reverse("desk:home")
    return f"{home}?{urlencode(kept)}" if kept else home
