"""Who may call, announce, begin and end a session."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from ..models import Session
from .standing import by_leaders, by_writers

WHO = {
    "announce": _("the chair; whoever calls sessions there"),
    "begin": _("the clerk or the chair"),
    "end": _("the chair; whoever calls sessions there"),
}


def may_call_session(actor: Any, place: Place) -> Verdict:
    """Whoever calls sessions there; the clock, for a series."""
    if actor.ref == "clock" or actor.can(Power.CONVENE, place.path):
        return YES
    return no(_("Only whoever calls sessions at this place may do this."))


def may_announce(actor: Any, session: Session) -> Verdict:
    return by_leaders(actor, session, "announce")


def may_begin(actor: Any, session: Session) -> Verdict:
    """Whoever writes it down opens the sheet; a chair nobody holds cannot lead."""
    verdict = by_writers(actor, session, "begin")
    if verdict and (session.chair is None or not session.chair.holders()):
        return no(_("Nobody holds the chair's post today. Please name another chair first."), moved_on=True)
    return verdict


def may_end(actor: Any, session: Session) -> Verdict:
    return by_leaders(actor, session, "end")
