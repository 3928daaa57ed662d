"""What keeps a case moving when it does not move by itself: parking with a way back, nudges, supervision, whistles."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.actors import CLOCK
from yishi.network.models import Post
from yishi.network.powers import Role
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, notices, rules
from ..models import Case, Note, Nudge, Parking, Pause, State, Stay, Summons, Supervision
from .desks import begin, change, desk_link, keep_note, put_on_desk, tell_resident
from .stopping import stop

# --- parking and return ---


Row = TypeVar("Row")


@action(may=rules.may_park)
def park(
    actor,
    case: Case,
    *,
    reason: str,
    text: str,
    measures: str,
    revisit_on: date,
    households: int | None = None,
) -> Case:
    """The desk proposes to let the case lie until circumstances change; until the rung above has spoken its clock
    runs on. `households` is the number behind it that brings it back before the day. Refused where a word is missing,
    the day is none of those the ladder allows, or the number is reached already.
    """
    check_parking(case, text, measures, revisit_on, households)
    judge = _there(rules.deciding_above(case, case.position, actor.post))
    case.parkings.filter(standing=Parking.Standing.PROPOSED).update(standing=Parking.Standing.REFUSED)
    parking = Parking.objects.create(
        case=case,
        reason=reason,
        text=clean(text),
        measures=clean(measures),
        salt=new_salt(),
        position=case.position,
        revisit_on=revisit_on,
        households=households if case.in_the_open else None,
        judge=judge,
        post=actor.post,
        at=clock.now(),
    )
    change(case, state=State.HANDLING, **begin(case))
    emit(
        events.ParkingProposed(
            reason=reason,
            revisit_on=revisit_on,
            households=parking.households,
            judge=judge.ref,
            text=parking.digest,
        ),
        about=case,
        by=actor,
    )
    facts = {"number": case.number, "day": revisit_on}
    tell(notices.PARKING_PROPOSED, about=case, link=desk_link(case), post=judge, facts=facts)
    return case


def lie_parked(actor, case: Case, parking: Parking, *, said: str) -> None:
    """Within an action: from the parking's decision on the case lies, its clock stands and the resident is told; `said`
    is the digest of the words it was decided with."""
    case.stays.filter(left_at=None).update(left_at=parking.decided_at)
    _stood, stopped = stop(actor, case, Pause.Reason.PARKED)
    change(case, state=State.PARKED, **stopped)
    emit(
        events.Parked(
            reason=parking.reason,
            revisit_on=parking.revisit_on,
            households=parking.households,
            voices=parking.voices_then,
            text=said,
        ),
        about=case,
        by=actor,
    )
    tell_resident(case, notices.PARKED, day=parking.revisit_on)


def check_parking(case: Case, text: str, measures: str, revisit_on: date, households: int | None) -> None:
    """The form asks for these too; here no door is left open beside it."""
    if not (text.strip() and measures.strip()):
        raise Refused(_("Parking needs what makes it impossible now, and what is done meanwhile."))
    today = clock.today()
    if not today < revisit_on <= today + timedelta(days=case.ladder.park_days):
        raise Refused(
            _("A case may be parked for %(days)s days at most; please choose an earlier day after today.")
            % {"days": case.ladder.park_days}
        )
    if households is not None and households <= case.voices:
        raise Refused(
            _("%(voices)s households stand behind it already; the number must be higher.")
            % {"voices": case.voices}
        )


@action(may=rules.may_decide_parking)
def decide_parking(actor, case: Case, *, agree: bool, text: str = "") -> Case:
    """The rung above has said whether the case may be parked. Parked, its clock stops and the resident is told why and
    until when; refused, which needs a reason, the work goes on."""
    parking = _there(rules.proposal_of(case))
    if not agree and not text.strip():
        raise Refused(_("A refusal needs a reason."))
    kind = Note.Kind.PARKED if agree else Note.Kind.NOT_PARKED
    kept = keep_note(actor, case, kind, clean(text))
    parking.decided_at, parking.voices_then = clock.now(), case.voices
    parking.standing = Parking.Standing.PARKED if agree else Parking.Standing.REFUSED
    parking.save(update_fields=["decided_at", "voices_then", "standing"])
    facts = {"number": case.number, "day": parking.revisit_on}
    if not agree:
        change(case)
        emit(events.ParkingRefused(text=kept.digest), about=case, by=actor)
        tell(
            notices.PARKING_REFUSED,
            about=case,
            link=desk_link(case),
            post=parking.post,
            facts={"number": case.number},
        )
        return case
    lie_parked(actor, case, parking, said=kept.digest)
    tell(notices.PARKING_APPROVED, about=case, link=desk_link(case), post=parking.post, facts=facts)
    wake_if_reached(actor, case)  # neighbours may have joined while it waited for the word
    return case


@action(may=rules.may_wake)
def wake(actor, case: Case, *, text: str = "") -> Case:
    """The parked case lies on the rung that parked it again, to be taken, with a fresh clock; how many households stood
    behind it then and now stands beside it. By hand it needs a reason; the clock's is the day or the number."""
    if actor.ref == "clock":
        return bring_back(actor, case, rules.why_back(case))
    if not text.strip():
        raise Refused(_("Please say what has changed."))
    keep_note(actor, case, Note.Kind.UNPARKED, clean(text))
    return bring_back(actor, case, Parking.Back.CHANGED)


