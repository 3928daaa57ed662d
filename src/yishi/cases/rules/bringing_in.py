"""Who may bring in many cases of the past at once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no


def may_bring_in(actor: Any, _place: Any) -> Verdict:
    """An import is begun on the machine itself, not on a page."""
    return YES if actor.ref == "clock" else no(_("Only the keeper of the machine brings in cases."))
