"""Judging beyond the page: call-backs, neighbours' doubts, second looks, and what the rates leave out."""

import random
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment, Level, Place, Post, Residence, within
from yishi.network.pictures import Picture
from yishi.network.powers import Power, roles_with
from yishi.notices.actions import tell
from yishi.people.models import Person
from yishi.record import Refused, action, chore, clock, digest, emit, new_salt

from .. import events, notices, rules
from ..events.judging import cell_of, reopened
from ..models import (
    Answer,
    CallAttempt,
    Case,
    Doubt,
    Exclusion,
    Feedback,
    Photo,
    RateRule,
    SecondLook,
    SmsReply,
    Stay,
    Visibility,
    Volunteer,
)
from .asking import nothing_more_to_ask, rang
from .closing import confirm, contest, counted_at, judged_by
from .desks import change, desk_link, keep_photos, look_link, tell_resident, wait_for_a_look
from .work import move_up

MOST_DRAWN = 60
"""Out of so many volunteers, drawn by lot, one without a part in the case is looked for."""

# The telephone


@action(may=rules.may_call_back)
def call_back(
    actor,
    case: Case,
    *,
    outcome: str,
    solved: bool | None = None,
    contacted: bool | None = None,
    satisfaction: str = "",
    text: str = "",
    next_try_at: datetime | None = None,
) -> Case:
    """The resident was rung up: what they answered closes the case or passes it on; else it is known when to try
    again, and after enough attempts that there is no valid call-back."""
    if outcome != CallAttempt.Outcome.REACHED:
        rang(actor, case, outcome, next_try_at)
        change(case)
        return case
    if solved is None:
        raise Refused(_("Please say whether it is solved, as the resident said."))
    said: dict[str, Any] = {"contacted": contacted, "satisfaction": satisfaction, "text": text}
    judge = confirm if solved else contest
    return judge(actor, case, channel="phone", **said)


# Text messages that come back


@chore("a text message that came back; what it says about a case is an event of its own")
def note_reply(key: str, outcome: str, case: Case | None = None) -> SmsReply:
    """It is known that a message came and what was made of it, so that the same one sent again changes nothing."""
    kept, _new = SmsReply.objects.get_or_create(
        key=key, defaults={"outcome": outcome, "case": case, "at": clock.now()}
    )
    return kept


# Neighbours


@action(may=rules.may_doubt)
def doubt(actor, case: Case, *, text: str = "", photos: Iterable[Picture] = ()) -> Case:
    """A neighbour says it is not solved, and everybody can see that. Enough households reopen it on the next rung."""
    home = rules.lives_there(actor.person, case)
    photos = list(photos)
    if not (text.strip() or photos):
        raise Refused(_("Please say in a few words what is still wrong, or add a photo."))
    _keep_doubt(actor, case, actor.person, home, text, photos)
    return case


def _keep_doubt(
    actor,
    case: Case,
    person: Person,
    home: Residence | None,
    text: str,
    photos: Iterable[Picture] = (),
    *,
    second_look: bool = False,
) -> None:
    answer, now = _last_answer(case), clock.now()
    household = digest(case.salt, home.household if home else f"person {person.pk}")
    if answer.doubts.filter(household=household).exists() or case.doubts.filter(person=person).exists():
        raise Refused(_("Your household has said so already."), moved_on=True)
    kept = Doubt.objects.create(
        case=case,
        answer=answer,
        person=person,
        household=household,
        second_look=second_look,
        text=clean(text),
        salt=new_salt(),
        at=now,
    )
    if kept.text and not second_look:
        wait_for_a_look(case)
    keep_photos(actor, case, Photo.Stage.CONTEST, photos, at=now)
    households = answer.doubts.count()
    emit(
        events.Doubted(households=households, second_look=second_look, text=kept.digest), about=case, by=actor
    )
    change(case)
    if households >= RateRule.objects.over(case.place_path).doubts_to_reopen:
        _reopen(actor, case, answer, households)
    else:
        facts = {"number": case.number, "place": case.place.label_when_read}
        tell(notices.DOUBTED, about=case, link=desk_link(case), post=case.holder, facts=facts)


def _last_answer(case: Case) -> Answer:
    answer = case.answers.order_by("at", "id").last()
    if answer is None:
        raise Refused(_("This matter has no answer yet."), moved_on=True)
    return answer


