"""Who prints plaques and takes them down."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..powers import Power


def may_print_plaques(actor: Any, place: Any) -> Verdict:
    if actor.ref == "clock" or actor.can(Power.SET_UP, place.path):
        return YES
    return no(_("Plaques are printed by whoever keeps the places and posts."))


def may_take_down(actor: Any, plaque: Any) -> Verdict:
    if plaque.taken_down_at:
        return no(_("This plaque has been taken down already."), moved_on=True)
    return may_print_plaques(actor, plaque.post.place)
