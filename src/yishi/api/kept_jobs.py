"""What the clock does with answers that are kept for whoever sends the same twice."""

from . import actions


def forget_old_answers() -> int:
    """Answers whose days are over are no longer kept. Gives how many went."""
    return actions.forget_answers()
