"""Machines behind one channel, of which each may be away alone: push services of several browsers, robots of several
firms.

A line that is away rests as a channel does, and keeps nobody waiting who is reached by another. What is known of it is
kept in the cache, which is a table of the database and shared by all workers: what is dropped from there is only tried
again sooner.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from yishi.record import chore, clock

from .channels import channel
from .models import Delivery

FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=15)
KEPT = timedelta(days=1)

Known = dict[str, tuple[int, datetime]]
"""Line → how often it failed in a row, and until when it rests."""


def line_of(delivery: Delivery) -> str:
    """Which machine answers for the address, where its channel has several; else "". An address that is none any more
    has no line: sending will say what is wrong with it."""
    try:
        carrier: Any = channel(delivery.channel)
        return carrier.line(delivery.address) if hasattr(carrier, "line") else ""
    except Exception:  # noqa: BLE001  whatever an adapter raises is dealt with when it sends
        return ""


def rests_until(name: str, line: str) -> datetime | None:
    """Until when a line of a channel is left alone, or None. A rest longer than there is comes from a clock that was
    ahead, and is over."""
    if not line:
        return None
    _failures, until = _known(name).get(line, (0, None))
    now = clock.now()
    return until if until and now < until <= now + KEPT else None


@chore("how a line fares is of the moment")
def note_down(name: str, line: str, until: datetime | None = None) -> datetime:
    """It rests: until the moment it named, or for half a minute, longer each time, up to a quarter of an hour. Gives
    until when."""
    known = _known(name)
    failures = min(known.get(line, (0, None))[0] + 1, 30)
    rest = min(FIRST_REST * 2 ** min(failures - 1, 10), LONGEST_REST)
    known[line] = failures, until or clock.now() + rest
    _keep(name, known)
    return known[line][1]


@chore("how a line fares is of the moment")
def note_up(name: str, line: str) -> None:
    """It took a message just now."""
    known = _known(name) if line else {}
    if known.pop(line, None):
        _keep(name, known)


@chore("how a line fares is of the moment")
def forget(name: str) -> None:
    """No line of the channel rests any longer."""
    cache.delete(_key(name))


def _known(name: str) -> Known:
    return cache.get(_key(name)) or {}


def _keep(name: str, known: Known) -> None:
    cache.set(_key(name), known, KEPT.total_seconds())


def _key(name: str) -> str:
    return f"notices.lines.{name}"
