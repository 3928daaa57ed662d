"""Limits on attempts that hold across processes: counters in the database, one statement each.

The sign-in library has a limiter of its own, which keeps its history in the cache; a cache table drops rows when it is
full, so whoever makes enough noise makes it forget. Here nothing is forgotten before its window ends.
"""

import time
from collections.abc import Sequence

from django.db import connection
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from yishi.record import chore, prepared

from .models import Attempt

_COUNT = """
INSERT INTO people_attempt ("key", "ends", "count") VALUES {rows}
ON CONFLICT ("key") DO UPDATE SET
    "count" = CASE WHEN people_attempt."ends" = excluded."ends"
              THEN people_attempt."count" + excluded."count" ELSE excluded."count" END,
    "ends" = excluded."ends"
RETURNING "key", "count"{and_more}
"""
_AT_ONCE = ", set_config('synchronous_commit', 'off', true)"
"""Until this transaction ends: a counter may be lost with the power, and nobody waits for the disk for it."""


def allow(what: str, who: str, limit: int, seconds: int) -> bool:
    """Count one attempt of `what` by `who` (hashed here) and say whether it is within `limit` per `seconds`."""
    return counted([(what, who, seconds)])[0] <= limit


@chore("a counter against abuse, gone with its window", single=True)
def counted(attempts: Sequence[tuple[str, str, int]]) -> list[int]:
    """Count one attempt each of what, by whom (hashed here), in a window of so many seconds. Gives how many there are
    by now, in the same order."""
    return _add(attempts, 1)


@chore("a counter against abuse, gone with its window", single=True)
def added(what: str, who: str, seconds: int, amount: int) -> int:
    """Count so many of what at once, by whom (hashed here), in a window of so many seconds. Gives how many there are by
    now."""
    return _add([(what, who, seconds)], amount)[0]


def _add(attempts: Sequence[tuple[str, str, int]], amount: int) -> list[int]:
    keys = [_key(what, who) for what, who, _seconds in attempts]
    ends = dict(zip(keys, (_end_of_window(seconds) for _what, _who, seconds in attempts), strict=True))
    rows = sorted(ends.items())  # in one order, so that two who count cannot wait for each other
    alone = connection.vendor == "postgresql" and not connection.in_atomic_block
    lines = ", ".join(["(%s, %s, %s)"] * len(rows))
    statement = _COUNT.format(rows=lines, and_more=_AT_ONCE if alone else "")
    with prepared.cursor() as cursor:
        cursor.execute(statement, [each for row in rows for each in (*row, amount)])
        found = {key: count for key, count, *_rest in cursor.fetchall()}
    return [found[key] for key in keys]


@chore("a counter against abuse, gone with its window")
def give_back(what: str, who: str, seconds: int) -> None:
    """Uncount one attempt: it succeeded, and only failures shall wear a limit down."""
    rows = Attempt.objects.filter(key=_key(what, who), ends=_end_of_window(seconds), count__gt=0)
    rows.update(count=F("count") - 1)


@chore("a counter against abuse, gone with its window")
def forget(days: int = 0) -> int:
    """Remove counters whose window ended so many days ago. Gives how many."""
    return Attempt.objects.filter(ends__lt=int(time.time()) - days * 24 * 60 * 60).delete()[0]


def seconds_left(seconds: int) -> int:
    """How long the present window of this length still lasts."""
    return max(1, _end_of_window(seconds) - int(time.time()))


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, for limits by address; an IPv6 household counts as one."""
    from allauth.core.internal.ratelimit import get_ip

    return get_ip(request)


def _key(what: str, who: str) -> str:
    # keyed, because a plain hash of a telephone number is guessed in a minute
    return f"{what}:{salted_hmac('people.limits', who, algorithm='sha256').hexdigest()[:32]}"


def _end_of_window(seconds: int) -> int:
    return (int(time.time()) // seconds + 1) * seconds
