"""Who may bring in sessions of the past."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.record import YES, Verdict, no


def may_bring_in_sessions(actor: Any, _place: Place) -> Verdict:
    """The clock alone: an import, the full demo, a bench."""
    return YES if actor.ref == "clock" else no(_("Sessions of the past are brought in by the house itself."))
