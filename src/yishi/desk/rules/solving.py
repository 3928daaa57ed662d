"""Who may write something down that is solved already."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.cases import rules as cases
from yishi.cases.choosing import recipient
from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no


def may_file_and_solve(actor: Any, place: Place) -> Verdict:
    """Whoever may write it down there and would be the one to deal with it."""
    if not (verdict := cases.may_file(actor, place)):
        return verdict
    found = recipient(place)
    first = found.post if found else None
    if actor.can(Power.VOLUNTEER, place.path) or (first and first.pk == actor.post.pk):
        return YES
    return no(
        _("Here somebody else answers first: %(post)s. Please write it down without “solved on the spot”.")
        % {"post": first.title if first else "–"}
    )
