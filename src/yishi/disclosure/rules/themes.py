"""Who sets the theme of the month at a place, and who works on it: whoever calls sessions there sets it; the post that
leads plans and concludes it; a step is done by the post it was given to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

NOT_SET_BY_YOU = _("Only whoever calls sessions at this place sets its theme of the month.")
NOT_LED_BY_YOU = _("Only whoever leads this theme, or set it, does this.")
NOT_YOURS = _("Only whoever was given this step, or leads the theme, says that it is done.")
OVER = _("This theme was concluded or withdrawn meanwhile.")
SETTLED = _("This step was done or struck out meanwhile.")


def may_set_theme(actor: Any, place: Place) -> Verdict:
    return YES if actor.can(Power.CONVENE, place.path) else no(NOT_SET_BY_YOU)


def may_plan_step(actor: Any, theme: Any) -> Verdict:
    if not _leads(actor, theme):
        return no(NOT_LED_BY_YOU)
    return YES if theme.is_going else no(OVER, moved_on=True)


def may_conclude_theme(actor: Any, theme: Any) -> Verdict:
    return may_plan_step(actor, theme)


def may_withdraw_theme(actor: Any, theme: Any) -> Verdict:
    if not actor.can(Power.CONVENE, theme.place.path):
        return no(NOT_SET_BY_YOU)
    return YES if theme.is_going else no(OVER, moved_on=True)


def may_do_step(actor: Any, step: Any) -> Verdict:
    if not (_leads(actor, step.theme) or _holds(actor, step.post_id)):
        return no(NOT_YOURS)
    return _still_open(step)


def may_strike_step(actor: Any, step: Any) -> Verdict:
    return _still_open(step) if _leads(actor, step.theme) else no(NOT_LED_BY_YOU)


def _still_open(step: Any) -> Verdict:
    if not step.theme.is_going:
        return no(OVER, moved_on=True)
    return YES if step.is_open else no(SETTLED, moved_on=True)


def _leads(actor: Any, theme: Any) -> bool:
    return bool(_holds(actor, theme.lead_id) or actor.can(Power.CONVENE, theme.place.path))


def _holds(actor: Any, post: int) -> bool:
    return actor.post is not None and actor.post.pk == post