def _reopen(actor, case: Case, answer: Answer, households: int) -> None:
    """The case goes to the next rung. Where the resident had said solved, that no longer counts as solved."""
    feedback = Feedback.objects.filter(answer=answer).first()
    cell = ""
    if feedback and feedback.solved and not feedback.overturned_at:
        cell = _counted_cell(case, feedback)
        feedback.overturned_at = clock.now()
        feedback.save(update_fields=["overturned_at"])
    emit(
        events.Reopened(
            households=households,
            cell=cell,
            judged_on=timezone.localdate(feedback.at) if feedback and cell else None,
            **judged_by(case, answer),
        ),
        about=case,
        by=actor,
        place=counted_at(case),
    )
    nothing_more_to_ask(case)
    move_up(actor, case, Stay.Why.NOT_SOLVED)
    change(case, answered_at=None)
    tell_resident(case, notices.REOPENED, holder=case.holder.title_when_read)


def _counted_cell(case: Case, feedback: Feedback) -> str:
    """The cell a resident's answer is counted in; empty where it is not counted at all."""
    if case.visibility == Visibility.ANONYMOUS or feedback.exclusions.filter(approved=True).exists():
        return ""
    return _cell_now(feedback)


def _cell_now(feedback: Feedback) -> str:
    """The cell an answer stands in, whether neighbours overturned it or not."""
    cell = cell_of(feedback.contacted, feedback.solved, feedback.satisfaction)
    return reopened(cell) if feedback.overturned_at else cell


# Second looks


@action(may=rules.may_offer_looks)
def offer_looks(actor, _subject: Any = None) -> Volunteer:
    """Somebody takes second looks for others from now on."""
    home = Residence.objects.verified().of(actor.person)
    if home is None:
        raise Refused(_("You have no home here that somebody has vouched for."), moved_on=True)
    volunteer = Volunteer.objects.create(person=actor.person, place=home.place, offered_at=clock.now())
    emit(events.VolunteerOffered(), about=volunteer, by=actor)
    return volunteer


@action(may=rules.may_end_looks)
def end_looks(actor, volunteer: Volunteer) -> Volunteer:
    """They no longer do."""
    volunteer.ended_at = clock.now()
    volunteer.save(update_fields=["ended_at"])
    emit(events.VolunteerEnded(), about=volunteer, by=actor)
    return volunteer


@action(may=rules.may_ask_look)
def ask_look(actor, case: Case) -> SecondLook:
    """One volunteer, drawn by lot among those without a part in the case, is asked to go and see."""
    answer = _last_answer(case)
    rule = RateRule.objects.over(case.place_path)
    before = answer.looks.count()
    if before >= rule.most_looks:
        raise Refused(_("Enough volunteers have been asked."), moved_on=True)
    person = _drawn(case, answer)
    if person is None:
        raise Refused(_("There is no volunteer to ask at present."))
    now = clock.now()
    look = SecondLook.objects.create(
        case=case,
        answer=answer,
        person=person,
        turn=before + 1,
        asked_at=now,
        due_at=now + timedelta(days=rule.look_days),
    )
    due_on = timezone.localdate(look.due_at)
    emit(events.LookAsked(turn=look.turn, due_at=due_on), about=case, by=actor)
    facts = {"place": case.place.label_when_read, "day": due_on}
    tell(notices.LOOK, about=case, link=look_link(look), person=person, facts=facts)
    return look


def _drawn(case: Case, answer: Answer) -> Person | None:
    """Somebody of the same community who offered it or is on duty there, has no other look to take, and no part in
    the case."""
    community = Place.objects.around(case.place_path).filter(level=Level.COMMUNITY).first()
    path = community.path if community else case.place_path
    homes = Residence.objects.verified().filter(within("place__path", path))
    offered = Volunteer.objects.offering().filter(
        within("place__path", path), person__in=homes.values("person")
    )
    on_duty = Post.objects.over(case.place_path).order_by().filter(role__in=roles_with(Power.VOLUNTEER))
    served = Appointment.objects.on().filter(post__in=on_duty.values("pk"))
    lot: list[int] = list(offered.order_by("?").values_list("person", flat=True)[:MOST_DRAWN])
    lot += list(served.order_by("?").values_list("person", flat=True)[:MOST_DRAWN])
    people = (
        Person.objects.filter(pk__in=lot, is_active=True)
        .exclude(looks__answer=answer)
        .exclude(pk__in=SecondLook.objects.asked().filter(person__in=lot).values("person"))
    )
    drawn = list(people)
    random.SystemRandom().shuffle(drawn)
    return next((person for person in drawn if rules.is_stranger(person, case)), None)


