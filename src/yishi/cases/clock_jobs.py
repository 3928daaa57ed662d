"""What the clock does to limits: warns before one passes, escalates what has passed, ends pauses, and counts anew once
a notice of days off is known.

Each job chooses rows and calls an action for each, which reads the row again under a lock and asks its rule; so a job
may run twice or side by side. A case that cannot be dealt with is noted (`record.troubles`) and stops no other.
"""

from collections.abc import Callable
from typing import Any

from yishi.network import calendar
from yishi.network.actors import CLOCK
from yishi.record import Refused, clock, troubles

from . import actions, clocks
from .models import Case, CaseQuerySet, Pause
from .models.case import OPEN_STATES, WORKABLE
from .rules import is_above_reached


def warn_before_limits() -> int:
    """Remind holders whose limit is near, and tell them and the rung above what was not done in time before it. Gives
    how many."""
    return _each("warn_before_limits", _to_warn().order_by("warn_at"), _warn)


def _to_warn() -> CaseQuerySet:
    now = clock.now()
    return Case.objects.filter(state__in=OPEN_STATES, warn_at__lte=now, due_at__gte=now, paused_at=None)


def _warn(actor: Any, case: Case) -> None:
    late, soon = clocks.missed(case), clocks.is_due_soon(case)
    if late:
        actions.note_late(actor, case)
    if soon:
        actions.warn(actor, case)
    elif not late:
        actions.look_ahead(case)


def escalate_overdue() -> int:
    """Send what has passed its limit to the next rung, or mark it where there is none. Gives how many."""
    return _each("escalate_overdue", _passed().select_related("ladder").order_by("due_at"), _escalate)


def _passed() -> CaseQuerySet:
    return Case.objects.filter(
        state__in=OPEN_STATES, due_at__lt=clock.now(), paused_at=None, breach_told=False
    )


def _escalate(actor: Any, case: Case) -> None:
    goes_up = case.state in WORKABLE and case.ladder.escalates and is_above_reached(case)
    (actions.escalate if goes_up else actions.mark_overdue)(actor, case)


def end_pauses() -> int:
    """Let clocks go on whose pause has lasted as long as it may. Gives how many."""
    over = Pause.objects.open().filter(until_at__lt=clock.now()).order_by("until_at")
    waiting = Case.objects.filter(state__in=OPEN_STATES, pk__in=over.values("case"))
    return _each("end_pauses", waiting, actions.resume)


def count_provisional_anew() -> int:
    """Count limits anew that were provisional, where the notice of their year is known now. Gives how many."""
    last = calendar.current().last_known
    if last is None:
        return 0
    waiting = Case.objects.filter(state__in=OPEN_STATES, due_is_provisional=True, due_at__year__lte=last)
    rows = waiting.select_related("ladder", "category").order_by("due_at")
    return _each("count_provisional_anew", rows, _count_anew)


def _count_anew(actor: Any, case: Case) -> None:
    if clocks.is_changed(case, clocks.recounted(case)):
        actions.count_anew(actor, case)
    else:
        raise Refused("nothing has changed")


def waiting() -> int:
    """How many cases the clock has still to warn of or to send on."""
    return _to_warn().count() + _passed().count()


def _each(job: str, cases: Any, act: Callable[[Any, Case], Any]) -> int:
    return troubles.each(f"{__name__}.{job}", cases, lambda case: act(CLOCK, case))
