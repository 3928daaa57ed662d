"""What the clock does to cases: ends in silence what nobody replied to, brings parked ones back, notes who did not
come."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from yishi.network.actors import CLOCK
from yishi.record import clock, troubles

from . import learnt
from .actions import ask_look, lapse, miss_summons, pass_look, wake
from .actions.standing import fold_moves, sweep_standing
from .models import Case, Ladder, Parking, SecondLook, State, Summons


def fold_moves_waiting(limit: int = 50) -> int:
    """Moves that wait are added up (`models.standing`). Gives how many."""
    total = 0
    for _round in range(limit):
        folded = fold_moves()
        total += folded
        if not folded:
            break
    return total


def sweep_standing_daily() -> int:
    """Sums that have come to nothing are swept out. Gives how many."""
    return sweep_standing()


def lapse_unanswered(limit: int = 500) -> int:
    """Lapse cases whose question has waited longer than their ladder allows. Gives how many."""
    lapsed = 0
    for ladder in Ladder.objects.all():
        since = clock.now() - timedelta(days=ladder.lapse_days)
        waiting = Case.objects.filter(state=State.ANSWERED, ladder=ladder, answered_at__lt=since)
        rows = waiting.order_by("answered_at")
        lapsed += _each("lapse_unanswered", rows, lambda case: lapse(CLOCK, case), limit)
    return lapsed


def return_parked(limit: int = 500) -> int:
    """Bring back parked cases whose day has come, behind which enough households stand, or whose objection nobody has
    decided in time. Gives how many."""
    came = [*Parking.objects.due().order_by("revisit_on", "id")[:limit], *Parking.objects.reached()[:limit]]
    for ladder in Ladder.objects.all():
        since = clock.now() - timedelta(days=ladder.part_days)
        waiting = Parking.objects.objected().filter(case__ladder=ladder, objected_at__lt=since)
        came += waiting.order_by("objected_at")[:limit]
    pks = list(dict.fromkeys(parking.case_id for parking in came))
    cases = Case.objects.filter(pk__in=pks).order_by("pk")
    return _each("return_parked", cases, lambda case: wake(CLOCK, case), len(pks))


def note_missing(limit: int = 500) -> int:
    """Note which units did not come on site in time. Gives how many."""
    late = Summons.objects.missed().filter(missed_at=None).select_related("case", "asked")
    return _each(
        "note_missing",
        late.order_by("appear_by"),
        lambda summons: miss_summons(CLOCK, summons.case, asked=summons.asked),
        limit,
    )


def ask_for_second_looks(limit: int = 100) -> int:
    """Ask a volunteer to go and see where a resident said nothing to “solved”. Gives how many were asked."""
    return _each("ask_for_second_looks", Case.objects.to_look_at(), lambda case: ask_look(CLOCK, case), limit)


def pass_on_second_looks(limit: int = 100) -> int:
    """Ask somebody else where a volunteer said nothing in time. Gives how many."""
    silent = SecondLook.objects.asked().filter(due_at__lt=clock.now()).select_related("case")
    return _each(
        "pass_on_second_looks", silent.order_by("due_at"), lambda look: pass_look(CLOCK, look), limit
    )


def learn_from_cases() -> int:
    """Once a day learn anew how common words are here and which speak for which kind. Gives from how many cases."""
    return learnt.learn() if learnt.is_due() else 0


def _each(job: str, rows: Iterable[Any], act: Callable[[Any], Any], limit: int) -> int:
    """One row after the other: what is refused has moved on meanwhile, and one that fails stops no other."""
    return troubles.each(f"{__name__}.{job}", rows, act, limit=limit)
