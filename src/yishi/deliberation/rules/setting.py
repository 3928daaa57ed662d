"""Who may set the rules of sessions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

NOT_KEPT = _("Only whoever keeps the rules of a place may change them.")


def may_set_session_rule(actor: Any, place: Place | None) -> Verdict:
    """Whoever sets up the place; the general ones only the clock, as the house is set up."""
    if actor.ref == "clock" or (place is not None and actor.can(Power.SET_UP, place.path)):
        return YES
    return no(NOT_KEPT)


def may_set_tally_rule(actor: Any, place: Place | None) -> Verdict:
    """Whoever sets up the place, for that place and all within it; those that hold everywhere come with the house."""
    return may_set_session_rule(actor, place)
