"""What is said of a case aloud at a session, written down there: an answer on the spot, a promise, a decision.

The same state machine as on a desk: an answer on the spot still asks the resident, and whoever gave it never closes
it. Who wrote it down is the actor of the record; who said it is the post that stands in the story.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Place, Post
from yishi.notices.actions import tell
from yishi.record import action, clock, emit, new_salt
from yishi.record.models import Entry

from .. import clocks, events, known, notices, rules
from ..models import Case, Note, Parking, Part, Photo, Promise, State, Stay, Wording
from .desks import change, desk_link, keep_note, put_on_desk, tell_resident
from .intake import _as_it_is, open_case
from .pressure import check_parking, lie_parked
from .work import give_answer


@action(may=rules.may_hear, lock=False, read=_as_it_is)
def hear(
    actor,
    place: Place,
    *,
    by: Post | None = None,
    looked_at: tuple[str, str] | None = None,
    pictures: Iterable[Mapping[str, Any]] = (),
    **what: Any,
) -> Case:
    """What somebody said at a session is a case, on the desk of whoever took it home (`by`, where that post handles
    matters there), else of whoever deals with it first; a department or company that took it home is called in with a
    part. `looked_at` are title and words that somebody approved for everybody already; `pictures` are kept ones, as
    fields of `Photo`. Other fields as in `begun`."""
    case = open_case(actor, place, desk=_desk_of(place, by), looked_at=looked_at, **what)
    for each in pictures:
        photo = Photo.objects.create(
            case=case, stage=Photo.Stage.REPORT, at=case.reported_at, wording=Wording.PENDING, **each
        )
        emit(events.PhotoAdded(stage=photo.stage, picture=photo.digest), about=case, by=actor)
    if by is not None and by.pk != case.holder_id:
        call_in(actor, case, by, str(_("Taken home from the session.")))
    return case


def _desk_of(place: Place, by: Post | None) -> Any:
    """The rung and post of whoever took it home; None where that post handles no matters there."""
    ladder = known.ladder_over(place.path)
    rung = rules.desk_for(place.path, ladder, by) if ladder else None
    return (rung, by) if rung else None


def call_in(actor, case: Case, asked: Post, text: str, due_on: date | None = None) -> Part | None:
    """A unit that spoke for itself has its part in the case on its desk. Gives None where it is no unit that can be
    called in there, or has an open part already."""
    if not rules.units_to_call(case).filter(pk=asked.pk).exists():
        return None
    if case.parts.filter(asked=asked, replied_at=None).exists():
        return None
    now = clock.now()
    due_at = clocks.end_of(due_on, case.ladder) if due_on else now + timedelta(days=case.ladder.part_days)
    part = Part.objects.create(
        case=case, asked=asked, text=clean(text), salt=new_salt(), post=case.holder, at=now, due_at=due_at
    )
    emit(events.PartAsked(asked=asked.ref, lead=False, text=part.digest), about=case, by=actor)
    facts = {"number": case.number, "place": case.place.label_when_read, "due": part.due_at}
    tell(notices.PART, about=case, link=desk_link(case), post=asked, facts=facts)
    return part


@action(may=rules.may_answer_at_session)
def answer_at_session(actor, case: Case, *, by: Post, kind: str, text: str, basis: str) -> Case:
    """It was answered aloud at the session by a post, and the resident is asked whether that is the end of it. `basis`
    says when and where."""
    return give_answer(actor, case, by, kind=kind, text=text, basis=basis)


@action(may=rules.may_promise_at_session)
def promise_at_session(actor, case: Case, *, by: Post, text: str, due_on: date | None) -> Case:
    """It was promised aloud at the session by a post, with a day or without one. The case stays on its desk, whose
    clock runs on; a department or company that promised has a part in it."""
    digested = _keep_promise(actor, case, by, text, due_on)
    emit(events.PromisedAtSession(by=by.ref, due_on=due_on, text=digested), about=case, by=actor)
    if case.is_open:
        call_in(actor, case, by, text, due_on)
        change(case, **clocks.progressed(case))
    else:
        change(case)
    if due_on:
        tell_resident(case, notices.PROMISED, day=due_on)
    return case


def _keep_promise(actor, case: Case, by: Post, text: str, due_on: date | None) -> str:
    """The digest of what was kept: a promise with a day, or among the notes one without."""
    if due_on is None:
        return _note(case, by, Note.Kind.PROGRESS, text).digest
    promise = Promise.objects.create(
        case=case, text=clean(text), salt=new_salt(), due_on=due_on, post=by, at=clock.now()
    )
    return promise.digest


def _note(case: Case, by: Post | None, kind: str, text: str) -> Note:
    return Note.objects.create(
        case=case, kind=kind, text=clean(text), salt=new_salt(), public=True, post=by, at=clock.now()
    )


@action(may=rules.may_note_at_session)
def note_at_session(actor, case: Case, *, by: Post, text: str) -> Case:
    """What was said of it at a session stands in its story; whose it is and how long it has stay as they are."""
    kept = _note(case, by, Note.Kind.PROGRESS, text)
    change(case, **(clocks.progressed(case) if case.is_open else {}))
    emit(events.SaidAtSession(by=by.ref, text=kept.digest), about=case, by=actor)
    return case


@action(may=rules.may_take_back_at_session)
def take_back_at_session(actor, case: Case, *, since: datetime) -> Case:
    """What a session's sheet said of the case from a moment on was written down wrongly. Its answer and the promises of
    that moment leave the story, and the measures; the record keeps their digests. An answered case lies on its desk
    again, with the clock it had."""
    promises = case.promises.filter(at__gte=since, kept_at=None)
    struck = promises.count()
    promises.delete()
    answered = _answer_event(case) if case.state == State.ANSWERED else {}
    if answered:
        case.answers.all().delete()
        _reopen(case)
    emit(
        events.TakenBackAtSession(
            answer=answered.get("answer", ""),
            minutes=answered.get("minutes", 0),
            first=answered.get("first", False),
            late=answered.get("late", False),
            promises=struck,
            on=localtime(since).date(),
            role=answered.get("role", ""),
            hops=answered.get("hops"),
        ),
        about=case,
        by=actor,
    )
    return case


def _answer_event(case: Case) -> dict[str, Any]:
    """The fields of the event by which the answer that is taken back was counted."""
    entry = Entry.objects.about(case.ref).filter(kind=events.Answered.kind).last()
    return json.loads(entry.fields) if entry else {}


def _reopen(case: Case) -> None:
    stay = case.stays.order_by("arrived_at", "id").last()
    if stay:
        stay.left_at, stay.taken_at = None, None
        stay.save(update_fields=["left_at", "taken_at"])
    for name in ("answered_at", "first_answered_at", "taken_at", "contacted_at"):
        setattr(case, name, None)
    change(
        case,
        state=State.REPORTED,
        answered_at=None,
        first_answered_at=None,
        taken_at=None,
        contacted_at=None,
        **clocks.recounted(case),
    )


@action(may=rules.may_settle_at_session)
def settle_at_session(actor, case: Case, *, text: str, does: Sequence[tuple[Post, str, date | None]]) -> Case:
    """The council has decided in session who does what and until when, and that binds: the first of them that handles
    matters there gets the case with a fresh clock, which lasts at least until the last day that was named, and units
    get their parts with their words and days. Where none of them handles matters, the council keeps it."""
    posts = [post for post, _said, _day in does]
    until_on = max((day for _post, _said, day in does if day), default=None)
    kept = _note(case, case.holder, Note.Kind.RULING, text)
    council = case.holder
    ladder = case.ladder
    desk = next((post for post in posts if rules.desk_for(case.place_path, ladder, post)), council)
    change(case, bound=True)
    emit(events.SettledAtSession(to=desk.ref, text=kept.digest), about=case, by=actor)
    position = getattr(rules.desk_for(case.place_path, ladder, desk), "position", case.position)
    put_on_desk(actor, case, desk, position=position, why=Stay.Why.RULED, fresh=True, until_on=until_on)
    for post, said, due_on in does:
        if post.pk != desk.pk:
            call_in(actor, case, post, said, due_on)
    return case


@action(may=rules.may_park_at_session)
def park_at_session(
    actor,
    case: Case,
    *,
    reason: str,
    text: str,
    measures: str,
    revisit_on: date,
    households: int | None = None,
) -> Case:
    """The council has decided in session that the case lies until circumstances change: at once, for it is the body
    that decides. An objection goes to somebody else who supervises there. Refused where a word is missing, the
    day is none of those the ladder allows, or the number is reached already."""
    check_parking(case, text, measures, revisit_on, households)
    council, now = case.holder, clock.now()
    case.parkings.filter(standing=Parking.Standing.PROPOSED).update(standing=Parking.Standing.REFUSED)
    parking = Parking.objects.create(
        case=case,
        standing=Parking.Standing.PARKED,
        reason=reason,
        text=clean(text),
        measures=clean(measures),
        salt=new_salt(),
        position=case.position,
        revisit_on=revisit_on,
        households=households if case.in_the_open else None,
        judge=rules.deciding_above(case, case.position, council) or council,
        post=council,
        at=now,
        decided_at=now,
        voices_then=case.voices,
    )
    keep_note(actor, case, Note.Kind.PARKED, "")
    lie_parked(actor, case, parking, said=parking.digest)
    return case


__all__ = [
    "answer_at_session",
    "call_in",
    "hear",
    "note_at_session",
    "park_at_session",
    "promise_at_session",
    "settle_at_session",
    "take_back_at_session",
]
