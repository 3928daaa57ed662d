"""What the clock does to cases: ends in silence what nobody replied to."""

from datetime import timedelta

from yishi.network.actors import CLOCK
from yishi.record import Refused, clock

from .actions import lapse
from .models import Case, Ladder, State


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
