"""How long the house waits for somebody outside, in all.

A limit for each byte is none for a machine that sends one now and then. Within `in_all` every line to the outside that
is `watched` is hung up on when the time is over, whatever stage it is at: greeting, headers, body, encrypted or not.
"""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar


class _Watch:
    """The lines open at present, and whether the time is over."""

    def __init__(self) -> None:
        self.over = False
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()

    def add(self, line: socket.socket) -> None:
        # A second handle on the same connection: it stays when the first is wrapped in TLS, and hangs up on both.
        mine = socket.socket(fileno=os.dup(line.fileno()))
        with self._lock:
            self._lines.append(mine)
            if self.over:
                _hang_up(mine)

    def end(self) -> None:
        with self._lock:
            self.over = True
            for line in self._lines:
                _hang_up(line)

    def close(self) -> None:
        with self._lock:
            for line in self._lines:
                line.close()
            self._lines.clear()


_watch: ContextVar[_Watch | None] = ContextVar("patience", default=None)


@contextmanager
def in_all(seconds: float) -> Iterator[None]:
    """Raises `TimeoutError` when the block took longer, whatever else it raised once it had been hung up on."""
    watch = _Watch()
    timer = threading.Timer(seconds, watch.end)
    timer.daemon = True
    token = _watch.set(watch)
    timer.start()
    try:
        yield
    except Exception:
        if watch.over:
            raise TimeoutError("too long in all") from None
        raise
    finally:
        timer.cancel()
        _watch.reset(token)
        watch.close()
    if watch.over:
        raise TimeoutError("too long in all")


def watched(line: socket.socket) -> socket.socket:
    """The same line, hung up on when the time of the block around is over; outside of one as it is."""
    watch = _watch.get()
    if watch is not None:
        watch.add(line)
    return line


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):  # the other side was faster
        line.shutdown(socket.SHUT_RDWR)
