"""How far a long piece of work has come, on standard error: one line that changes in a terminal, a few in a log."""

import sys
import time

WIDTH = 24


class Bar:
    """Counts up to `total`. `what` names the work, `unit` what is counted, `logged` the lines it leaves in a log."""

    def __init__(self, what: str, total: int, unit: str = "rows", logged: int = 10):
        self.what, self.total, self.unit, self.logged = what, total, unit, logged
        self.done, self.begun, self.told_at = 0, time.monotonic(), 0.0
        self.in_terminal = sys.stderr.isatty()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        last = self.done >= self.total
        if self.in_terminal:
            if last or time.monotonic() - self.told_at > 0.1:
                self.told_at = time.monotonic()
                self._print("\n" if last else "")
        elif last or self.done * self.logged // self.total > (self.done - 1) * self.logged // self.total:
            self._print("\n")

    def _print(self, end: str) -> None:
        full = WIDTH * self.done // self.total
        rate = self.done / max(time.monotonic() - self.begun, 0.001)
        drawn = "#" * full + "-" * (WIDTH - full)
        line = f"{self.what} [{drawn}] {self.done}/{self.total}, {rate:.0f} {self.unit} a second"
        print(f"\r{line}\x1b[K" if self.in_terminal else line, end=end, file=sys.stderr, flush=True)
