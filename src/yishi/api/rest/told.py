"""Cases as they are told: what everybody may read; to a resident's own key what is theirs as well (decision 15)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Schema

from yishi.cases import publishing, story
from yishi.cases.listing import newest_photos
from yishi.cases.models import Case
from yishi.cases.models.case import number_of
from yishi.cases.moments import Moment
from yishi.cases.rules import is_reporter
from yishi.network.actors import Actor
from yishi.record import clock, reading
from yishi.record.models import Entry


class Named(Schema):
    """Something with a code, and what it is called in the reader's language."""

    code: str
    name: str


class CaseLine(Schema):
    """A case as it stands in a list."""

    number: str = Field(
        description="Its number, the last digit of which checks the others.", examples=["596"]
    )
    title: str
    state: str = Field(examples=["handling"])
    state_name: str = Field(description="The state in the reader's language.")
    category: Named
    place: Named
    holder: str | None = Field(description="The post it lies with, as residents call it.")
    overdue: bool
    voices: int = Field(description="Households that say so.")
    reported_at: datetime
    changed_at: datetime
    due_at: datetime | None = Field(description="By when an answer is due; none once it has ended.")
    answered_at: datetime | None
    ended_at: datetime | None
    photo: str | None = Field(description="Address of its newest picture.")
    url: str = Field(description="Address of its page.")


class Photo(Schema):
    """A picture everybody may see, or one's own."""

    url: str
    what: str


class Fact(Schema):
    """One more thing said with a happening."""

    name: str
    value: str


class Happening(Schema):
    """One thing that happened to a case, as its page tells it: what was said stands in `text`, names hidden."""

    at: datetime
    title: str
    who: str = Field(description="The post that did it; empty for a resident.")
    text: str
    facts: list[Fact]
    photos: list[Photo]
    url: str | None


class CaseTold(CaseLine):
    """A case with its whole way."""

    words: str | None = Field(
        description="What was said, names hidden; to whoever raised it as they said it. None while nobody has looked."
    )
    visibility: str = Field(description="Other than `public` or `anonymous` only for one's own.")
    urgency: str
    channel: str
    merged_into: str | None = Field(description="Number of the case it goes on as.")
    mine: bool = Field(description="Whether the key acts for whoever raised it.")
    story: list[Happening] = Field(description="The oldest first.")


class Event(Schema):
    """An entry of the record about a case: what happened, without a word of what was said. Its number only grows."""

    id: int
    kind: str = Field(examples=["cases.Taken"])
    at: datetime
    by: str = Field(description="A post, `resident` or `clock`.", examples=["post:7"])
    sentence: str
    fields: dict[str, Any]


def lines(request: HttpRequest, cases: list[Case], reader: Actor) -> list[dict[str, Any]]:
    """Cases (with labels) as they stand in a list; one question more for their pictures."""
    photos = newest_photos([case.pk for case in cases])
    return [_line(request, case, reader, photos.get(case.pk)) for case in cases]


def whole(request: HttpRequest, case: Case, reader: Actor) -> dict[str, Any]:
    """A case (with labels) with its way."""
    return {
        **lines(request, [case], reader)[0],
        "words": publishing.words(case, reader) or None,
        "visibility": case.visibility,
        "urgency": case.urgency,
        "channel": case.channel,
        "merged_into": number_of(case.merged_into_id) if case.merged_into_id else None,
        "mine": is_reporter(reader, case),
        "story": [_happening(request, each) for each in story.of(case, reader) if not each.internal],
    }


def events(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries of the record as they are told; of a kind this version does not know, without a sentence."""
    return [
        {
            "id": entry.pk,
            "kind": entry.kind,
            "at": entry.at,
            "by": entry.actor,
            "sentence": reading.sentence(entry),
            "fields": entry.data,
        }
        for entry in entries
    ]


def _line(request: HttpRequest, case: Case, reader: Actor, photo: int | None) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": publishing.heading(case, reader),
        "state": case.state,
        "state_name": case.get_state_display(),
        "category": {"code": case.category.code, "name": case.category.name},
        "place": {"code": case.place.code, "name": case.place.label},
        "holder": case.holder.title if case.holder_id else None,
        "overdue": case.is_overdue(clock.now()),
        "voices": case.voices,
        "reported_at": case.reported_at,
        "changed_at": case.changed_at,
        "due_at": case.due_at if case.is_open else None,
        "answered_at": case.answered_at,
        "ended_at": case.ended_at,
        "photo": request.build_absolute_uri(reverse("cases:photo", args=[photo, "full"])) if photo else None,
        "url": request.build_absolute_uri(reverse("cases:case", args=[case.number])),
    }


def _happening(request: HttpRequest, moment: Moment) -> dict[str, Any]:
    return {
        "at": moment.at,
        "title": str(moment.title),
        "who": moment.who,
        "text": moment.text,
        "facts": [{"name": str(name), "value": _plain(value)} for name, value in moment.more],
        "photos": [
            {"url": request.build_absolute_uri(str(each["url"])), "what": str(each["caption"])}
            for each in moment.photos
        ],
        "url": request.build_absolute_uri(moment.url) if moment.url else None,
    }


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
