"""What a resident was told: their own inbox, for a program that acts for them."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from yishi.cases.listing import behind
from yishi.notices.models import Message

from ..models import Scope
from .frame import Router, caller
from .paging import Listed, Page, beginning, cut

router = Router(tags=["notices"])


class Notice(Schema):
    """One thing the resident was told."""

    number: int
    kind: str
    title: str
    text: str
    at: datetime
    unread: bool
    url: str = Field(description="The page it is about.")


class NoticesAsked(Listed):
    """What the list of notices can be asked."""

    unread: bool = Field(False, description="Only those that were not opened yet.")


@router.reads(
    "/notices", gives=Page[Notice], summary="What the resident was told", chinese="我的消息", keyed=True
)
def notices(request: HttpRequest, asked: Query[NoticesAsked]) -> Any:
    """The inbox of whoever the key acts for, the newest first. A key of a post, and one that does not read, is told of
    none."""
    asks = caller(request)
    reads = asks.shown.person_id and Scope.READ in asks.shown.may
    rows = Message.objects.filter(person=asks.shown.person_id) if reads else Message.objects.none()
    rows = rows.unread() if asked.unread else rows
    if begin := beginning(asked.cursor, datetime, int):
        rows = rows.filter(behind("created_at", *begin, newest_first=True))
    found = list(rows.order_by("-created_at", "-id")[: asked.limit + 1])
    shown, following = cut(found, asked.limit, "created_at", "pk")
    return {"items": [_told(request, each) for each in shown], "next": following}


def _told(request: HttpRequest, message: Message) -> dict[str, Any]:
    return {
        "number": message.pk,
        "kind": message.kind,
        "title": str(message.title),
        "text": str(message.body),
        "at": message.created_at,
        "unread": message.is_unread,
        "url": request.build_absolute_uri(message.link),
    }
