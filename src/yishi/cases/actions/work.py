"""The middle of a case: what the desk it lies on does with it, and what units called in do."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Post
from yishi.network.pictures import Picture
from yishi.network.powers import Role
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import clocks, events, links, notices, rules
from ..models import Answer, Case, Note, Part, Photo, Promise, State, Stay
from .desks import begin, change, desk_link, keep_note, keep_photos, minutes_since, put_on_desk, tell_resident
from .originals import open_for_handling
from .stopping import leave


@action(may=rules.may_take)
def take(actor, case: Case) -> Case:
    """Somebody works on the case now. Members on duty take it onto their own desk, on the same rung and clock."""
    former = case.holder
    if actor.post.pk != former.pk:
        put_on_desk(actor, case, actor.post, position=case.position, why=Stay.Why.ON_DUTY)
    change(case, state=State.HANDLING, **begin(case))
    emit(events.Taken(minutes=minutes_since(case.reported_at)), about=case, by=actor)
    open_for_handling(actor, case)
    tell_resident(case, notices.TAKEN, holder=actor.post.title_when_read)
    if former.pk != actor.post.pk:
        facts = {"number": case.number, "holder": actor.post.title_when_read}
        tell(notices.TAKEN_OVER, about=case, link=desk_link(case), post=former, facts=facts)
    return case


@action(may=rules.may_note)
def note(actor, case: Case, *, text: str, public: bool = False) -> Case:
    """A note stands in the story; a unit called in writes only among those who handle the case."""
    public = public and actor.post.pk == case.holder_id
    kept = keep_note(actor, case, Note.Kind.PROGRESS, clean(text), public=public)
    change(case, **(clocks.progressed(case) if public else {}))
    emit(events.Noted(public=public, text=kept.digest), about=case, by=actor)
    return case


@action(may=rules.may_call)
def call(actor, case: Case, *, outcome: str, text: str = "") -> Case:
    """A telephone call with the resident is on the books: reached, not reached, or a wrong number."""
    kept = keep_note(actor, case, Note.Kind.CALL, clean(text), public=False, code=outcome)
    change(case, **(clocks.contacted(case) if outcome == "reached" else {}))
    emit(events.Called(outcome=outcome, text=kept.digest), about=case, by=actor)
    return case


@action(may=rules.may_add_photos)
def add_photos(actor, case: Case, *, photos: Iterable[Picture], stage: str = Photo.Stage.BEFORE) -> Case:
    """Pictures from the place stand in the story."""
    keep_photos(actor, case, stage, photos)
    change(case)
    return case


@action(may=rules.may_promise)
def promise(actor, case: Case, *, text: str, due_on: date) -> Case:
    """It is promised, for a day, and everybody can see it. Promising takes the case."""
    kept = Promise.objects.create(
        case=case, text=clean(text), salt=new_salt(), due_on=due_on, post=actor.post, at=clock.now()
    )
    change(case, state=State.HANDLING, **begin(case), **clocks.progressed(case))
    emit(events.Promised(due_on=due_on, text=kept.digest), about=case, by=actor)
    tell_resident(case, notices.PROMISED, day=due_on)
    return case


@action(may=rules.may_hand_up)
def hand_up(actor, case: Case, *, reason: str) -> Case:
    """The case lies with the next rung that has somebody on its post, with the reason in the story."""
    kept = keep_note(actor, case, Note.Kind.HAND_UP, clean(reason))
    origin = case.position
    move_up(actor, case, Stay.Why.HANDED_UP)
    emit(events.HandedUp(origin=origin, target=case.position, reason=kept.digest), about=case, by=actor)
    tell_resident(case, notices.HANDED_UP, holder=case.holder.title_when_read)
    return case


def move_up(actor, case: Case, why: str) -> None:
    """Put the case on the next rung up; from the top rung it comes back to the top."""
    found = case.holder_from(case.position + 1)
    found = found or case.holder_from(case.position)
    if found is None:
        raise Refused(_("There is nobody above to hand it to."))
    rung, post = found
    put_on_desk(actor, case, post, position=rung.position, why=why)


@action(may=rules.may_send_back)
def send_back(actor, case: Case, *, reason: str, proposed: Post) -> Case:
    """The desk says the case is not theirs. The first time it goes to whom they propose; the second time the community
    committee must rule. The clock keeps running from where it was: time lost here is lost by us, not by the resident.
    """
    if not rules.desks_to_propose(case).filter(pk=proposed.pk).exists():
        raise Refused(_("This desk cannot be proposed for the case."))
    kept = keep_note(actor, case, Note.Kind.SEND_BACK, clean(reason))
    change(case, returns=case.returns + 1)
    emit(events.SentBack(times=case.returns, proposed=proposed.ref, reason=kept.digest), about=case, by=actor)
    if case.returns == 1:
        put_on_desk(
            actor,
            case,
            proposed,
            position=_position(case, proposed),
            why=Stay.Why.SENT_BACK,
        )
    else:
        _up_for_ruling(actor, case)
    return case


def _up_for_ruling(actor, case: Case) -> None:
    posts = Post.objects.over(case.place_path).held().filter(role=Role.COMMITTEE)
    posts = posts.exclude(pk__in=case.kept_out)
    judge = posts.exclude(organisation=case.about_id).first() if case.about_id else posts.first()
    if judge is None:
        raise Refused(_("The community committee has nobody to rule. Please hand the case up instead."))
    put_on_desk(actor, case, judge, position=_position(case, judge), why=Stay.Why.RULING)
    change(case, state=State.RULING)
    tell(notices.RULING, about=case, link=desk_link(case), post=judge, facts={"number": case.number})


def _position(case: Case, post: Post) -> int:
    """The rung a post stands on, or the one the case is on."""
    return next((r.position for r in case.ladder.rungs.all() if r.role == post.role), case.position)


@action(may=rules.may_rule)
def rule(actor, case: Case, *, reason: str, to: Post) -> Case:
    """The community committee has said whose it is, and that binds. It may keep the case itself."""
    if to.pk != case.holder_id and not rules.desks_to_propose(case).filter(pk=to.pk).exists():
        raise Refused(_("This desk cannot be proposed for the case."))
    kept = keep_note(actor, case, Note.Kind.RULING, clean(reason))
    change(case, bound=True)
    emit(events.Ruled(to=to.ref, reason=kept.digest), about=case, by=actor)
    put_on_desk(actor, case, to, position=_position(case, to), why=Stay.Why.RULED)
    return case


@action(may=rules.may_ask_part)
def ask_part(actor, case: Case, *, asked: Post, text: str, lead: bool = False) -> Part:
    """A unit is called in with a part of its own; the desk stays answerable to the resident."""
    if not rules.units_to_call(case).filter(pk=asked.pk).exists():
        raise Refused(_("This unit cannot be called in for the case."))
    if case.parts.filter(asked=asked, replied_at=None).exists():
        raise Refused(_("This unit has been called in already and has not replied yet."), moved_on=True)
    now = clock.now()
    part = Part.objects.create(
        case=case,
        asked=asked,
        lead=lead,
        text=clean(text),
        salt=new_salt(),
        post=actor.post,
        at=now,
        due_at=now + timedelta(days=case.ladder.part_days),
    )
    change(case, state=State.HANDLING, **begin(case))
    emit(events.PartAsked(asked=asked.ref, lead=lead, text=part.digest), about=case, by=actor)
    facts = {"number": case.number, "place": case.place.label_when_read, "due": part.due_at}
    tell(notices.PART, about=case, link=desk_link(case), post=asked, facts=facts)
    return part


@action(may=rules.may_answer_part)
def answer_part(actor, case: Case, *, text: str) -> Case:
    """The unit has said what it did; the desk is told."""
    part = case.parts.get(asked=actor.post, replied_at=None)
    part.reply, part.reply_salt, part.replied_at = clean(text), new_salt(), clock.now()
    part.save(update_fields=["reply", "reply_salt", "replied_at"])
    change(case)
    reply = digest(part.reply_salt, part.reply)
    emit(events.PartAnswered(asked=actor.post.ref, reply=reply), about=case, by=actor)
    facts = {"number": case.number, "unit": actor.post.title_when_read}
    tell(notices.PART_REPLIED, about=case, link=desk_link(case), post=case.holder, facts=facts)
    return case


@action(may=rules.may_answer)
def answer(
    actor,
    case: Case,
    *,
    kind: str,
    text: str,
    remaining: str = "",
    remaining_on: date | None = None,
    basis: str = "",
    alternative: str = "",
    photos: Iterable[Picture] = (),
    before: Iterable[Picture] = (),
) -> Case:
    """The desk says what came of it, and the resident is asked at once. What the kind of answer needs must be there."""
    return give_answer(
        actor,
        case,
        actor.post,
        kind=kind,
        text=text,
        remaining=remaining,
        remaining_on=remaining_on,
        basis=basis,
        alternative=alternative,
        photos=photos,
        before=before,
    )


def give_answer(
    actor,
    case: Case,
    post: Post,
    *,
    kind: str,
    text: str,
    remaining: str = "",
    remaining_on: date | None = None,
    basis: str = "",
    alternative: str = "",
    photos: Iterable[Picture] = (),
    before: Iterable[Picture] = (),
) -> Case:
    """What `answer` does, for whichever post gave the answer: at a session somebody else writes it down."""
    _check_complete(kind, text, remaining, remaining_on, basis, alternative)
    now, first = clock.now(), case.first_answered_at is None
    kept = Answer.objects.create(
        case=case,
        kind=kind,
        position=case.position,
        text=clean(text),
        remaining=clean(remaining),
        remaining_on=remaining_on,
        basis=clean(basis),
        alternative=clean(alternative),
        salt=new_salt(),
        post=post,
        at=now,
    )
    keep_photos(actor, case, Photo.Stage.BEFORE, before)
    keep_photos(actor, case, Photo.Stage.AFTER, photos, at=now)
    case.promises.filter(kept_at=None).update(kept_at=now)
    fields = begin(case) | clocks.contacted(case) | leave(case)
    case.stays.filter(left_at=None).update(left_at=now)
    change(
        case, state=State.ANSWERED, answered_at=now, first_answered_at=case.first_answered_at or now, **fields
    )
    minutes = minutes_since(case.reported_at)
    emit(
        events.Answered(
            answer=kind,
            position=case.position,
            minutes=minutes,
            first=first,
            text=kept.digest,
            late=now > case.due_at,
            role=post.role,
            hops=max(case.stays.count() - 1, 0) if first else None,
        ),
        about=case,
        by=actor,
    )
    until = (now + timedelta(days=case.ladder.lapse_days)).date()
    own = notices.ANSWERED_BY_TEXT if links.text_replies_are_heard(case) else None
    tell_resident(case, notices.ANSWERED, own=own, link=links.address(kept), day=until)
    return case


def _check_complete(kind: str, text: str, remaining: str, remaining_on, basis: str, alternative: str) -> None:
    """The form asks for these too; here no door is left open beside it."""
    needed = {
        Answer.Kind.PARTLY: (remaining, remaining_on),
        Answer.Kind.EXPLAINED: (basis,),
        Answer.Kind.IMPOSSIBLE: (basis, alternative),
    }.get(Answer.Kind(kind), ())
    if not text.strip() or not all(needed):
        raise Refused(_("This kind of answer needs more: please fill in every field."))


@action(may=rules.may_decline)
def decline(actor, case: Case, *, ground: str, text: str, door: str) -> Case:
    """The case ends here, with the ground and the right door to knock at instead."""
    if not (text.strip() and door.strip()):
        raise Refused(_("Declining needs a reason and the right door to knock at instead."))
    now = clock.now()
    kept = keep_note(actor, case, Note.Kind.DECLINE, clean(text), code=ground, door=clean(door))
    fields = begin(case) | leave(case)
    case.stays.filter(left_at=None).update(left_at=now)
    change(case, state=State.DECLINED, ended_at=now, **fields)
    emit(events.Declined(ground=ground, text=kept.digest), about=case, by=actor)
    tell_resident(case, notices.DECLINED)
    return case
