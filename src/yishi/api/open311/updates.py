"""What happened to requests, one after the other: the record's own entries, put into GeoReport's words.

The record holds no prose, so what somebody answered is read beside it, masked as on the page. An update's number is its
entry's number, which only grows: whoever asks for what comes after the last one they have misses nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from yishi.cases.models import Answer, Case, Note, State
from yishi.cases.models.case import number_of
from yishi.network.actors import ANYONE
from yishi.network.models import Place
from yishi.record import reading
from yishi.record.models import Entry
from yishi.record.numbers import BIGGEST

from . import asking
from .answers import Wrong
from .asking import CLOSED
from .told import w3c

USUAL, MOST = 100, 500
BESIDE = timedelta(minutes=1)
"""What was said is written within so much time of its entry."""
LEADS_TO = {
    "Reported": State.REPORTED,
    "Taken": State.HANDLING,
    "Promised": State.HANDLING,
    "HandedUp": State.REPORTED,
    "SentBack": State.REPORTED,
    "Ruled": State.REPORTED,
    "Escalated": State.REPORTED,
    "Answered": State.ANSWERED,
    "Confirmed": State.CLOSED,
    "Contested": State.REPORTED,
    "TakenBackAtSession": State.REPORTED,
    "SettledAtSession": State.REPORTED,
    "Reopened": State.REPORTED,
    "Lapsed": State.LAPSED,
    "Declined": State.DECLINED,
    "Withdrawn": State.WITHDRAWN,
    "Parked": State.PARKED,
    "Unparked": State.REPORTED,
    "Merged": State.MERGED,
    "Split": State.REPORTED,
    "Settled": State.CLOSED,
}
"""What happens to a case that others are told, and the state it leads to."""
NOTED = "cases.Noted"
KINDS = (*(f"cases.{name}" for name in LEADS_TO), NOTED)
TOLD_IN = {"cases.Answered", "cases.Declined", NOTED}
"""What somebody said something with."""


@dataclass(frozen=True)
class Asked:
    """Which updates: of these requests (None: of all), at a place, written in this time, after this entry."""

    cases: list[int] | None
    place: Place | None
    begin: datetime | None
    end: datetime | None
    after: int
    size: int


@dataclass(frozen=True)
class Found:
    """Updates, the oldest first, and the number to go on after, empty at the end."""

    updates: list[dict[str, Any]]
    after: str = ""


def asked(query: QueryDict) -> Asked:
    """The updates asked for. Raises Wrong."""
    after = asking.whole(query, "after", 0, 0, 10**9 - 1)
    named = "service_request_id" in query
    begin, end = (None, None) if after or named else asking.span(query)
    return Asked(
        cases=asking.requests(query).numbers if named else None,
        place=asking.jurisdiction(query.get("jurisdiction_id", "")),
        begin=begin,
        end=end,
        after=after,
        size=asking.whole(query, "page_size", USUAL, 1, MOST),
    )


def listed(asked: Asked) -> Found:
    """The updates asked for. A few statements, however many there are."""
    rows = Entry.objects.filter(kind__in=KINDS, public=True, pk__gt=asked.after)
    if asked.cases is not None:
        rows = rows.filter(subject__in=[f"case:{pk}" for pk in asked.cases])
    if asked.begin:
        rows = rows.filter(pk__gte=_first_since(asked.begin))
    if asked.end:
        rows = rows.filter(recorded_at__lte=asked.end)
    found = list(rows.order_by("pk")[: asked.size + 1])
    page = found[: asked.size]
    cases = _seen({entry.subject for entry in page}, asked.place)
    texts = _texts(page, cases)
    told = [_told(entry, cases[entry.subject], texts) for entry in page if entry.subject in cases]
    return Found([each for each in told if each], str(page[-1].pk) if len(found) > asked.size else "")


def _first_since(moment: datetime) -> int:
    """The number of the first entry written from this moment on: numbers and times grow together, so it is found by
    halving, without an index that every write would pay for."""
    ends = Entry.objects.order_by("pk").values_list("pk", flat=True)
    low, high = ends.first() or 0, (ends.last() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = Entry.objects.filter(pk__gte=middle).order_by("pk").values_list("recorded_at", flat=True).first()
        if at is None or at >= moment:
            high = middle
        else:
            low = middle + 1
    return low


def _seen(subjects: Iterable[str], place: Place | None) -> dict[str, Case]:
    """Of these, the cases everybody may know of now."""
    keys = [int(subject.split(":")[1]) for subject in subjects]
    rows = Case.objects.visible_to(ANYONE)
    if place:
        rows = rows.at(place.path)
    return {case.ref: case for case in rows.filter(pk__in=keys)}


def _texts(entries: list[Entry], cases: dict[str, Case]) -> dict[str, str]:
    """What was said with these entries, as everybody may read it, by the digest the record has of it."""
    said = [entry for entry in entries if entry.kind in TOLD_IN and entry.subject in cases]
    if not said:
        return {}
    keys, moments = {cases[entry.subject].pk for entry in said}, [entry.at for entry in said]
    near = {"case__in": keys, "at__gte": min(moments) - BESIDE, "at__lte": max(moments) + BESIDE}
    notes = Note.objects.filter(public=True, **near).exclude(kind__in=Note.BY_RESIDENTS)
    found = {}
    rows: list[Note | Answer] = [*notes, *Answer.objects.filter(**near)]
    for row in rows:
        row.case = cases[f"case:{row.case_id}"]
        found[row.digest] = row.public_text
    return found


def _told(entry: Entry, case: Case, texts: dict[str, str]) -> dict[str, Any]:
    name = entry.kind.split(".")[1]
    state = LEADS_TO.get(name)
    if entry.kind == NOTED and not entry.data.get("public"):
        return {}
    sentence, text = reading.sentence(entry), texts.get(entry.data.get("text", ""), "")
    status = state if state is not None else State(case.state)
    return {
        "update_id": str(entry.pk),
        "service_request_id": number_of(case.pk),
        "status": "closed" if status in CLOSED else "open",
        "updated_datetime": w3c(entry.at),
        "description": f"{sentence} {text}".strip(),
        "media_url": None,
        "extended_attributes": {"state": state.value if state else None, "event": name},
    }


def is_at(pk: int, path: str) -> bool:
    """Whether everybody may know of the case, and it lies at the place."""
    return Case.objects.visible_to(ANYONE).at(path).filter(pk=pk).exists()


def with_answers(requests: list[dict[str, Any]], cases: Iterable[int]) -> list[dict[str, Any]]:
    """The requests of these cases, their notes with what was last answered, as everybody may read it. One statement."""
    rows = Answer.objects.filter(case__in=list(cases)).select_related("case").order_by("at", "id")
    said = {number_of(answer.case_id): answer for answer in rows}
    for request in requests:
        answer = said.get(request["service_request_id"])
        if answer and answer.text:
            request["status_notes"] += f": {answer.public_text}"
    return requests


def number_of_last(case: Case, actor_ref: str) -> str:
    """The number of the last update somebody made to a case."""
    last = Entry.objects.filter(subject=case.ref, actor=actor_ref).order_by("-pk").first()
    if last is None or last.pk > BIGGEST:
        raise Wrong(404, _("There is no such request, or it is not public."))
    return str(last.pk)
