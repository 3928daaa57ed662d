"""What several rules ask: whether the session is where an action begins, and who leads or writes it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..models import Session

NOT_LED = _("Only the chair, or whoever calls sessions here, may do this.")
NOT_WRITTEN = _("Only the clerk, the chair, or whoever keeps the sheet here, may do this.")


def now_admits(session: Session, action: str) -> Verdict:
    """Whether the session is in a state in which the action begins."""
    if session.admits(action):
        return YES
    return no(
        _("The session is otherwise by now: %(state)s.") % {"state": session.get_state_display()},
        moved_on=True,
    )


def by_leaders(actor: Any, session: Session, action: str) -> Verdict:
    """The chair, or whoever calls sessions there, while the session is where the action begins."""
    return now_admits(session, action) if session.is_led_by(actor) else no(NOT_LED)


def by_writers(actor: Any, session: Session, action: str) -> Verdict:
    """The clerk, the chair, or whoever keeps the sheet there, while the session is where the action begins."""
    return now_admits(session, action) if session.is_written_by(actor) else no(NOT_WRITTEN)
