"""What is said at a session, as the device of whoever writes it down sends it: each line with the key and the number it
got there, so that it is there once, however often it is sent, and none has another's number."""

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema

from yishi.deliberation.actions.sheets import MOST_WORDS, Line, next_number
from yishi.deliberation.forms.hall import OneLine
from yishi.deliberation.models import Opinion, Session
from yishi.deliberation.rules.standing import by_writers
from yishi.deliberation.views.sheet import MOST_PHOTOS, MOST_SENT, items_of
from yishi.deliberation.views.tabs import buildings_of
from yishi.record import Refused

from ..models import Scope
from . import fields, moments, pictures, sessions
from .frame import ByWhom, caller
from .problems import Problem
from .session_doings import kept, sheet_for

router = sessions.router
BY_A_POST = ByWhom(person=None, post=Scope.WORK)


class LineSent(Schema, extra="forbid"):
    """One thing somebody said."""

    line: str = Field(
        pattern=r"^[A-Za-z0-9-]{8,36}$",
        description="Its key, made by the device: the same key is the same line, however often it is sent.",
        examples=["a3f1-0007"],
    )
    words: str = Field(
        max_length=MOST_WORDS, description="As it was said.", examples=["三栋楼下的路灯坏了。"]
    )
    number: int | None = Field(None, ge=1, le=99_999, description="On this device; none: the next one.")
    building: str = Field("", max_length=40, description="As it stands on the house, such as 3.")
    who: str = Field("", max_length=40, description="To come back to them with an answer; never shown.")
    item: int | None = Field(None, description="Number of the item of the agenda it belongs to.")
    at: datetime | None = Field(None, description="By the device's clock; it is held within the session.")
    photos: list[pictures.Picture] = Field(default_factory=list, max_length=MOST_PHOTOS)


class Lines(Schema, extra="forbid"):
    """Lines of one device."""

    device: str = Field(
        pattern=r"^[A-Za-z0-9_-]{8,40}$",
        description="Name of the device: it has a letter of its own at each session.",
        examples=["tablet-hall-01"],
    )
    lines: list[LineSent] = Field(min_length=1, max_length=MOST_SENT)


class LineKept(Schema):
    """A line that is there from now on."""

    line: str = Field(description="Its key.")
    label: str = Field(description="The number to be read out, such as A7.")
    late: bool
    api: str


class LinesKept(Schema):
    """All of them, in the order in which they were sent."""

    letter: str = Field(description="Of the device's sheet.")
    next: int = Field(description="The number after its last one.")
    lines: list[LineKept]


@router.writes(
    "/sessions/{number}/lines",
    gives=LinesKept,
    summary="Write down what is said",
    chinese="记录意见",
    by=BY_A_POST,
    status=201,
)
def take_down(request: HttpRequest, number: str, body: Lines) -> Any:
    """Each line is there from now on, with its number; one that was there already counts once. If something is wrong
    with one, none is kept, and `errors` names it."""
    asks, session = caller(request), sessions.session_of(number)
    if not (verdict := by_writers(asks.actor, session, "take_down")):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    device = f"key {asks.shown.pk} {body.device}"
    lines = _read(session, body, device)
    sheet = sheet_for(asks.actor, session, device)
    there = {each.line: each for each in kept(asks.actor, sheet, lines)}
    return {
        "letter": sheet.letter,
        "next": next_number(sheet),
        "lines": [
            _told(request, sent.line, there[line.key]) for sent, line in zip(body.lines, lines, strict=True)
        ],
    }


def _read(session: Session, body: Lines, device: str) -> list[Line]:
    """The lines as the action takes them. Raises Problem, which names each that is wrong."""
    buildings, items = buildings_of(session), items_of(session)
    found: list[Line] = []
    errors: dict[str, list[str]] = {}
    for n, sent in enumerate(body.lines):
        data = {"words": sent.words, "who": sent.who, "building": sent.building, "item": sent.item}
        form = OneLine(data, buildings=buildings, items=items)
        if not form.is_valid():
            errors |= {f"lines.{n}.{name}": said for name, said in fields.faults(form).items()}
            continue
        said = form.cleaned_data
        found.append(
            Line(
                hashlib.sha256(f"{session.pk} {device} {sent.line}".encode()).hexdigest()[:40],
                said["words"],
                said["who"],
                said.get("building"),
                said["item"],
                sent.number,
                sent.at and moments.good(sent.at, f"lines.{n}.at"),
                tuple(pictures.read(sent.photos, f"lines.{n}.photos")),
            )
        )
    if errors:
        raise Problem(422, errors=errors)
    return found


def _told(request: HttpRequest, line: str, opinion: Opinion) -> dict[str, Any]:
    path = f"/api/v1/sessions/{opinion.session_id}/lines/{opinion.label}"
    return {
        "line": line,
        "label": opinion.label,
        "late": opinion.is_late,
        "api": request.build_absolute_uri(path),
    }
