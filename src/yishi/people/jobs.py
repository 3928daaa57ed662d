"""What the clock does here: forget attempts whose time is over."""

from .actions import note_forgotten
from .limits import forget
from .models import RetentionRule
from .retention import days


def forget_attempts() -> int:
    """Remove counters whose window ended longer ago than the house keeps them. Gives how many."""
    gone = forget(days(RetentionRule.What.ATTEMPTS))
    note_forgotten(RetentionRule.What.ATTEMPTS, gone)
    return gone
