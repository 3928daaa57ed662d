"""What the clock does to cases: ends in silence what nobody replied to, brings parked ones back, notes who did not
come."""

from datetime import timedelta

from yishi.network.actors import CLOCK
from yishi.record import Refused, clock

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
        for case in waiting.order_by("answered_at")[:limit]:
            try:
                lapse(CLOCK, case)
                lapsed += 1
            except Refused:  # the resident spoke just now
                continue
    return lapsed


def return_parked(limit: int = 500) -> int:
    """Bring back parked cases whose day has come, behind which enough households stand, or whose objection nobody has
    decided in time. Gives how many."""
    came = [*Parking.objects.due().order_by("revisit_on", "id")[:limit], *Parking.objects.reached()[:limit]]
    for ladder in Ladder.objects.all():
        since = clock.now() - timedelta(days=ladder.part_days)
        waiting = Parking.objects.objected().filter(case__ladder=ladder, objected_at__lt=since)
        came += waiting.order_by("objected_at")[:limit]
    back = 0
    for pk in dict.fromkeys(parking.case_id for parking in came):
        try:
            wake(CLOCK, Case.objects.get(pk=pk))
            back += 1
        except Refused:  # somebody took it up again just now
            continue
    return back


def note_missing(limit: int = 500) -> int:
    """Note which units did not come on site in time. Gives how many."""
    late = Summons.objects.missed().filter(missed_at=None).select_related("case", "asked")
    noted = 0
    for summons in late.order_by("appear_by")[:limit]:
        try:
            miss_summons(CLOCK, summons.case, asked=summons.asked)
            noted += 1
        except Refused:  # they came just now
            continue
    return noted


def ask_for_second_looks(limit: int = 100) -> int:
    """Ask a volunteer to go and see where a resident said nothing to “solved”. Gives how many were asked."""
    asked = 0
    for case in Case.objects.to_look_at()[:limit]:
        try:
            ask_look(CLOCK, case)
            asked += 1
        except Refused:  # nobody to ask at present
            continue
    return asked


def pass_on_second_looks(limit: int = 100) -> int:
    """Ask somebody else where a volunteer said nothing in time. Gives how many."""
    silent = SecondLook.objects.asked().filter(due_at__lt=clock.now()).select_related("case")
    passed = 0
    for look in silent.order_by("due_at")[:limit]:
        try:
            pass_look(CLOCK, look)
            passed += 1
        except Refused:  # the volunteer spoke just now
            continue
    return passed


def learn_from_cases() -> int:
    """Once a day learn anew how common words are here and which speak for which kind. Gives from how many cases."""
    return learnt.learn() if learnt.is_due() else 0
