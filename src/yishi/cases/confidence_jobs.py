"""What the clock does about what was said in confidence: erases on the day, and tells residents what it may tell
now."""

from yishi.network.actors import CLOCK
from yishi.record import Refused, clock

from .actions import erase, tell_of_glass
from .models import Case, Erasure


def erase_due(limit: int = 50) -> int:
    """Erase what was asked for, once its days to think it over are past. Gives how many requests were done."""
    done = 0
    for erasure in Erasure.objects.due()[:limit]:
        try:
            erase(CLOCK, erasure)
            done += 1
        except Refused:  # it was taken back just now
            continue
    return done


def tell_of_broken_glass(limit: int = 100) -> int:
    """Tell residents whose name was shown and who could not be told at the time. Gives how many."""
    told, now = 0, clock.now()
    waiting = Case.objects.filter(glass__granted=True, glass__told=False, glass__tell_at__lte=now).distinct()
    for case in waiting.order_by("pk")[:limit]:
        try:
            tell_of_glass(CLOCK, case)
            told += 1
        except Refused:
            continue
    return told
