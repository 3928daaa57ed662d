"""Who may bring in a spreadsheet: whoever may do what its rows say; each import asks for itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import Verdict, no


def may_write_sheet(actor: Any, brought: Any) -> Verdict:
    from ..bringing import IMPORTS  # which knows the actions

    if brought.state != "confirmed":
        return no(_("This file has been settled meanwhile."), moved_on=True)
    return IMPORTS[brought.what].may(actor)
