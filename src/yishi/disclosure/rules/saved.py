"""Who may save a list: whoever may look at it. The list itself says who that is, when its rows are asked for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..models import SavedList

GONE = _("This list has been thrown away already.")
MOST_AT_ONCE = 3
"""Long lists that one person may have in the making."""


def may_save_list(actor: Any, _list: None) -> Verdict:
    if actor.pk is None:
        return no(_("Long lists are written for people who are signed in."))
    State = SavedList.State
    busy = SavedList.objects.filter(person=actor.pk, state__in=(State.WAITING, State.WORKING))
    if busy.count() >= MOST_AT_ONCE:
        return no(_("Several long lists of yours are still being written. Please wait for one of them."))
    return YES
