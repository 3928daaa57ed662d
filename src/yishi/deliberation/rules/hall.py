"""Who may check in, write down who came and what is said, ask on the wall, and look after it."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Organisation
from yishi.record import YES, Verdict, clock, no

from ..models import AHEAD, Attendance, Invitation, Opinion, Session, Sheet, State
from .standing import NOT_WRITTEN, by_leaders, by_writers, now_admits

WRITERS = _("the clerk, the chair, or whoever keeps the sheet there")
RESIDENTS = _("anybody who is there")
WHO = {
    "check_in": RESIDENTS,
    "write_down_attendance": WRITERS,
    "strike_attendance": WRITERS,
    "set_entitled": _("the chair; whoever calls sessions there"),
    "call_roll": WRITERS,
    "open_sheet": WRITERS,
    "take_down": WRITERS,
    "open_wall": WRITERS,
    "close_wall": WRITERS,
    "ask_on_wall": _("anybody, while the wall is open"),
    "moderate": WRITERS,
}
DOOR_OPENS = timedelta(hours=1)
"""So long before a session begins people are let in."""
WALL_CLOSED = _(
    "The question wall is closed. Please tell the clerk what you want to ask; it will be written down."
)


def may_check_in(_actor: Any, session: Session) -> Verdict:
    """Anybody who is there, from an hour before it begins until it ends."""
    verdict = now_admits(session, "check_in")
    if verdict and session.state in AHEAD and clock.now() < session.starts_at - DOOR_OPENS:
        return no(_("The door opens an hour before the session begins."), moved_on=True)
    return verdict


def may_write_down_attendance(actor: Any, session: Session) -> Verdict:
    return by_writers(actor, session, "write_down_attendance")


def may_strike_attendance(actor: Any, attendance: Attendance) -> Verdict:
    verdict = by_writers(actor, attendance.session, "strike_attendance")
    if verdict and attendance.removed_at is not None:
        return no(_("This line is struck out already."), moved_on=True)
    return verdict


def _is_invited(actor: Any, session: Session) -> bool:
    """Whether they come for a department or a company: somebody may have complained about them."""
    post = actor.post
    if post is None:
        return True
    if post.organisation.kind in (Organisation.Kind.PROPERTY, Organisation.Kind.DEPARTMENT):
        return True
    asked = session.invitations.filter(post=post, as_what=Invitation.As.DEPARTMENT, withdrawn_at=None)
    return bool(asked.exists())


def may_see_names(actor: Any, session: Session) -> Verdict:
    """Whoever writes the session down, until the minutes are sealed; afterwards with a reason alone. Who was invited
    for a department or a company sees none, even where they keep the sheet themselves."""
    if not session.is_written_by(actor):
        return no(NOT_WRITTEN)
    if _is_invited(actor, session):
        return no(_("Who came and who said what is not shown to departments and companies."))
    if session.state == State.SEALED:
        return no(_("The minutes are sealed: names are shown for a reason alone, which the record keeps."))
    return YES


def may_look_at_names(actor: Any, session: Session) -> Verdict:
    """The same people, once the minutes are sealed and until the names are erased."""
    if session.state != State.SEALED:
        return no(_("The minutes are not sealed yet."), moved_on=True)
    if session.names_gone_at is not None:
        return no(_("Their time is over: the names were erased. How many came, and from where, stays."))
    if not session.is_written_by(actor):
        return no(NOT_WRITTEN)
    if _is_invited(actor, session):
        return no(_("Who came and who said what is not shown to departments and companies."))
    return YES


def may_set_entitled(actor: Any, session: Session) -> Verdict:
    """How many may vote is settled before the session begins, so that nobody fits it to who came; where nobody said it
    until then it may be said once still, before anything is put to the vote."""
    verdict = by_leaders(actor, session, "set_entitled")
    if verdict and session.state == State.UNDERWAY:
        if session.entitled is not None:
            return no(_("How many may vote is settled, and stands while the session is under way."))
        if session.motions.exists():
            return no(_("Something was put to the vote already, so how many may vote stands."))
    return verdict


def may_call_roll(actor: Any, invitation: Invitation) -> Verdict:
    verdict = by_writers(actor, invitation.session, "call_roll")
    if verdict and invitation.withdrawn_at is not None:
        return no(_("This invitation was withdrawn."), moved_on=True)
    return verdict


def may_open_sheet(actor: Any, session: Session) -> Verdict:
    return by_writers(actor, session, "open_sheet")


def may_take_down(actor: Any, sheet: Sheet) -> Verdict:
    """Also after the session has ended, and when its minutes are sealed: a telephone without signal keeps what was said
    until it has one, and what was said is never lost."""
    return by_writers(actor, sheet.session, "take_down")


def may_open_wall(actor: Any, session: Session) -> Verdict:
    return by_writers(actor, session, "open_wall")


def may_close_wall(actor: Any, session: Session) -> Verdict:
    verdict = by_writers(actor, session, "close_wall")
    return (
        no(_("The wall is closed already."), moved_on=True) if verdict and not session.wall_open else verdict
    )


def may_ask_on_wall(_actor: Any, session: Session) -> Verdict:
    """Anybody, while the wall is open; where it was left open, until the session ends."""
    if not session.wall_open or not session.admits("ask_on_wall"):
        return no(WALL_CLOSED, moved_on=True)
    return YES


def may_moderate(actor: Any, opinion: Opinion) -> Verdict:
    return by_writers(actor, opinion.session, "moderate")
