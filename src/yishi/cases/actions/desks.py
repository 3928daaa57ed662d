"""What several actions do in the same way: put a case on a desk, keep words and pictures, tell the resident."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from yishi.network import pictures
from yishi.network.models import Post
from yishi.notices.actions import tell
from yishi.notices.kinds import Kind
from yishi.record import clock, digest, emit, new_salt
from yishi.record.rows import put

from .. import clocks, events, notices
from ..models import Case, Channel, Note, Photo, SecondLook, State, Stay, Wording
from . import stopping
from .followers import tell_followers


def change(case: Case, **fields: Any) -> None:
    """Set fields of the case and say when it changed."""
    for name, value in fields.items():
        setattr(case, name, value)
    case.changed_at = clock.now()
    case.save(update_fields=[*fields, "changed_at"])


def wait_for_a_look(case: Case) -> None:
    """A resident said something to the case later, and somebody must look at it before everybody reads it."""
    if not case.later_waits:
        change(case, later_waits=True)


def put_on_desk(
    actor,
    case: Case,
    post: Post,
    *,
    position: int,
    why: str,
    fresh: bool | None = None,
    until_on: date | None = None,
) -> None:
    """The case leaves the desk it is on, if any, and lies on another, waiting to be taken. Whether it gets a clock of
    its own there follows from why it came, unless `fresh` says so, and never ends before a day that was given with it;
    a stop of the clock ends."""
    now, first = clock.now(), why == Stay.Why.REPORTED
    if not first:
        case.stays.filter(left_at=None).update(left_at=now)
    fields = _clock_there(case, position, why, why in clocks.FRESH if fresh is None else fresh)
    if until_on is not None:
        fields |= _not_before(case, until_on, fields)
    due_at = fields.get("due_at", case.due_at)
    put(Stay(case=case, position=position, post=post, why=why, arrived_at=now, due_at=due_at))
    if not first:  # a new case was written like this a moment ago
        change(
            case,
            holder=post,
            position=position,
            state=State.REPORTED,
            taken_at=None,
            ended_at=None,
            **fields,
        )
    emit(events.Dispatched(to=post.ref, position=position, due_at=due_at, why=why), about=case, by=actor)
    if actor.post == post:
        return
    kind = notices.NOT_SOLVED if why == Stay.Why.NOT_SOLVED else notices.ARRIVED
    facts = {"number": case.number, "due": due_at}
    if kind is notices.ARRIVED:
        facts["place"] = case.place.label_when_read
    tell(kind, about=case, link=desk_link(case), post=post, facts=facts)


def _clock_there(case: Case, position: int, why: str, fresh: bool) -> dict[str, Any]:
    """The fields of the case's clock on the desk it comes to."""
    if why == Stay.Why.REPORTED:
        return {}  # it began with the case
    stopping.overtake_extensions(case)
    if fresh:
        stopping.end(case)
        return clocks.started(case, position=position, why=why)
    _ended, fields = stopping.go_on(case)
    return fields


def _not_before(case: Case, day: date, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that let the clock there last until the end of a day, where it would be over before."""
    until = clocks.end_of(day, case.ladder)
    if until <= fields.get("due_at", case.due_at):
        return {}
    longer = clocks.fixed(case, until)
    longer.pop("contact_due_at", None)  # who gets in touch with the resident, and when, stays as it is
    return longer


def begin(case: Case) -> dict[str, Any]:
    """What it takes to have begun work: the present stay and the case say since when. Gives the case's fields."""
    now = clock.now()
    case.stays.filter(left_at=None, taken_at=None).update(taken_at=now)
    return {"taken_at": case.taken_at or now}


def keep_note(actor, case: Case, kind: str, text: str, *, public: bool = True, **codes: str) -> Note:
    """Words become part of the story."""
    if text and kind in Note.BY_RESIDENTS:
        wait_for_a_look(case)
    return Note.objects.create(
        case=case,
        kind=kind,
        text=text,
        salt=new_salt(),
        public=public,
        post=actor.post,
        at=clock.now(),
        **codes,
    )


def keep_photos(
    actor, case: Case, stage: str, read: Iterable[pictures.Picture], *, at: datetime | None = None
) -> list[Photo]:
    """Pictures become part of the story; `at` is the moment of what they belong to."""
    kept = []
    for picture in read:
        salt = new_salt()
        photo = Photo.objects.create(
            case=case,
            stage=stage,
            name=pictures.keep(picture),
            width=picture.width,
            height=picture.height,
            salt=salt,
            digest=digest(salt, picture.full),
            post=actor.post,
            at=at or clock.now(),
            wording=_first_look(actor, case, stage),
        )
        emit(events.PhotoAdded(stage=stage, picture=photo.digest), about=case, by=actor)
        kept.append(photo)
    return kept


def _first_look(actor, case: Case, stage: str) -> str:
    """What those who handle a case photograph they have looked at; a resident's photo waits for somebody's look."""
    by_hand = actor.post is not None and stage in (Photo.Stage.BEFORE, Photo.Stage.AFTER)
    return Wording.APPROVED if by_hand or case.channel == Channel.IMPORT else Wording.PENDING


def minutes_since(moment: datetime) -> int:
    return max(int((clock.now() - moment).total_seconds() // 60), 0)


def tell_resident(case: Case, kind: Kind, *, own: Kind | None = None, link: str = "", **facts: Any) -> None:
    """The reporter is told by account or, without one, at the number they left; whoever left neither looks it up. So
    are those whose cases were put together with it, and all who joined. `own` and `link` are for the reporter alone:
    another wording, and an address that lets them answer without signing in."""
    to: dict[str, Any] = {"person": case.reporter} if case.reporter else {"phone": case.contact_phone}
    if any(to.values()):
        link = link or reverse("cases:case", args=[case.number])
        facts_of_case = {"number": case.number, **facts}
        tell(own or kind, about=case, link=link, language=case.language, facts=facts_of_case, **to)
    if kind is not notices.RECEIVED:
        tell_followers(case, kind, facts)


def desk_link(case: Case) -> str:
    return reverse("desk:case", args=[case.number])


def look_link(look: SecondLook) -> str:
    return reverse("cases:look", args=[look.pk])
