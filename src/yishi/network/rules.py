"""Who may change the net."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from .powers import Power


def _may_set_up(actor: Any, path: str) -> Verdict:
    if actor.ref == "clock" or actor.can(Power.SET_UP, path):
        return YES
    return no(_("Places and posts are kept by the community committee and the operator."))


def may_add_place(actor: Any, parent: Any) -> Verdict:
    return _may_set_up(actor, parent.path if parent else "")


def may_found(actor: Any, place: Any) -> Verdict:
    return _may_set_up(actor, place.path)


def may_create_post(actor: Any, organisation: Any) -> Verdict:
    return _may_set_up(actor, organisation.place.path)


def may_appoint(actor: Any, post: Any) -> Verdict:
    return _may_set_up(actor, post.place.path)


def may_relieve(actor: Any, appointment: Any) -> Verdict:
    return _may_set_up(actor, appointment.post.place.path)


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
