"""Topics: what residents of a place want talked about; read, proposed, supported, taken up or refused."""

from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query
from pydantic import WithJsonSchema

from yishi.deliberation.models import Topic

from . import lookups, meetings
from .frame import Caller, Router, caller
from .paging import Listed, Page, beginning, cut
from .problems import invalid
from .sessions import there, whole

router = Router(tags=["topics"])
OneState = Annotated[Topic.State, WithJsonSchema({"type": "string", "enum": Topic.State.values})]
WITH_TOPIC = ("place", "case", "session__place", "session__chair", "joined_into", "person")


class TopicsAsked(Listed):
    """What the list of topics can be asked."""

    place: str | None = Field(
        None, max_length=40, description="Code of a place: topics of it and within it. Needed, unless `mine`."
    )
    state: list[OneState] | None = Field(
        None, description="Only in these states; given several times. Usually those still to come."
    )
    sort: Literal["supports", "new"] = Field("supports", description="Most households first, or the newest.")
    mine: bool = Field(False, description="Only what the key's resident proposed.")


@router.reads(
    "/topics", gives=Page[meetings.TopicTold], summary="Topics, most households first", chinese="议题"
)
def topics(request: HttpRequest, asked: Query[TopicsAsked]) -> Any:
    """What is to be talked about, as far as everybody may read it; with a resident's key also their own."""
    asks = caller(request)
    rows = Topic.objects.visible_to(asks.reader)
    if asked.mine:
        rows = rows.filter(person=asks.shown.person_id or 0)
    elif not asked.place:
        raise invalid(place=_("This is missing."))
    if asked.place:
        rows = rows.at(lookups.named(asked.place, "place").path)
    rows = rows.filter(state__in=asked.state) if asked.state else rows.wanted()
    rows, key = _sorted(rows, asked)
    found = list(rows.select_related("place", "case", "person")[: asked.limit + 1])
    shown, following = cut(found, asked.limit, *key)
    return {"items": [meetings.topic(request, asks, each) for each in shown], "next": following}


def _sorted(rows: Any, asked: TopicsAsked) -> tuple[Any, tuple[str, ...]]:
    """In the order asked for, from where the cursor says; and what a cursor is made of."""
    if asked.sort == "new":
        begin = beginning(asked.cursor, int)
        rows = rows.filter(pk__lt=begin[0]) if begin else rows
        return rows.order_by("-id"), ("pk",)
    if begin := beginning(asked.cursor, int, int):
        supports, pk = begin
        rows = rows.filter(Q(supports__lt=supports) | Q(supports=supports, pk__lt=pk))
    return rows.order_by("-supports", "-id"), ("supports", "pk")


def topic_of(rows: Any, number: str) -> Topic:
    """The topic with this number among these. Raises Problem (404)."""
    found: Topic = there(rows.select_related(*WITH_TOPIC), pk=whole(number))
    return found


def within_reach(asks: Caller, number: str) -> Topic:
    """The topic, for whoever acts; of a post also one whose words nobody has looked at. Raises Problem (404)."""
    return topic_of(Topic.objects.visible_to(asks.actor), number)


@router.reads("/topics/{number}", gives=meetings.TopicTold, summary="One topic", chinese="一个议题")
def topic(request: HttpRequest, number: str) -> Any:
    """What it says, how many households stand behind it, where it stands."""
    asks = caller(request)
    return meetings.topic(request, asks, topic_of(Topic.objects.visible_to(asks.reader), number))
