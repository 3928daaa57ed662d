"""What the ways of asking back share: the attempts to ring somebody up, and the end of asking once there is a word."""

from datetime import datetime, timedelta

from yishi.network.models import Level, Place
from yishi.record import clock, emit

from .. import events
from ..models import Answer, CallAttempt, CallBack, Case, RateRule, SecondLook

ENDS = {
    CallAttempt.Outcome.REACHED: CallBack.Ending.ANSWERED,
    CallAttempt.Outcome.REFUSED: CallBack.Ending.REFUSED,
    CallAttempt.Outcome.WRONG: CallBack.Ending.WRONG,
}


def rang(actor, case: Case, outcome: str, next_try_at: datetime | None = None) -> CallBack:
    """An attempt to reach the resident is on the books. It ends the call-back, or says when to try again."""
    now, rule = clock.now(), RateRule.objects.over(case.place_path)
    asked, _new = CallBack.objects.get_or_create(
        answer=case.answers.order_by("at", "id").last(), defaults={"case": case}
    )
    CallAttempt.objects.create(call_back=asked, outcome=outcome, post=actor.post, at=now)
    count = asked.attempts.count()
    emit(events.CallBackTried(outcome=outcome, attempt=count), about=case, by=actor)
    ending = ENDS.get(CallAttempt.Outcome(outcome))
    if ending is None and count >= rule.most_calls:
        ending = CallBack.Ending.UNREACHED
    if ending:
        asked.ending, asked.ended_at, asked.next_try_at = ending, now, None
        emit(events.CallBackEnded(ending=ending, attempts=count), about=case, by=actor)
    else:
        asked.next_try_at = max(next_try_at or now + timedelta(hours=rule.retry_hours), now)
    asked.save()
    return asked


def judged_by(case: Case, answer: Answer) -> dict[str, str]:
    """By what a judged answer is counted: role and organisation of whoever gave it, and the kind of matter."""
    post, category = answer.post, case.category
    return {
        "role": post.role if post else "",
        "organisation": f"organisation:{post.organisation_id}" if post else "",
        "category": category.parent.code if category.parent else category.code,
    }


def counted_at(case: Case) -> str:
    """Where the judgement of a case is counted: a case kept from the public only from the community up, so that a count
    of one building does not give it away."""
    if case.in_the_open:
        return case.place_path
    above = Place.objects.around(case.place_path).filter(level=Level.COMMUNITY)
    return above.values_list("path", flat=True).first() or case.place_path


def nothing_more_to_ask(case: Case) -> None:
    """There is a word about the last answer: nobody is rung up or sent to look any more."""
    now = clock.now()
    case.call_backs.filter(ended_at=None).update(
        ending=CallBack.Ending.ANSWERED, ended_at=now, next_try_at=None
    )
    case.looks.filter(ended_at=None).update(verdict=SecondLook.Verdict.MOOT, ended_at=now)
