"""Requests as GeoReport tells them: our cases, as everybody may read them.

Read as plain values of a few columns and not as rows of the model: a list of a thousand is no page, and nothing of
what is not told leaves the database.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from yishi.cases import known
from yishi.cases.listing import behind, newest_photos
from yishi.cases.models import OPEN_STATES, Case, CaseQuerySet, State, Wording
from yishi.cases.models.case import number_of
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.record import clock
from yishi.record.questions import Shelf, put

from .asking import CLOSED, Asked, key_of, latest

COLUMNS = (
    *("id", "place_id", "category_id", "holder_id", "wording", "public_words", "state"),
    *("reported_at", "changed_at", "due_at", "answered_at", "ended_at", "voices", "merged_into_id"),
)
_STAND_IN = 1234567890
_SHELF = Shelf(most=100)
LONGEST = 4000
"""Characters of a description, as the schema of GeoReport has it."""


@dataclass(frozen=True)
class Found:
    """A list of requests, and where it goes on (`after`), empty at its end."""

    requests: list[dict[str, Any]]
    after: str = ""


def listed(request: HttpRequest, asked: Asked) -> Found:
    """The requests asked for, the newest first."""
    found = _latest(asked) if asked.is_plain else _found(asked)
    if asked.numbers is not None:
        return Found(tell(request, found))
    shown = found[: asked.size]
    last = key_of(shown[-1][7], shown[-1][0]) if len(found) > asked.size else ""
    return Found(tell(request, shown), last)


def _found(asked: Asked) -> list[tuple[Any, ...]]:
    rows = narrowed(Case.objects.visible_to(ANYONE), asked).order_by("-reported_at", "-id")
    if asked.after:
        rows = rows.filter(behind("reported_at", *asked.after, newest_first=True))
    listed = rows.values_list(*COLUMNS)
    return list(listed if asked.numbers is not None else listed[asked.skip : asked.skip + asked.size + 1])


def _latest(asked: Asked) -> list[tuple[Any, ...]]:
    """The first rows of a list that names a place and perhaps a status, as most who ask do again and again: put
    together once for each level of the tree, so that PostgreSQL does not plan it anew each time."""
    path = asked.place.path if asked.place else ""
    stand_in = "\x1f" * len(path)

    def together() -> QuerySet[Any]:
        begin, end = latest()
        rows = Case.objects.visible_to(ANYONE).filter(reported_at__gte=begin, reported_at__lte=end)
        rows = rows.at(stand_in) if path else rows
        rows = rows.filter(state__in=asked.states) if asked.states else rows
        return rows.order_by("-reported_at", "-id").values_list(*COLUMNS)[: asked.size + 1]

    question = _SHELF.get((len(path), asked.size, tuple(asked.states)), lambda: put(together))
    return [tuple(question.made(row)) for row in question.instead(stand_in, path).rows()]


def narrowed(rows: CaseQuerySet, asked: Asked) -> CaseQuerySet:
    """Those of the rows that were asked for, wherever the page begins."""
    if asked.place:
        rows = rows.at(asked.place.path)
    if asked.numbers is not None:
        return rows.filter(pk__in=asked.numbers)
    if asked.categories:
        rows = rows.filter(category__in=asked.categories)
    if asked.states:
        rows = rows.filter(state__in=asked.states)
    if asked.updated_after:
        rows = rows.filter(changed_at__gte=asked.updated_after)
    if asked.updated_before:
        rows = rows.filter(changed_at__lte=asked.updated_before)
    return rows.filter(reported_at__gte=asked.begin, reported_at__lte=asked.end)


def one(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """The request with this key, as a list of one; empty where there is none for everybody."""
    rows = Case.objects.visible_to(ANYONE).filter(pk=pk).values_list(*COLUMNS)
    return tell(request, list(rows))


def tell(request: HttpRequest, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The rows (COLUMNS) as requests. Three statements at most, however many there are."""
    words = _Words(request, rows)
    return [_told(row, words) for row in rows]


class _Words:
    """What the rows of one answer point to, each put into words once."""

    def __init__(self, request: HttpRequest, rows: list[tuple[Any, ...]]):
        base = request.build_absolute_uri("/")[:-1]
        page = reverse("cases:case", args=[str(_STAND_IN)])
        photo = reverse("cases:photo", args=[_STAND_IN, "full"])
        self.page, self.photo = (f"{base}{each}".split(str(_STAND_IN)) for each in (page, photo))
        self.places = {
            pk: (place.label, place.code) for pk, place in net.places({row[1] for row in rows}).items()
        }
        self.kinds = {
            pk: (kind.code, kind.name) for pk, kind in known.categories({row[2] for row in rows}).items()
        }
        self.holders = {pk: post.title for pk, post in net.posts({row[3] for row in rows}).items()}
        self.states = {state.value: str(state.label) for state in State}
        self.photos = newest_photos([row[0] for row in rows])
        self.now = clock.now()


def _told(row: tuple[Any, ...], words: _Words) -> dict[str, Any]:
    (pk, place, kind, holder, wording, said, state) = row[:7]
    (reported, changed, due, answered, ended, voices, merged) = row[7:]
    number, is_open = number_of(pk), state in OPEN_STATES
    label, code = words.places.get(place, ("", ""))
    service, name = words.kinds.get(kind, ("", ""))
    photo = words.photos.get(pk)
    return {
        "service_request_id": number,
        "status": "closed" if state in CLOSED else "open",
        "status_notes": words.states[state],
        "service_name": name,
        "service_code": service,
        "description": said[:LONGEST] if said and wording == Wording.APPROVED else None,
        "agency_responsible": words.holders.get(holder),
        "service_notice": None,
        "requested_datetime": w3c(reported),
        "updated_datetime": w3c(changed),
        "expected_datetime": w3c(due) if is_open else None,
        "address": label,
        "address_id": code,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": f"{words.photo[0]}{photo}{words.photo[1]}" if photo else None,
        "extended_attributes": {
            "state": state,
            "overdue": is_open and due < words.now,
            "voices": voices,
            "answered_datetime": w3c(answered) if answered else None,
            "closed_datetime": w3c(ended) if ended else None,
            "merged_into": number_of(merged) if merged else None,
            "url": f"{words.page[0]}{number}{words.page[1]}",
        },
    }


def w3c(at: datetime) -> str:
    """A moment as W3C writes it, in the world's time."""
    return f"{at.astimezone(UTC).isoformat()[:19]}Z"
