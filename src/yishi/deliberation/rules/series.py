"""Who may begin, change, publish and end a series."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from ..models import Series

NOT_CALLED = _("Only whoever calls sessions at this place may do this.")


def may_start_series(actor: Any, place: Place) -> Verdict:
    """Whoever calls sessions at the place."""
    return YES if actor.ref == "clock" or actor.can(Power.CONVENE, place.path) else no(NOT_CALLED)


def may_keep_series(actor: Any, series: Series) -> Verdict:
    """Whoever calls sessions at its place, while it goes on; the clock."""
    if actor.ref != "clock" and not actor.can(Power.CONVENE, series.place.path):
        return no(NOT_CALLED)
    return YES if series.ended_on is None else no(_("This series has ended."), moved_on=True)


may_change_series = may_publish_series = may_end_series = may_except_day = may_keep_series
