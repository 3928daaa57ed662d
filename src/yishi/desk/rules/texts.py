"""Who keeps the texts that desks share, and the checklists; their own everybody keeps."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from ..models import Checklist, ReplyText


def _keeps(actor: Any, path: str) -> Verdict:
    if actor.ref == "clock" or actor.can(Power.SET_UP, path):
        return YES
    return no(_("What desks share is kept by the community committee, each for its own place."))


def may_add_text(actor: Any, place: Place) -> Verdict:
    """For all desks of a place: whoever sets up the place."""
    return _keeps(actor, place.path)


def may_change_text(actor: Any, text: ReplyText) -> Verdict:
    """A shared one, by whoever sets up its place."""
    if not text.place:
        return no(_("This text belongs to somebody else."))
    return _keeps(actor, text.place.path)


def may_retire_text(actor: Any, text: ReplyText) -> Verdict:
    if not text.active:
        return no(_("This has been put away meanwhile."), moved_on=True)
    return may_change_text(actor, text)


def owns(actor: Any, text: ReplyText) -> bool:
    """Whether it is the actor's own."""
    return actor.pk is not None and text.owner_id == actor.pk


def keeps_text(actor: Any, text: ReplyText) -> bool:
    """Whether the actor may change it, whichever kind it is."""
    return owns(actor, text) or bool(may_change_text(actor, text))


def may_add_checklist(actor: Any, place: Place) -> Verdict:
    return _keeps(actor, place.path)


def may_change_checklist(actor: Any, checklist: Checklist) -> Verdict:
    if not checklist.active:
        return no(_("This has been put away meanwhile."), moved_on=True)
    return _keeps(actor, checklist.place.path)


def may_retire_checklist(actor: Any, checklist: Checklist) -> Verdict:
    return may_change_checklist(actor, checklist)
