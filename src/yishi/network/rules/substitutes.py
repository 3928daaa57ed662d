"""Who names a substitute, and ends it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..powers import Power


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
