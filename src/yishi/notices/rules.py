"""Who may look after the outbox."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.powers import Power
from yishi.record import YES, Verdict, no


def may_see_outbox(actor: Any, _subject: Any = None) -> Verdict:
    """The outbox is one for the whole house, so the operator's place does not matter."""
    if actor.post and actor.post.can(Power.SEE_OUTBOX):
        return YES
    return no(_("The outbox is looked after by the technical operator."))


def may_try_again(actor: Any, delivery: Any) -> Verdict:
    """The operator, for what has failed and nobody has in hand."""
    allowed = may_see_outbox(actor)
    if allowed and delivery.state not in (delivery.State.FAILED, delivery.State.GIVEN_UP):
        return no(_("It is no longer among the failed ones."), moved_on=True)
    return allowed


def may_try_channel(actor: Any, _carrier: Any) -> Verdict:
    """The operator may end a channel's rest at any time."""
    return may_see_outbox(actor)


def may_set_quiet_hours(actor: Any, place: Any) -> Verdict:
    """Whoever keeps places and posts there."""
    if actor.ref == "clock" or actor.can(Power.SET_UP, place.path):
        return YES
    return no(_("Quiet hours are set by the community committee and the operator."))
