"""Cases: read, raised, and followed."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query

from yishi.cases import search
from yishi.cases.listing import behind
from yishi.cases.models import Case, CaseQuerySet, State
from yishi.cases.models.case import parse_number
from yishi.insight.words import clean
from yishi.record.models import Entry

from ..open311 import kinds
from . import lookups, moments, reporting, told
from .frame import REPORTING, Answer, Caller, Router, caller
from .paging import Listed, Page, beginning, cut
from .problems import invalid, missing

router = Router(tags=["cases"])


class CasesAsked(Listed):
    """What the list of cases can be asked."""

    place: str | None = Field(None, max_length=40, description="Code of a place: cases there and within it.")
    category: str | None = Field(None, max_length=60, description="Code of a kind, or of a group of kinds.")
    state: list[State] | None = Field(None, description="Only in these states; given several times.")
    since: datetime | None = Field(None, description="Raised at this moment or later.")
    until: datetime | None = Field(None, description="Raised at this moment or earlier.")
    updated_since: datetime | None = Field(None, description="Changed at this moment or later.")
    q: str | None = Field(None, max_length=100, description="Words, Chinese or not, that the case holds.")
    mine: bool = Field(
        False, description="Only what the key's resident raised, or what lies with the key's post."
    )


@router.reads("/cases", gives=Page[told.CaseLine], summary="Cases, the newest first", chinese="事项列表")
def cases(request: HttpRequest, asked: Query[CasesAsked]) -> Any:
    """Every case whoever asks may know of. With `updated_since` a program follows what happened since it last asked."""
    asks = caller(request)
    rows = _narrowed(asks, asked).order_by("-reported_at", "-id")
    if begin := beginning(asked.cursor, datetime, int):
        rows = rows.filter(behind("reported_at", *begin, newest_first=True))
    shown, following = cut(list(rows.with_labels()[: asked.limit + 1]), asked.limit, "reported_at", "pk")
    return {"items": told.lines(request, shown, asks.reader), "next": following}


def _narrowed(asks: Caller, asked: CasesAsked) -> CaseQuerySet:
    rows = _own(asks) if asked.mine else asks.cases
    if asked.place:
        rows = rows.at(lookups.named(asked.place, "place").path)
    if asked.category:
        found = kinds.by_code(clean(asked.category)[:60])
        if not found:
            raise invalid(category=_("There is no kind of matter with this code."))
        rows = rows.filter(category__in=[kind.pk for kind in found])
    if asked.state:
        rows = rows.filter(state__in=asked.state)
    for name, lookup in (
        ("since", "reported_at__gte"),
        ("until", "reported_at__lte"),
        ("updated_since", "changed_at__gte"),
    ):
        if moment := getattr(asked, name):
            rows = rows.filter(**{lookup: moments.good(moment, name)})
    return search.matching(rows, clean(asked.q)) if asked.q else rows


def _own(asks: Caller) -> CaseQuerySet:
    if asks.shown.post_id:
        return asks.cases.filter(holder=asks.shown.post_id)
    return asks.cases.filter(reporter=asks.shown.person_id)


def lookup(rows: CaseQuerySet, number: str) -> Case:
    """The case with this number among these. Raises Problem (404)."""
    plain = number if number.isascii() and number.isdecimal() else ""
    pk = parse_number(plain)
    found = rows.with_labels(ladders=True).filter(pk=pk).first() if pk else None
    if found is None:
        raise missing()
    return found


@router.reads(
    "/cases/{number}", gives=told.CaseTold, summary="One case with its way", chinese="一件事项及其经过"
)
def case(request: HttpRequest, number: str) -> Any:
    """The case, its words and its whole way, as whoever asks may read them."""
    asks = caller(request)
    return told.whole(request, lookup(asks.cases, number), asks.reader)


class EventsAsked(Listed):
    """What the list of entries can be asked."""


@router.reads(
    "/cases/{number}/events",
    gives=Page[told.Event],
    summary="What the record holds of it",
    chinese="存证记录",
)
def case_events(request: HttpRequest, number: str, asked: Query[EventsAsked]) -> Any:
    """The entries of the append-only record about this case, the oldest first; each can be proved at /record/."""
    found = lookup(caller(request).cases, number)
    rows = Entry.objects.filter(subject=found.ref)
    if begin := beginning(asked.cursor, datetime, int):
        rows = rows.filter(behind("at", *begin, newest_first=False))
    shown, following = cut(list(rows.order_by("at", "id")[: asked.limit + 1]), asked.limit, "at", "pk")
    return {"items": told.events(shown), "next": following}


@router.writes(
    "/cases", gives=reporting.Filed, summary="Raise a matter", chinese="反映一件事", by=REPORTING, status=201
)
def report(request: HttpRequest, body: reporting.Report) -> Any:
    """What was said is a case, on the desk of whoever deals with it first. With a resident's key it is theirs; with
    that of a post it was written down for somebody. The `code` follows it without an account, and is told this once."""
    asks = caller(request)
    filed = reporting.file(request, asks, body)
    location = request.build_absolute_uri(f"/api/v1/cases/{filed['number']}")
    return Answer(filed, {"Location": location})
