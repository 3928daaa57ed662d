"""The one clock of the house. It can be set, so that a story of last spring, or an import, runs at its own times."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The present moment, or the one the clock is set to; always aware."""
    return _set_to.get() or timezone.now()


def is_set() -> bool:
    """Whether the clock stands at a moment of its own."""
    return _set_to.get() is not None


def real_now() -> datetime:
    """The real moment, whatever the clock is set to: when something was written down, sealed or waited for."""
    return timezone.now()


def today() -> date:
    """The present day in the local time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block the clock stands at `moment` (aware)."""
    if timezone.is_naive(moment):
        raise ValueError("the clock is set to a moment with a time zone")
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
