"""Sessions: the calendar, one session with everything that came of it, its lines, and the series they repeat by."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query
from pydantic import WithJsonSchema

from yishi.cases.listing import behind
from yishi.deliberation import listed, parts_hall
from yishi.deliberation.models import Decision, Item, Kind, Motion, Opinion, Series, Session, State
from yishi.network.models import Place, within
from yishi.record import clock
from yishi.record.numbers import BIGGEST

from . import lookups, meetings, moments
from .frame import Router, caller
from .paging import Listed, Page, beginning, cut, mark
from .problems import missing

router = Router(tags=["sessions"])
WITH_SESSION = (
    "place",
    "host",
    "tally",
    "chair__place",
    "chair__organisation",
    "clerk__place",
    "clerk__organisation",
)
MOST_EXCEPTIONS = 60
OneKind = Annotated[Kind, WithJsonSchema({"type": "string", "enum": Kind.values})]
OneState = Annotated[State, WithJsonSchema({"type": "string", "enum": State.values})]
"""Their names are those of other shapes of the document, so their values stand where they are asked for."""


def whole(number: str) -> int:
    """The number of a row, as an address has it. Raises Problem (404)."""
    plain = number if number.isascii() and number.isdecimal() and len(number) < 20 else "0"
    if not 0 < int(plain) <= BIGGEST:
        raise missing()
    return int(plain)


def there(rows: Any, **which: Any) -> Any:
    """The one row among these. Raises Problem (404)."""
    found = rows.filter(**which).first()
    if found is None:
        raise missing()
    return found


def session_of(number: str) -> Session:
    """The session with this number. Raises Problem (404)."""
    rows = Session.objects.visible_to(None).select_related(*WITH_SESSION)
    found: Session = there(rows, pk=whole(number))
    return found


# --- the calendar ---


class SessionsAsked(Listed):
    """What the list of sessions can be asked."""

    place: str | None = Field(
        None, max_length=40, description="Code of a place: sessions there and within it."
    )
    kind: OneKind | None = Field(None, description="Of this kind alone.")
    state: list[OneState] | None = Field(None, description="Only in these states; given several times.")
    show: Literal["ahead", "past", "missed", "all"] = Field(
        "ahead", description="To come, the next first; or past, missed, all, the newest first."
    )
    since: datetime | None = Field(None, description="Beginning at this moment or later.")
    until: datetime | None = Field(None, description="Beginning at this moment or earlier.")


@router.reads(
    "/sessions", gives=Page[meetings.SessionLine], summary="Sessions, those to come first", chinese="议事会"
)
def sessions(request: HttpRequest, asked: Query[SessionsAsked]) -> Any:
    """The calendar of a place and all within it, or of everywhere."""
    rows, newest_first = _calendar(asked), asked.show != listed.AHEAD
    if asked.state:
        rows = rows.filter(state__in=asked.state)
    rows = moments.between(rows, "starts_at", since=asked.since, until=asked.until)
    if begin := beginning(asked.cursor, datetime, int):
        rows = rows.filter(behind("starts_at", *begin, newest_first=newest_first))
    rows = rows.order_by(*(("-starts_at", "-id") if newest_first else ("starts_at", "id")))
    found = list(listed.with_what_is_shown(rows)[: asked.limit + 1])
    shown, following = cut(found, asked.limit, "starts_at", "pk")
    return {"items": [meetings.session_line(request, each) for each in shown], "next": following}


def _calendar(asked: SessionsAsked) -> Any:
    place: Place | None = lookups.named(asked.place, "place") if asked.place else None
    kind = asked.kind.value if asked.kind else ""
    if asked.show != "all":
        return listed.sessions(place, listed.Asked(asked.show, kind))
    rows = Session.objects.at(place.path) if place else Session.objects.all()
    return rows.filter(kind=kind) if kind else rows


@router.reads(
    "/sessions/{number}",
    gives=meetings.SessionTold,
    summary="One session with what came of it",
    chinese="一次议事会",
)
def session(request: HttpRequest, number: str) -> Any:
    """When and where, the agenda, who came in numbers, votes, decisions, promises and minutes."""
    return meetings.session(request, caller(request), session_of(number))


# --- its parts ---


class LinesAsked(Listed):
    """What the list of lines can be asked."""

    wall: bool = Field(False, description="Only what was asked on the question wall.")
    waiting: bool = Field(False, description="Only what nobody has answered yet.")


@router.reads(
    "/sessions/{number}/lines",
    gives=Page[meetings.LineTold],
    summary="What was said at it",
    chinese="会上意见",
)
def lines(request: HttpRequest, number: str, asked: Query[LinesAsked]) -> Any:
    """Each line with its number and what was said to it, in the order in which they were said. Words stand there where
    everybody may read them."""
    rows = parts_hall.shown_or_number(session_of(number))
    if asked.wall:
        rows = rows.on_the_wall()
    if asked.waiting:
        rows = rows.filter(response=None)
    if begin := beginning(asked.cursor, datetime, int):
        rows = rows.filter(behind("said_at", *begin, newest_first=False))
    shown, following = cut(list(rows[: asked.limit + 1]), asked.limit, "said_at", "pk")
    return {"items": meetings.lines(request, shown, caller(request).reader), "next": following}


def line_of(number: str, label: str, *, hidden: bool = False) -> Opinion:
    """The line with this label, such as A7; also one that was taken off where that is asked. Raises Problem (404)."""
    letter = "".join(char for char in label.upper() if "A" <= char <= "Z")[:4]
    digits = label[len(letter) :] if label.isascii() else ""
    rows = parts_hall.with_answers(Opinion.objects.select_related("session__place"))
    rows = rows if hidden else rows.filter(hidden_at=None)
    session = session_of(number)
    found: Opinion = there(rows, session=session, sheet__letter=letter, number=whole(digits))
    return found


@router.reads("/sessions/{number}/lines/{n}", gives=meetings.LineTold, summary="One line", chinese="一条意见")
def line(request: HttpRequest, number: str, n: str) -> Any:
    """One thing that was said, by the number read out at the session, such as A7."""
    return meetings.lines(request, [line_of(number, n)], caller(request).reader)[0]


def item_of(number: str, n: str) -> Item:
    """The item of the session's agenda. Raises Problem (404)."""
    rows = Item.objects.select_related(
        "session__place", "session__chair", "session__clerk", "topic__case__holder", "case__holder",
        "presenter__organisation", "presenter__place",
    )  # fmt: skip
    found: Item = there(rows, session=whole(number), pk=whole(n))
    return found


