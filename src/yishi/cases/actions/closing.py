"""The end of a case: the resident judges, or says nothing. Whoever handled it never closes it."""

from collections.abc import Iterable
from typing import Any

from yishi.insight.words import clean
from yishi.network.pictures import Picture
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, notices, rules
from ..models import CallAttempt, Case, Feedback, Note, Photo, State, Stay, Visibility
from .asking import counted_at, judged_by, nothing_more_to_ask, rang
from .desks import change, keep_note, keep_photos, tell_resident, wait_for_a_look
from .voices import end_withdrawn, step_back, with_parts
from .work import move_up


@action(may=rules.may_confirm)
def confirm(
    actor,
    case: Case,
    *,
    contacted: bool | None,
    satisfaction: str,
    text: str = "",
    channel: str = "page",
) -> Case:
    """The resident says it is solved; the case is closed. By text message nobody asks more than that: then `contacted`
    is None and `satisfaction` empty."""
    kept = _keep(actor, case, contacted, True, satisfaction, text, channel)
    change(case, state=State.CLOSED, ended_at=clock.now())
    emit(events.Confirmed(**_said(case, kept)), about=case, by=actor, place=counted_at(case))
    return case


@action(may=rules.may_contest)
def contest(
    actor,
    case: Case,
    *,
    contacted: bool | None,
    text: str = "",
    satisfaction: str = Feedback.Satisfaction.UNSATISFIED,
    photos: Iterable[Picture] = (),
    channel: str = "page",
) -> Case:
    """The resident says it is not solved: that is a dispatch to the next rung, with a clock, not a remark."""
    kept = _keep(actor, case, contacted, False, satisfaction, text, channel)
    keep_photos(actor, case, Photo.Stage.CONTEST, photos, at=kept.at)
    emit(events.Contested(**_said(case, kept)), about=case, by=actor, place=counted_at(case))
    move_up(actor, case, Stay.Why.NOT_SOLVED)
    change(case, answered_at=None)
    return case


def _said(case: Case, kept: Feedback) -> dict[str, Any]:
    """What the event of a judgement holds."""
    return {
        "contacted": kept.contacted,
        "satisfaction": kept.satisfaction,
        "channel": kept.channel,
        "text": kept.digest,
        "counted": case.visibility != Visibility.ANONYMOUS,
        **judged_by(case, kept.answer),
    }


def _keep(
    actor, case: Case, contacted: bool | None, solved: bool, satisfaction: str, text: str, channel: str
) -> Feedback:
    answer = case.answers.latest("at")
    feedback, _new = Feedback.objects.update_or_create(
        answer=answer,
        defaults={
            "case": case,
            "contacted": contacted,
            "solved": solved,
            "satisfaction": satisfaction,
            "channel": channel,
            "text": clean(text),
            "salt": new_salt(),
            "post": actor.post if channel in ("phone", "paper") else None,
            "at": clock.now(),
            "shown_at": None,
        },
    )
    if feedback.text:
        wait_for_a_look(case)
    if channel == "phone":
        rang(actor, case, CallAttempt.Outcome.REACHED)
    nothing_more_to_ask(case)
    return feedback


@action(may=rules.may_lapse)
def lapse(actor, case: Case) -> Case:
    """Nobody answered the question whether it is solved. That is silence, never satisfaction."""
    change(case, state=State.LAPSED, ended_at=clock.now())
    emit(events.Lapsed(days=case.ladder.lapse_days), about=case, by=actor)
    tell_resident(case, notices.LAPSED)
    return case


@action(may=rules.may_withdraw, lock=False)
def withdraw(actor, case: Case, *, text: str = "") -> Case:
    """The resident no longer asks for it. Where neighbours have joined it goes on for them, and only this household
    is counted no more; else it ends. What was put together with it goes its own way again then: others still ask."""
    case = with_parts(case.pk)
    if not (verdict := rules.may_withdraw(actor, case)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    goes_on = rules.others_ask(case)
    if text.strip() or goes_on:
        keep_note(actor, case, Note.Kind.WITHDRAW, clean(text))
    return step_back(actor, case) if goes_on else end_withdrawn(actor, case)