def wake_if_reached(_actor, case: Case) -> bool:
    """For whoever counts a household in, within their own action and after `voices` was saved: where the number of
    households is reached, the parked case comes back at once. Gives whether it did; the row given is read anew then.
    """
    parking = rules.parking_of(case)
    if parking is None or parking.households is None or case.voices < parking.households:
        return False
    wake(CLOCK, case)
    case.refresh_from_db()
    return True


def bring_back(actor, case: Case, why: str) -> Case:
    """What `wake` does, within another action: the parked case lies on the desk that parked it again."""
    parking = _there(rules.parking_of(case))
    parking.standing, parking.back = Parking.Standing.RETURNED, why
    parking.returned_at, parking.voices_back = clock.now(), case.voices
    parking.save(update_fields=["standing", "back", "returned_at", "voices_back"])
    emit(
        events.Unparked(why=why, voices_then=parking.voices_then, voices_now=case.voices),
        about=case,
        by=actor,
    )
    position, post = _where_it_was(case, parking)
    put_on_desk(actor, case, post, position=position, why=Stay.Why.UNPARKED)
    tell_resident(
        case, notices.UNPARKED, then=parking.voices_then, now=case.voices, holder=post.title_when_read
    )
    return case


def _there(found: Row | None) -> Row:
    """What the rule has just seen there."""
    if found is None:
        raise Refused(_("Meanwhile this has been settled."), moved_on=True)
    return found


def _where_it_was(case: Case, parking: Parking) -> tuple[int, Post]:
    """The post that parked it, while somebody holds it; else the next one up that is held."""
    if parking.post and parking.post.holders():
        return parking.position, parking.post
    found = case.holder_from(parking.position)
    if found is None:
        return case.position, case.holder
    return found[0].position, found[1]


@action(may=rules.may_object_parking)
def object_parking(actor, case: Case, *, text: str) -> Case:
    """The resident or a neighbour does not accept the parking. The rung above the one that approved it decides; if it
    says nothing within the time of a part, the case comes back by itself."""
    parking = _there(rules.parking_of(case))
    kept = keep_note(actor, case, Note.Kind.OBJECTION, clean(text))
    above = rules.rung_of(case, parking.judge)
    judge = rules.deciding_above(case, above, parking.judge) if above else None
    parking.judge = judge if judge and judge.pk != parking.post_id else parking.judge
    parking.objected_at = clock.now()
    parking.save(update_fields=["judge", "objected_at"])
    change(case)
    emit(events.ParkingObjected(text=kept.digest), about=case, by=actor)
    facts = {"number": case.number, "due": parking.objection_due()}
    tell(notices.OBJECTED, about=case, link=desk_link(case), post=parking.judge, facts=facts)
    return case


