"""Who keeps the boards of a place: whoever writes for its sessions hangs their minutes there, too."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

NOT_KEPT = _("Only whoever keeps the sheet or calls sessions at this place hangs things on its boards.")


def may_post_board(actor: Any, place: Place) -> Verdict:
    return _kept_by(actor, place)


def may_strike_posting(actor: Any, posting: Any) -> Verdict:
    verdict = _kept_by(actor, posting.place)
    if verdict and posting.struck_at:
        return no(_("It was struck out meanwhile."), moved_on=True)
    return verdict


def _kept_by(actor: Any, place: Place) -> Verdict:
    if actor.can(Power.KEEP_SHEET, place.path) or actor.can(Power.CONVENE, place.path):
        return YES
    return no(NOT_KEPT)
