"""What the clock does here: seal what waits, and sweep out what everybody has heard."""

from .actions import seal, sweep_changes


def seal_waiting(limit: int = 50) -> int:
    """Seal until nothing waits, or `limit` batches are done. Gives how many entries."""
    total = 0
    for _batch in range(limit):
        sealed = seal()
        total += sealed
        if not sealed:
            break
    return total


def sweep_changes_heard() -> int:
    """Notes of changes that every process has heard are swept out (`changes.py`). Gives how many."""
    return sweep_changes()
