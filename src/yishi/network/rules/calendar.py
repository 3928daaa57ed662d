"""Who enters the days off."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no


def may_set_calendar(actor: Any, _subject: Any = None) -> Verdict:
    if actor.ref == "clock":
        return YES
    return no(_("The days off are entered when the yearly notice is out, on the command line."))
