"""Who enters the days off."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..powers import Role


def may_set_calendar(actor: Any, _subject: Any = None) -> Verdict:
    """The operator, for the whole house: every limit anywhere is counted by them."""
    if actor.ref == "clock" or (actor.post and actor.post.role == Role.OPERATOR):
        return YES
    return no(_("The days off are entered by the operator, when the yearly notice is out."))
