"""The end of a case: the resident judges, or says nothing. Whoever handled it never closes it."""

from collections.abc import Iterable

from yishi.insight.words import clean
from yishi.record import action, clock, emit, new_salt

from .. import events, notices, rules
from ..models import Case, Feedback, Note, Photo, State, Stay
from ..pictures import Picture
from .desks import change, keep_note, keep_photos, tell_resident
from .work import move_up


@action(may=rules.may_confirm)
def confirm(
    actor, case: Case, *, contacted: bool, satisfaction: str, text: str = "", channel: str = "page"
) -> Case:
    """The resident says it is solved; the case is closed."""
    kept = _keep(actor, case, contacted, True, satisfaction, text, channel)
    change(case, state=State.CLOSED, ended_at=clock.now())
    emit(
        events.Confirmed(contacted=contacted, satisfaction=satisfaction, channel=channel, text=kept.digest),
        about=case,
        by=actor,
    )
    return case


@action(may=rules.may_contest)
def contest(
    actor,
    case: Case,
    *,
    contacted: bool,
    text: str = "",
    satisfaction: str = Feedback.Satisfaction.UNSATISFIED,
    photos: Iterable[Picture] = (),
    channel: str = "page",
) -> Case:
    """The resident says it is not solved: that is a dispatch to the next rung, with a clock, not a remark."""
    kept = _keep(actor, case, contacted, False, satisfaction, text, channel)
    keep_photos(actor, case, Photo.Stage.CONTEST, photos, at=kept.at)
    emit(
        events.Contested(contacted=contacted, satisfaction=satisfaction, channel=channel, text=kept.digest),
        about=case,
        by=actor,
    )
    move_up(actor, case, Stay.Why.NOT_SOLVED)
    change(case, answered_at=None)
    return case


def _keep(
    actor, case: Case, contacted: bool, solved: bool, satisfaction: str, text: str, channel: str
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
            "post": actor.post if channel == "phone" else None,
            "at": clock.now(),
        },
    )
    return feedback


@action(may=rules.may_lapse)
def lapse(actor, case: Case) -> Case:
    """Nobody answered the question whether it is solved. That is silence, never satisfaction."""
    change(case, state=State.LAPSED, ended_at=clock.now())
    emit(events.Lapsed(days=case.ladder.lapse_days), about=case, by=actor)
    tell_resident(case, notices.LAPSED)
    return case


@action(may=rules.may_withdraw)
def withdraw(actor, case: Case, *, text: str = "") -> Case:
    """The resident no longer asks for it."""
    now = clock.now()
    if text.strip():
        keep_note(actor, case, Note.Kind.WITHDRAW, clean(text))
    case.stays.filter(left_at=None).update(left_at=now)
    change(case, state=State.WITHDRAWN, ended_at=now)
    emit(events.Withdrawn(), about=case, by=actor)
    return case
