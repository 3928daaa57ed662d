"""Who keeps places, bodies and posts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..powers import Power


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
