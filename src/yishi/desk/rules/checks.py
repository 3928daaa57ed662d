"""Who ticks what was done."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.cases import rules as cases
from yishi.cases.models import Case
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no


def ticks_for_desk(actor: Any, case: Case) -> bool:
    """Whether the actor sits where the case lies; the one complained about never does."""
    post = actor.post
    if not post or cases.is_complained_about(actor, case):
        return False
    return post.pk == case.holder_id and (post.can(Power.HANDLE) or post.can(Power.VOLUNTEER))


def may_tick(actor: Any, case: Case) -> Verdict:
    """The desk the case lies on, for itself; a unit called in, for its part, until it has replied."""
    if ticks_for_desk(actor, case):
        return cases.now_admits(case, "hand_up")  # while somebody works on it
    if cases.may_answer_part(actor, case):
        return YES
    return no(
        _("Points are ticked by the desk the case lies on, and by a unit called in until it has replied.")
    )


def may_untick(actor: Any, case: Case) -> Verdict:
    return may_tick(actor, case)


def may_answer_checked(actor: Any, case: Case) -> Verdict:
    """Whoever may answer."""
    return cases.may_answer(actor, case)
