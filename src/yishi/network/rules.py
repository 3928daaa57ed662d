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


def may_name_substitute(actor: Any, post: Any) -> Verdict:
    """Whoever holds the post themselves, or keeps the posts of the place. Somebody standing in names nobody."""
    if actor.pk and post.appointments.on().filter(person=actor.pk, stands_in_for=None).exists():
        return YES
    if actor.can(Power.SET_UP, post.place.path):
        return YES
    return no(_("A substitute is named by whoever holds the post, or by the community committee."))


def may_end_substitute(actor: Any, appointment: Any) -> Verdict:
    if appointment.stands_in_for_id is None:
        return no(_("This person holds the post themselves."))
    if actor.pk in (appointment.person_id, appointment.stands_in_for_id):
        return YES
    return may_name_substitute(actor, appointment.post)


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


def may_set_calendar(actor: Any, _subject: Any = None) -> Verdict:
    if actor.ref == "clock":
        return YES
    return no(_("The days off are entered when the yearly notice is out, on the command line."))
