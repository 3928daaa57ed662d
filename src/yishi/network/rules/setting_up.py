"""Who keeps places, bodies and posts.

Nobody gets round the table of powers by way of it: nobody appoints themselves, and an operator is appointed on the
machine alone, for a time that is limited.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..powers import Power, Role
from .places import may_keep_places

FROM_OUTSIDE = ("property", "department", "unit")
"""Kinds of bodies that work in many places and belong to none: whoever keeps a place may say that they serve it."""


def _may_use(actor: Any, organisation: Any) -> Verdict:
    """Whether they may have the body do something at a place of theirs; which place is for the action to ask."""
    around = getattr(organisation, "kind", "") in FROM_OUTSIDE
    if around and actor.post and actor.post.can(Power.SET_UP):
        return YES
    return may_keep_places(actor, organisation.place.path)


def may_add_place(actor: Any, parent: Any) -> Verdict:
    return may_keep_places(actor, parent.path if parent else "")


def may_add_places(actor: Any, top: Any) -> Verdict:
    """Many at once, all of them within this place."""
    return may_keep_places(actor, top.path)


# bodies


def may_found(actor: Any, place: Any) -> Verdict:
    return may_keep_places(actor, place.path)


def may_rename_body(actor: Any, organisation: Any) -> Verdict:
    return _may_change(actor, organisation)


def may_set_parent(actor: Any, organisation: Any) -> Verdict:
    return _may_change(actor, organisation)


def may_dissolve(actor: Any, organisation: Any) -> Verdict:
    return _may_change(actor, organisation)


def _may_change(actor: Any, organisation: Any) -> Verdict:
    if organisation.dissolved_on:
        return no(_("This body has been dissolved; nothing of it changes any more."), moved_on=True)
    return may_keep_places(actor, organisation.place.path)


def may_serve(actor: Any, organisation: Any) -> Verdict:
    return _may_use(actor, organisation)


def may_end_serving(actor: Any, serving: Any) -> Verdict:
    return may_keep_places(actor, serving.place.path)


def may_give_seat(actor: Any, council: Any) -> Verdict:
    if council.kind != "council":
        return no(_("Only a council has seats."))
    return _may_change(actor, council)


def may_end_seat(actor: Any, seat: Any) -> Verdict:
    return may_keep_places(actor, seat.council.place.path)


def may_set_figure(actor: Any, _subject: Any = None) -> Verdict:
    """The operator's own time is one of the figures, so the operator sets none."""
    if actor.ref == "clock":
        return YES
    if actor.post and actor.post.can(Power.SET_UP) and actor.post.role != Role.OPERATOR:
        return YES
    return no(_("The figures the net goes by are set by the community committee."))


# posts


def may_create_post(actor: Any, organisation: Any) -> Verdict:
    return _may_use(actor, organisation)


def may_change_post(actor: Any, post: Any) -> Verdict:
    if post.closed_on:
        return no(_("This post has been closed."), moved_on=True)
    return may_keep_places(actor, post.place.path)


def may_close_post(actor: Any, post: Any) -> Verdict:
    return may_change_post(actor, post)


def may_appoint(actor: Any, post: Any) -> Verdict:
    if getattr(post, "role", "") == Role.OPERATOR and actor.ref != "clock":
        return no(
            _("An operator is appointed on the machine itself, for a limited time: ./yishi import posts.")
        )
    return may_keep_places(actor, post.place.path)


def may_appoint_newcomer(actor: Any, post: Any) -> Verdict:
    return may_appoint(actor, post)


def may_relieve(actor: Any, appointment: Any) -> Verdict:
    return may_keep_places(actor, appointment.post.place.path)


def may_call_off(actor: Any, appointment: Any) -> Verdict:
    return may_keep_places(actor, appointment.post.place.path)
