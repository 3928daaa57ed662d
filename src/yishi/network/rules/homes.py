"""Who says where they live, and who vouches for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..powers import Power


def may_claim_home(actor: Any, _place: Any) -> Verdict:
    """Whoever has an account may say where they live; it counts as verified once somebody vouches."""
    if actor.person:
        return YES
    return no(_("Please sign in first."))


def may_vouch_for_home(actor: Any, residence: Any) -> Verdict:
    if residence.left_at or residence.vouched_at:
        return no(_("This home has been settled meanwhile."), moved_on=True)
    if actor.pk is not None and actor.pk == residence.person_id:
        return no(_("Nobody vouches for themselves."))
    if actor.can(Power.VOUCH, residence.place.path):
        return YES
    return no(_("Homes are vouched for by the steward, the branch or the community committee."))


def may_leave_home(actor: Any, residence: Any) -> Verdict:
    if residence.left_at:
        return no(_("This home has been settled meanwhile."), moved_on=True)
    if actor.pk == residence.person_id or actor.can(Power.VOUCH, residence.place.path):
        return YES
    return no(_("Only whoever lives there, or who vouches for homes, can end this."))
