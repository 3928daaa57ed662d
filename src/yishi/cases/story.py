"""The story of a case, in the order it happened, as one reader may see it; and its way up the ladder."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from yishi.network import known as net
from yishi.network.models import Level, Place, Post
from yishi.record import reading
from yishi.record.models import Entry
from yishi.record.questions import GIVEN_TEXT, Shelf, put
from yishi.record.ways import way

from . import judging, present, pressure, publishing, timing
from .models import Answer, Case, Feedback, Help, Note, Photo, State, Stay
from .moments import Moment
from .publishing import reads_as_said, sees_within
from .rules import is_reporter


@dataclass
class Step:
    """One rung of the ladder as the case met it."""

    name: str | Lazy
    state: str
    holder: str = ""
    arrived_at: datetime | None = None
    spent: timedelta | None = None
    badge: str = ""
    stays: int = 0
    badge_label: str | Lazy = ""


def of(case: Case, actor) -> list[Moment]:
    """Everything that happened to the case which this reader may see, oldest first."""
    within = sees_within(actor, case)
    as_said = reads_as_said(actor, case) or is_reporter(actor, case)
    photos = _photos_by_moment(case, actor)
    moments = [
        _raised(case, actor, photos),
        *pressure.moments(case, within),
        *_stays(case),
        *_notes(case, actor, within, as_said),
        *_promises(case, within),
        *_parts(case, actor, within),
        *_helps(case, within),
        *timing.moments(case, within),
        *judging.moments(case, actor, photos, within),
        *_answers(case, actor, photos, within, as_said),
        *_ended(case),
        *_put_together(case),
        *_above(case),
    ]
    moments += [_seen(at, found) for (at, _stage), found in photos.items()]
    return sorted(moments, key=lambda m: m.at)


@dataclass(frozen=True)
class Shown:
    """How the story of a case shows what a room above wrote of it: an icon, the address it leads to and the words of
    that link, and figures beside it."""

    icon: str = "info"
    url: str = ""
    link: str | Lazy = ""
    more: tuple[tuple[str | Lazy, Any], ...] = ()


_upper: dict[str, Callable[[Any], Shown | None]] = {}
MOST_ABOVE = 60
_SHELF = Shelf(most=10)


def register_upper(kind_prefix: str, show: Callable[[Any], Shown | None]) -> None:
    """From now on events of a room above that are about a case, and whose kind begins like this, stand in its
    story: their sentence in the record, and what `show` gives for the event; None leaves one out. Called as an app
    is ready."""
    _upper[kind_prefix] = show


def _above(case: Case) -> Iterator[Moment]:
    """What rooms above did with the case, as the record has it. One statement, however much it was."""
    if not _upper:
        return
    kinds = tuple(_upper)
    question = _SHELF.get(kinds, lambda: put(lambda: _entries_of(kinds)))
    for entry in question.objects(case.ref):
        shown = _shown_above(entry)
        if shown is not None:
            title = reading.sentence(entry)
            yield Moment(
                entry.at, title, icon=shown.icon, more=list(shown.more), url=shown.url, link=shown.link
            )


def _entries_of(kinds: tuple[str, ...]) -> Any:
    any_of = Q()
    for prefix in kinds:
        any_of |= Q(kind__startswith=prefix)
    return Entry.objects.about(GIVEN_TEXT).filter(any_of)[:MOST_ABOVE]


def _shown_above(entry: Entry) -> Shown | None:
    show = next(show for prefix, show in _upper.items() if entry.kind.startswith(prefix))
    try:
        return show(entry.event)
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
    ):  # of a version that is gone: its sentence is left
        return Shown()


def _raised(case: Case, actor, photos: dict) -> Moment:
    return Moment(
        case.reported_at,
        _("A resident raised the matter"),
        text=publishing.words(case, actor) or publishing.why_not_shown(case),
        icon="speak",
        photos=photos.pop((case.reported_at, Photo.Stage.REPORT), []),
    )


_ARRIVED = {
    Stay.Why.REPORTED: (_("It went to"), "send"),
    Stay.Why.ON_DUTY: (_("Members on duty took it"), "hand"),
    Stay.Why.HANDED_UP: (_("Handed up to"), "stairs"),
    Stay.Why.SENT_BACK: (_("Sent back and passed to"), "return"),
    Stay.Why.RULING: (_("Sent back again; now to rule is"), "return"),
    Stay.Why.RULED: (_("By ruling it is with"), "check"),
    Stay.Why.NOT_SOLVED: (_("Not solved: one rung up, to"), "stairs"),
    Stay.Why.OVERDUE: (_("Its limit had passed; one rung up, to"), "alarm"),
    Stay.Why.UNPARKED: (_("Back from parking, to"), "return"),
    Stay.Why.SPLIT: (_("Taken out again; it goes its own way with"), "return"),
    Stay.Why.STRUCK: (_("The decision was struck out; it is with"), "return"),
    Stay.Why.CONCERNED: (_("It concerned the desk before; it went to"), "send"),
}


def _stays(case: Case) -> Iterator[Moment]:
    for stay in present.stays(case):
        title, icon = _ARRIVED[Stay.Why(stay.why)]
        yield Moment(
            stay.arrived_at, title, stay.post.title, icon=icon, more=[(_("answer due"), stay.due_at)]
        )
        if stay.taken_at and stay.why != Stay.Why.ON_DUTY:
            yield Moment(stay.taken_at, _("Taken"), stay.post.title, icon="work")


_NOTED = {
    Note.Kind.PROGRESS: (_("How it is going"), "pen"),
    Note.Kind.CALL: (_("Telephone call"), "phone"),
    Note.Kind.HAND_UP: (_("Why it was handed up"), "stairs"),
    Note.Kind.SEND_BACK: (_("Why it was sent back"), "return"),
    Note.Kind.RULING: (_("The ruling"), "check"),
    Note.Kind.DECLINE: (_("Declined"), "cross"),
    Note.Kind.WITHDRAW: (_("The resident no longer asks for it"), "cross"),
    Note.Kind.REWORD: (_("Public wording changed"), "pen"),
    Note.Kind.PARKED: (_("Parked until circumstances change"), "hourglass"),
    Note.Kind.NOT_PARKED: (_("It may not be parked: the work goes on"), "cross"),
    Note.Kind.OBJECTION: (_("A resident objects to the parking"), "speak"),
    Note.Kind.UPHELD: (_("The objection was upheld"), "check"),
    Note.Kind.DISMISSED: (_("The objection was not upheld: it stays parked"), "cross"),
    Note.Kind.UNPARKED: (_("Taken up again"), "return"),
    Note.Kind.REPORT: (_("Report to the supervisor"), "send"),
    Note.Kind.SUPERVISED: (_("The supervision was ended"), "check"),
}


def _notes(case: Case, actor, within: bool, as_said: bool) -> Iterator[Moment]:
    for note in present.rows(case, "notes"):
        own = actor.post and note.post_id == actor.post.pk
        if not (note.public or within or own):
            continue
        title, icon = _NOTED[Note.Kind(note.kind)]
        words = _later(note, case, actor, as_said) if note.is_by_resident else _words(note, within)
        moment = Moment(note.at, title, _title(note.post), words, icon, internal=not note.public)
        if note.kind == Note.Kind.DECLINE:
            door = note.door if within else case.masked(note.door)
            moment.kind, moment.more = "overdue", [(_("the right door"), door)]
        yield moment


def _promises(case: Case, within: bool) -> Iterator[Moment]:
    for promise in present.rows(case, "promises"):
        kind = "overdue" if promise.is_broken() else "due"
        words = _words(promise, within)
        yield Moment(
            promise.at,
            _("Promised a day"),
            _title(promise.post),
            words,
            "calendar",
            kind,
            more=[(_("for"), promise.due_on)],
        )


def _parts(case: Case, actor, within: bool) -> Iterator[Moment]:
    for part in present.rows(case, "parts"):
        own = within or bool(actor.post and part.asked_id == actor.post.pk)
        title = _("Called in to lead") if part.lead else _("Called in to help")
        yield Moment(part.at, title, part.asked.title, _words(part, own), "org")
        if part.replied_at:
            reply = part.reply if own else part.public_reply
            yield Moment(part.replied_at, _("The unit replied"), part.asked.title, reply, "org", "done")


def _helps(case: Case, within: bool) -> Iterator[Moment]:
    """That somebody was asked to help and came; never who. That one could not come stays among those who handle it."""
    for asked in present.rows(case, "helps"):
        what: list[tuple[str | Lazy, Any]] = [(_("what they can do"), asked.get_skill_display())]
        yield Moment(asked.at, _("A helper was asked"), _title(asked.post), icon="hand", more=what)
        if asked.replied_at and (asked.reply == Help.Reply.YES or within):
            comes = asked.reply == Help.Reply.YES
            title = _("The helper said yes") if comes else _("The helper cannot come")
            yield Moment(asked.replied_at, title, icon="hand", more=what, internal=not comes)
        if asked.came_at:
            yield Moment(asked.came_at, _("The helper was there"), icon="hand", kind="done", more=what)


def _answers(case: Case, actor, photos: dict, within: bool, as_said: bool) -> Iterator[Moment]:
    for answer in present.answers(case):
        more: list[tuple[str | Lazy, Any]] = [
            (_("what remains"), answer.remaining if within else answer.public_remaining),
            (_("by"), answer.remaining_on),
            (_("on what ground"), answer.basis if within else answer.public_basis),
            (_("what can be done instead"), answer.alternative if within else answer.public_alternative),
        ]
        shown = [(label, value) for label, value in more if value]
        after = photos.pop((answer.at, Photo.Stage.AFTER), [])
        title = _("Answered: %(kind)s") % {"kind": answer.get_kind_display()}
        kind = "done" if answer.kind == Answer.Kind.SOLVED else "plain"
        words = _words(answer, within)
        yield Moment(
            answer.at, title, _title(answer.post), words, "check-circle", kind, more=shown, photos=after
        )
        feedback = getattr(answer, "feedback", None)
        if feedback:
            yield _judged(feedback, photos, _later(feedback, case, actor, as_said))


def _judged(feedback: Feedback, photos: dict, words: str) -> Moment:
    solved = feedback.solved
    return Moment(
        feedback.at,
        _("The resident says: solved") if solved else _("The resident says: not solved"),
        text=words,
        icon="smile" if solved else "frown",
        kind="done" if solved else "overdue",
        more=_how_judged(feedback),
        photos=photos.pop((feedback.at, Photo.Stage.CONTEST), []),
    )


_BY = {
    "phone": _("asked by telephone"),
    "sms": _("by text message"),
    "paper": _("on a paper slip"),
    "link": _("by the link in the message"),
}


def _how_judged(feedback: Feedback) -> list[tuple[str | Lazy, Any]]:
    """How satisfied they are, if they said so; and how they said it, where it was not on the page."""
    satisfied = [(_("satisfaction"), feedback.get_satisfaction_display())] if feedback.satisfaction else []
    return satisfied + ([(_("how they said it"), _BY[feedback.channel])] if feedback.channel in _BY else [])


def _ended(case: Case) -> Iterator[Moment]:
    if case.ended_at is None:
        return
    if case.state == State.LAPSED:
        yield Moment(case.ended_at, _("No word from the resident: ended in silence"), icon="hourglass")
    if case.state == State.WITHDRAWN:
        yield Moment(case.ended_at, _("The resident withdrew it"), icon="cross")


def _seen(at: datetime, photos: list[dict]) -> Moment:
    return Moment(at, _("Photos from the place"), icon="camera", photos=photos)


def _title(post: Post | None) -> str:
    return post.title if post else ""


def _later(said: Any, case: Case, actor, as_said: bool) -> str:
    return publishing.words_later(said, case, actor, as_said=as_said)


def _words(said: Any, within: bool) -> str:
    return said.text if within else said.public_text


def _photos_by_moment(case: Case, actor) -> dict[tuple[datetime, str], list[dict]]:
    found: dict[tuple[datetime, str], list[dict]] = defaultdict(list)
    for photo in publishing.photos(case, actor):
        found[photo.at, photo.stage].append(shown(photo))
    return found


def shown(photo: Photo) -> dict:
    """A photo as the page shows it."""
    return {
        "url": way("cases:photo", photo.pk, "full"),
        "thumb": way("cases:photo", photo.pk, "small"),
        "caption": photo.get_stage_display(),
        "alt": _("Photo: %(stage)s") % {"stage": photo.get_stage_display()},
    }


def before_and_after(case: Case) -> tuple[dict, dict] | None:
    """The first picture of how it was and the last of how it became, where there are both."""
    photos = [photo for photo in case.pictures if photo.is_shown]
    before = next((p for p in photos if p.stage in (Photo.Stage.REPORT, Photo.Stage.BEFORE)), None)
    after = next((p for p in reversed(photos) if p.stage == Photo.Stage.AFTER), None)
    return (_uncaptioned(before), _uncaptioned(after)) if before and after else None


def _uncaptioned(photo: Photo) -> dict:
    return {**shown(photo), "caption": ""}


def ladder(case: Case) -> list[Step]:
    """Every rung of the case's ladder: what is behind, where it is, what could come."""
    stays: dict[int, list[Stay]] = defaultdict(list)
    for stay in present.stays(case):
        stays[stay.position].append(stay)
    return [_step(case, rung, stays.get(rung.position, [])) for rung in case.ladder.steps]


