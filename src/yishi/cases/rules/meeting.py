"""Who may write into a case what was said of it aloud at a session. Which session, and whether it still may, is asked
by the room that holds sessions; here is asked what the case admits."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place, Post
from yishi.network.powers import Power, Role
from yishi.record import YES, Verdict, no

from ..models import Case, Channel, State, Stay
from .loop import now_admits
from .pressure import parking_of

WHO = {
    "answer_at_session": _("the clerk or the chair of a session, for whoever answered aloud there"),
    "promise_at_session": _("the clerk or the chair of a session, for whoever promised aloud there"),
    "note_at_session": _("the clerk or the chair of a session where it was talked about"),
    "take_back_at_session": _(
        "the clerk or the chair of the session, where it was written down wrongly and nobody has replied yet"
    ),
    "strike_at_session": _("the clerk or the chair of a session, where they struck its decision out"),
    "settle_at_session": _("the council in session, while it lies with the council"),
    "park_at_session": _("the council in session, while it lies with the council"),
}
NOT_THERE = _("This is written down by the clerk or the chair of a session there.")


def writes_at_sessions(actor: Any, path: str) -> bool:
    """Whether somebody writes down or leads sessions at a place; the clock does it for clerks of the moment."""
    return actor.ref == "clock" or actor.can(Power.KEEP_SHEET, path) or actor.can(Power.CONVENE, path)


def may_hear(actor: Any, place: Place) -> Verdict:
    return YES if writes_at_sessions(actor, place.path) else no(NOT_THERE)


def _at_session(actor: Any, case: Case, action: str) -> Verdict:
    if not writes_at_sessions(actor, case.place_path):
        return no(NOT_THERE)
    return now_admits(case, action)


def may_answer_at_session(actor: Any, case: Case) -> Verdict:
    """Only what was raised at a session and nobody has answered: another case is its desk's to answer."""
    verdict = _at_session(actor, case, "answer_at_session")
    if verdict and (case.channel != Channel.SESSION or case.first_answered_at is not None):
        return no(_("What was not raised at this session is answered by the desk it lies on."))
    return verdict


def may_promise_at_session(actor: Any, case: Case) -> Verdict:
    return _at_session(actor, case, "promise_at_session")


def may_note_at_session(actor: Any, case: Case) -> Verdict:
    return _at_session(actor, case, "note_at_session")


def may_take_back_at_session(actor: Any, case: Case) -> Verdict:
    """While the resident has said nothing to it."""
    verdict = _at_session(actor, case, "take_back_at_session")
    if not verdict or case.state != State.ANSWERED:
        return verdict
    if case.channel != Channel.SESSION or case.answers.count() != 1 or case.feedback.exists():
        return no(_("It has been answered otherwise, or the resident has replied: that stands."))
    return verdict


def may_strike_at_session(actor: Any, case: Case) -> Verdict:
    return _at_session(actor, case, "strike_at_session")


def nobody_began(case: Case, since: datetime) -> bool:
    """Whether the case still stands as a decision of that moment left it: parked by it and nobody has objected, or on
    the desk it was given to, which has not taken it, and no unit has replied."""
    if case.state == State.PARKED:
        parking = parking_of(case)
        return parking is not None and parking.at >= since and parking.objected_at is None
    stay = case.stays.filter(left_at=None).first()
    if case.state != State.REPORTED or stay is None:
        return False
    untouched = stay.why == Stay.Why.RULED and stay.arrived_at >= since and stay.taken_at is None
    return untouched and not case.parts.filter(replied_at__gte=since).exists()


def may_settle_at_session(actor: Any, case: Case) -> Verdict:
    return _by_the_council(actor, case, "settle_at_session")


def may_park_at_session(actor: Any, case: Case) -> Verdict:
    return _by_the_council(actor, case, "park_at_session")


def _by_the_council(actor: Any, case: Case, action: str) -> Verdict:
    verdict = _at_session(actor, case, action)
    if verdict and not lies_with_the_council(case):
        return no(
            _("The council settles what was handed up to it; this lies on another desk."), moved_on=True
        )
    return verdict


def lies_with_the_council(case: Case) -> bool:
    """Whether the case lies on a desk of the council, which decides it in session."""
    return case.holder.role == Role.COUNCIL


def desk_for(case_path: str, ladder: Any, post: Post | None) -> Any:
    """The rung of the ladder a post stands on and may take a matter of this place home to; None where it does not
    handle matters there."""
    if post is None or not post.can(Power.HANDLE) or not post.covers(case_path):
        return None
    return next((rung for rung in ladder.steps if rung.role == post.role), None)