@action(may=rules.may_look)
def look(
    actor, second: SecondLook, *, verdict: str, text: str = "", photos: Iterable[Picture] = ()
) -> SecondLook:
    """A volunteer went and says what they saw, for everybody to see. “Not solved” counts as a doubt."""
    photos, now, case = list(photos), clock.now(), second.case
    if verdict != SecondLook.Verdict.COULD_NOT_SEE and not photos:
        raise Refused(_("Please add a photo of how it looks now."))
    second.verdict, second.text, second.salt, second.ended_at = verdict, clean(text), new_salt(), now
    second.save(update_fields=["verdict", "text", "salt", "ended_at"])
    if second.text:
        wait_for_a_look(case)
    keep_photos(actor, case, Photo.Stage.LOOK, photos, at=now)
    emit(events.Looked(verdict=verdict, text=digest(second.salt, second.text)), about=case, by=actor)
    change(case)
    if verdict == SecondLook.Verdict.NOT_SOLVED:
        home = Residence.objects.of(actor.person)
        _keep_doubt(actor, case, actor.person, home, text, second_look=True)
    return second


@action(may=rules.may_pass_look)
def pass_look(actor, second: SecondLook, *, why: str = SecondLook.Verdict.SILENT) -> SecondLook:
    """The volunteer has no time, or said nothing in time; somebody else is asked, as often as the rule allows."""
    second.verdict, second.ended_at = why, clock.now()
    second.save(update_fields=["verdict", "ended_at"])
    emit(events.LookPassed(why=why), about=second.case, by=actor)
    with suppress(Refused):  # nobody is left to ask
        ask_look(CLOCK, second.case)
    return second


# What the rates leave out


@action(may=rules.may_propose_exclusion)
def propose_exclusion(actor, case: Case, *, reason: str, text: str) -> Case:
    """It is proposed to leave the resident's last answer out of the rates; nothing changes until a second person
    agrees."""
    kept = Exclusion.objects.create(
        case=case,
        feedback=case.feedback.latest("at", "id"),
        reason=reason,
        text=clean(text),
        salt=new_salt(),
        post=actor.post,
        person=actor.person,
        at=clock.now(),
    )
    change(case)
    emit(events.ExclusionProposed(reason=reason, text=kept.digest), about=case, by=actor)
    return case


@action(may=rules.may_approve_exclusion)
def approve_exclusion(actor, case: Case) -> Case:
    """The answer is left out of the rates; the rates say how many are, and why."""
    kept = _decide(actor, case, approved=True)
    feedback = kept.feedback
    emit(
        events.Excluded(
            reason=kept.reason,
            cell=_cell_now(feedback),
            judged_on=timezone.localdate(feedback.at),
            **judged_by(case, feedback.answer),
        ),
        about=case,
        by=actor,
        place=counted_at(case),
    )
    return case


@action(may=rules.may_refuse_exclusion)
def refuse_exclusion(actor, case: Case) -> Case:
    """The answer stays in the rates."""
    _decide(actor, case, approved=False)
    emit(events.ExclusionRefused(), about=case, by=actor)
    return case


def _decide(actor, case: Case, *, approved: bool) -> Exclusion:
    kept = rules.waiting_exclusion(case)
    if kept is None:
        raise Refused(_("Nothing waits to be decided here."), moved_on=True)
    kept.decided_by, kept.decided_at, kept.approved = actor.post, clock.now(), approved
    kept.save(update_fields=["decided_by", "decided_at", "approved"])
    change(case)
    return kept


@action(may=rules.may_set_rate_rule)
def set_rate_rule(actor, place: Place, *, source: str, **figures: int) -> RateRule:
    """The place asks back and reckons its rates by this rule; figures are those of `RateRule`, what is not named as
    usual."""
    fresh = RateRule(place=place, source=source, **figures)
    fields = {
        f.name: getattr(fresh, f.name)
        for f in RateRule._meta.concrete_fields
        if f.name not in ("id", "place")
    }
    if fresh.weight_contacted + fresh.weight_solved + fresh.weight_satisfied != 100:
        raise Refused(_("The three weights make 100 per cent together."))
    rule, _new = RateRule.objects.update_or_create(place=place, defaults=fields)
    emit(events.RateRuleSet(minimum=rule.minimum), about=rule, by=actor)
    return rule