def _put_together(case: Case) -> Iterator[Moment]:
    """Other cases that say the same, and what this one was put together with."""
    for part in present.merged(case):
        if part.merged_at is None:
            continue
        number: list[tuple[Any, Any]] = [(_("its number"), part.number)]
        yield Moment(part.merged_at, _("Neighbours said the same: put together"), icon="people", more=number)
    if case.merged_into and case.merged_at:
        number = [(_("its number"), case.merged_into.number)]
        yield Moment(
            case.merged_at, _("Put together with another that says the same"), icon="people", more=number
        )


def _step(case: Case, rung: Any, stays: list[Stay]) -> Step:
    if not stays:
        return Step(rung.name, "future")
    spent = sum((s.lasted() for s in stays), timedelta())
    here = rung.position == case.position and not case.is_over
    badge = case.badge if here else ""
    return Step(
        rung.name,
        "present" if here else "past",
        stays[-1].post.title,
        stays[0].arrived_at,
        spent,
        badge,
        len(stays),
        case.get_state_display() if here and case.state == State.PARKED else "",
    )


def community_of(place: Place) -> Place:
    """The community a place lies in, or the place itself above that level."""
    return community_among(net.around(place.path))


def community_among(around: list[Place]) -> Place:
    """The community in a way down the tree, or the last place of it where it ends above one."""
    return next((p for p in around if p.level == Level.COMMUNITY), around[-1])