@action(may=rules.may_rule_objection)
def rule_objection(actor, case: Case, *, upheld: bool, text: str) -> Case:
    """The objection is decided. Upheld, the case comes back at once; dismissed, it stays parked until its day."""
    parking = _there(rules.parking_of(case))
    kind = Note.Kind.UPHELD if upheld else Note.Kind.DISMISSED
    kept = keep_note(actor, case, kind, clean(text))
    parking.ruled_at = clock.now()
    parking.save(update_fields=["ruled_at"])
    change(case)
    emit(events.ObjectionRuled(upheld=upheld, text=kept.digest), about=case, by=actor)
    if upheld:
        return bring_back(actor, case, Parking.Back.OBJECTION)
    tell_resident(case, notices.OBJECTION_DISMISSED, day=parking.revisit_on)
    return case


# --- nudges ---


@action(may=rules.may_nudge)
def nudge(actor, case: Case, *, text: str = "") -> Case:
    """The holder is told that somebody asks how it stands: the resident, or somebody above with a remark."""
    own = rules.judges(actor, case)
    kept = Nudge.objects.create(
        case=case,
        text="" if own else clean(text),
        salt=new_salt(),
        post=None if own else actor.post,
        at=clock.now(),
    )
    change(case, nudged=case.nudged + 1)
    emit(events.Nudged(resident=own, times=case.nudged, text=kept.digest), about=case, by=actor)
    facts = {"number": case.number, "times": case.nudged, "due": case.due_at}
    tell(notices.NUDGED, about=case, link=desk_link(case), post=case.holder, facts=facts)
    return case


# --- supervision ---


@action(may=rules.may_supervise)
def supervise(actor, case: Case, *, grade: str, reason: str, text: str, due_on: date) -> Case:
    """The case is under supervision: the desk it lies on must report by the day, and everybody can see it."""
    return _supervise(actor, case, grade, reason, text, due_on)


def _supervise(actor, case: Case, grade: str, reason: str, text: str, due_on: date) -> Case:
    if due_on < clock.today():
        raise Refused(_("This day has passed. Please choose today or a later one."))
    kept = Supervision.objects.create(
        case=case,
        grade=grade,
        reason=reason,
        text=clean(text),
        salt=new_salt(),
        whom=case.holder,
        due_on=due_on,
        post=actor.post,
        at=clock.now(),
    )
    change(case)
    emit(
        events.Supervised(grade=grade, reason=reason, whom=case.holder.ref, due_on=due_on, text=kept.digest),
        about=case,
        by=actor,
    )
    facts = {"number": case.number, "day": due_on}
    tell(notices.SUPERVISED, about=case, link=desk_link(case), post=case.holder, facts=facts)
    return case


@action(may=rules.may_raise_supervision)
def raise_supervision(actor, case: Case, *, grade: str, text: str, due_on: date) -> Case:
    """The supervision goes on in a higher grade, with a new day to report by."""
    present = _there(rules.supervision_of(case))
    if grade not in present.higher:
        raise Refused(_("A raised supervision has a higher grade."))
    present.ended_at = clock.now()
    present.save(update_fields=["ended_at"])
    return _supervise(actor, case, grade, present.reason, text, due_on)


@action(may=rules.may_report_to_supervisor)
def report_to_supervisor(actor, case: Case, *, text: str) -> Case:
    """The desk under supervision has reported; the supervisor is told."""
    present = _there(rules.supervision_of(case))
    kept = keep_note(actor, case, Note.Kind.REPORT, clean(text))
    present.reported_at = clock.now()
    present.save(update_fields=["reported_at"])
    change(case)
    in_time = clock.today() <= present.due_on
    emit(events.SupervisionReported(text=kept.digest, in_time=in_time), about=case, by=actor)
    facts = {"number": case.number, "holder": actor.post.title_when_read}
    tell(notices.REPORTED_ABOVE, about=case, link=desk_link(case), post=present.post, facts=facts)
    return case


