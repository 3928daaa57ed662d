"""What the clock does here: forget attempts whose time is over."""

from .limits import forget


def forget_attempts() -> int:
    """Remove counters whose window has ended. Gives how many."""
    return forget()