@router.reads(
    "/sessions/{number}/items/{n}",
    gives=meetings.ItemTold,
    summary="One item of its agenda",
    chinese="一项议程",
)
def item(request: HttpRequest, number: str, n: str) -> Any:
    """One thing on the agenda."""
    return meetings.item(item_of(number, n))


def motion_of(number: str, n: str) -> Motion:
    """The motion put at the session. Raises Problem (404)."""
    rows = Motion.objects.select_related("session__place", "session__tally", "item__session", "tally")
    found: Motion = there(rows, session=whole(number), pk=whole(n))
    return found


@router.reads(
    "/sessions/{number}/motions/{n}", gives=meetings.MotionTold, summary="One motion", chinese="一项表决"
)
def motion(request: HttpRequest, number: str, n: str) -> Any:
    """What was voted on, how the hands are counted, and what came of it."""
    return meetings.motion(motion_of(number, n))


def decision_of(number: str, n: str) -> Decision:
    """What was decided at the session. Raises Problem (404)."""
    rows = Decision.objects.select_related("item__session__place", "case__holder", "motion")
    found: Decision = there(rows, item__session=whole(number), pk=whole(n))
    return found


@router.reads(
    "/sessions/{number}/decisions/{n}",
    gives=meetings.DecisionTold,
    summary="One decision",
    chinese="一项决定",
)
def decision(request: HttpRequest, number: str, n: str) -> Any:
    """What was decided of a matter on the agenda."""
    return meetings.decisions([decision_of(number, n)], caller(request).reader)[0]


# --- series ---


class SeriesAsked(Listed):
    """What the list of series can be asked."""

    place: str | None = Field(None, max_length=40, description="Code of a place: series of it and within it.")
    kind: OneKind | None = Field(None, description="Of this kind alone.")
    ended: bool = Field(False, description="Also those that have ended.")


@router.reads(
    "/series",
    gives=Page[meetings.SeriesTold],
    summary="Series of sessions",
    chinese="系列",
    tags=["series"],
)
def all_series(request: HttpRequest, asked: Query[SeriesAsked]) -> Any:
    """By which rule sessions repeat, the newest first; the days on which one is otherwise stand with each."""
    rows = Series.objects.visible_to(caller(request).reader).select_related("place")
    if asked.place:
        rows = rows.filter(within("place__path", lookups.named(asked.place, "place").path))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if not asked.ended:
        rows = rows.going_on()
    if begin := beginning(asked.cursor, int):
        rows = rows.filter(pk__lt=begin[0])
    found = list(rows.prefetch_related("exceptions__place").order_by("-id")[: asked.limit + 1])
    shown = found[: asked.limit]
    following = mark(shown[-1].pk) if len(found) > asked.limit else None
    return {"items": [series_told(each) for each in shown], "next": following}


def series_of(number: str) -> Series:
    """The series with this number. Raises Problem (404)."""
    rows = Series.objects.visible_to(None).select_related("place").prefetch_related("exceptions__place")
    found: Series = there(rows, pk=whole(number))
    return found


@router.reads(
    "/series/{number}",
    gives=meetings.SeriesTold,
    summary="One series",
    chinese="一个系列",
    tags=["series"],
)
def series(request: HttpRequest, number: str) -> Any:
    """How sessions repeat, up to when they stand in the calendar, and the days on which it is otherwise."""
    return series_told(series_of(number))


def series_told(found: Series) -> dict[str, Any]:
    """A series with the days to come on which it is otherwise."""
    today = clock.today()
    ahead = sorted(
        (each for each in found.exceptions.all() if each.on >= today), key=lambda each: (each.on, each.pk)
    )
    return meetings.series(found, ahead[:MOST_EXCEPTIONS])
