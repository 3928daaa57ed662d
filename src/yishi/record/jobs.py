"""What the clock does here: seal what waits."""

from .actions import seal


def seal_waiting(limit: int = 50) -> int:
    """Seal until nothing waits, or `limit` batches are done. Gives how many entries."""
    total = 0
    for _batch in range(limit):
        sealed = seal()
        total += sealed
        if not sealed:
            break
    return total