@action(may=rules.may_end_supervision)
def end_supervision(actor, case: Case, *, text: str) -> Case:
    """The supervisor lets go, and says why."""
    present = _there(rules.supervision_of(case))
    kept = keep_note(actor, case, Note.Kind.SUPERVISED, clean(text))
    present.ended_at = clock.now()
    present.save(update_fields=["ended_at"])
    change(case)
    emit(events.SupervisionEnded(grade=present.grade, text=kept.digest), about=case, by=actor)
    facts = {"number": case.number}
    tell(notices.SUPERVISION_ENDED, about=case, link=desk_link(case), post=case.holder, facts=facts)
    return case


# --- whistles ---


@action(may=rules.may_whistle)
def whistle(actor, case: Case, *, asked: Iterable[Post], hours: int, text: str) -> Case:
    """Several units are called on site at once and must appear within so many hours; who comes when is public."""
    wanted = {post.pk for post in asked}
    units = list(rules.units_to_whistle(case).filter(pk__in=wanted))
    if not wanted or len(units) != len(wanted):
        raise Refused(_("This unit cannot be called in for the case."))
    now = clock.now()
    for unit in units:
        kept = Summons.objects.create(
            case=case,
            asked=unit,
            text=clean(text),
            salt=new_salt(),
            post=actor.post,
            at=now,
            appear_by=now + timedelta(hours=hours),
        )
        emit(
            events.Whistled(asked=unit.ref, appear_by=kept.appear_by, text=kept.digest), about=case, by=actor
        )
        facts = {
            "number": case.number,
            "place": case.place.label_when_read,
            "due": kept.appear_by,
        }
        tell(notices.WHISTLE, about=case, link=desk_link(case), post=unit, facts=facts)
    if actor.post.pk == case.holder_id:
        change(case, state=State.HANDLING, **begin(case))
    else:
        change(case)
    return case


@action(may=rules.may_appear)
def appear(actor, case: Case, *, asked: Post, at: datetime | None = None) -> Case:
    """A unit is on site, by its own word or by the caller's; `at` is when the caller saw it come. What the unit said
    first stays."""
    summons = rules.awaited_by(actor, case).filter(asked=asked).last()
    if summons is None:
        raise Refused(_("Nobody is awaited on site here."), moved_on=True)
    now = clock.now()
    by_caller = summons.post_id == actor.post.pk and summons.asked_id != actor.post.pk
    seen_at = min(max(at, summons.at), now) if at and by_caller else now
    first = summons.appeared_at is None
    summons.appeared_at = summons.appeared_at or seen_at
    summons.confirmed_at = now if by_caller else summons.confirmed_at
    summons.save(update_fields=["appeared_at", "confirmed_at"])
    change(case)
    late = summons.late_by if first else None
    minutes = int(late.total_seconds() // 60) if late else 0
    emit(events.Appeared(asked=asked.ref, late_minutes=minutes, by_caller=by_caller), about=case, by=actor)
    if not by_caller:
        facts = {"number": case.number, "unit": asked.title_when_read}
        tell(notices.APPEARED, about=case, link=desk_link(case), post=summons.post, facts=facts)
    return case


@action(may=rules.may_miss_summons)
def miss_summons(actor, case: Case, *, asked: Post) -> Case:
    """It is noted that a unit did not come in time; the caller and the council are told."""
    missed = case.summonses.missed().filter(asked=asked, missed_at=None).last()
    if missed is None:
        raise Refused(_("Nobody is awaited on site here."), moved_on=True)
    missed.missed_at = clock.now()
    missed.save(update_fields=["missed_at"])
    change(case)
    emit(events.SummonsMissed(asked=asked.ref), about=case, by=actor)
    facts = {"number": case.number, "unit": asked.title_when_read}
    council = Post.objects.over(case.place_path).held().filter(role=Role.COUNCIL).first()
    for post in dict.fromkeys([missed.post, council]):
        if post:
            tell(notices.DID_NOT_APPEAR, about=case, link=desk_link(case), post=post, facts=facts)
    return case
