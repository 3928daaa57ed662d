"""How much somebody asks for in a while: tallied in the process, and told to the database in lumps.

A statement with every request would cost more than many a request itself. So a limit holds across processes to within a
lump each; whoever is over it is turned away without asking the database at all; and where the database does not answer,
each process still holds the limit by what it sees itself.
"""

import threading
import time

from django.db import DatabaseError, InterfaceError

from . import limits

MOST_KNOWN = 50_000
"""Of so many askers a process keeps count in one window; beyond, it begins anew, lest a flood from everywhere fill
it."""


class Tally:
    """What came in the present window, by whom, that the database was not told yet; and who is over their limit."""

    def __init__(self, what: str, seconds: int) -> None:
        self._what, self._seconds = what, seconds
        self._lock, self._window = threading.Lock(), 0
        self._here: dict[str, int] = {}
        self._over: set[str] = set()

    def forget(self) -> None:
        """Nothing came yet."""
        with self._lock:
            self._here, self._over = {}, set()

    def is_over(self, who: str, most: int, amount: int = 1, lump: int = 30) -> bool:
        """Count so much by somebody, and say whether it is more than the window admits."""
        with self._lock:
            window = int(time.time()) // self._seconds
            if window != self._window or len(self._here) > MOST_KNOWN:
                self._window, self._here, self._over = window, {}, set()
            if who in self._over:
                return True
            before = self._here.get(who, 0)
            here = self._here[who] = before + amount
        untold = here // lump * lump - before // lump * lump
        if here <= most and (not untold or self._everywhere(who, untold) <= most):
            return False
        with self._lock:
            self._over.add(who)
        return True

    def _everywhere(self, who: str, untold: int) -> int:
        """How much came in all processes, the last of it just told; 0 where the database does not answer."""
        try:
            return limits.added(self._what, who, self._seconds, untold)
        except (DatabaseError, InterfaceError):
            return 0
