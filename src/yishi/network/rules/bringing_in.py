"""Who may bring in a whole net at once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no


def may_bring_in_net(actor: Any, _place: Any) -> Verdict:
    """An import is begun on the machine itself, or by an action that has asked already."""
    return YES if actor.ref == "clock" else no(_("Only the keeper of the machine brings in a whole net."))
