"""Who may do what with accounts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no


def may_register_many(actor: Any, _subject: Any = None) -> Verdict:
    """Many at once are brought in on the machine itself."""
    return YES if actor.ref == "clock" else no(_("Many accounts at once are opened on the machine itself."))


def may_register(_actor: Any, _subject: Any = None) -> Verdict:
    """Anybody may open an account."""
    return YES
