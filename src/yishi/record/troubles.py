"""What a job could not do: noted, left alone for longer each time, shown to the operator; the rest goes on.

Kept in the cache, which is a table of the database: what is dropped from there is only tried again sooner. Nothing of a
row is kept or logged but its reference, the sort of the error and the line it came from: what an error says may quote
what somebody wrote.
"""

import errno
import logging
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet

from . import clock
from .grammar import Refused, chore

log = logging.getLogger("yishi.work")

FIRST_REST, LONGEST_REST, GROWTH = timedelta(minutes=1), timedelta(hours=6), 4
SET_ASIDE = 5
"""After so many tries it counts as set aside: it is tried four times a day, and somebody should look."""
KEPT = timedelta(days=2)
MOST = 200
"""Troubles kept; the ones that failed last win."""
AT_ONCE, READ_AT_ONCE = 1000, 50
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_KEY = "record.troubles"
_OURS = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Trouble:
    """One row a job failed with, or (where `ref` is empty) a job that failed as a whole."""

    job: str
    ref: str
    error: str
    where: str
    tries: int
    first_at: datetime
    last_at: datetime
    rests_until: datetime

    @property
    def job_name(self) -> str:
        """The job without the name of the house: `cases.jobs.lapse_unanswered`."""
        return self.job.removeprefix("yishi.")

    @property
    def is_set_aside(self) -> bool:
        """Whether it has failed so often that somebody should look."""
        return self.tries >= SET_ASIDE

    def rests(self, at: datetime) -> bool:
        """Whether it is left alone at a moment; a rest longer than there is comes from a clock that was wrong."""
        return at < self.rests_until <= at + LONGEST_REST


@dataclass
class Turn:
    """How long a job may go on at a stretch, and whether it had to stop with rows left."""

    ends: float
    cut_short: bool = False


_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)


@contextmanager
def turn(seconds: float) -> Iterator[Turn]:
    """Within, `each` stops after so many seconds, with at least one row done; what is left waits for the next turn."""
    mine = Turn(time.monotonic() + seconds)
    token = _turn.set(mine)
    try:
        yield mine
    finally:
        _turn.reset(token)


def turn_is_over() -> bool:
    """Whether a job that goes through its rows itself should stop; it goes on with its next turn. Asked only where rows
    are left."""
    turn = _turn.get()
    if turn is None or time.monotonic() <= turn.ends:
        return False
    turn.cut_short = True
    return True


def each(job: str, rows: Iterable[Any], act: Callable[[Any], Any], *, limit: int = AT_ONCE) -> int:
    """Call `act` with each of at most `limit` rows; one that fails stops no other. Gives with how many it went well.

    A refusal (`Refused`) is no failure: the row has moved on meanwhile. Rows that failed rest before they are tried
    again. Within a `turn` it stops when that is over. Raises what is everybody's trouble: the database away, the disk
    full.
    """
    known = {one.ref: one for one in listed() if one.job == job and one.ref}
    resting = {ref for ref, one in known.items() if one.rests(clock.real_now())}
    if isinstance(rows, QuerySet) and resting:
        rows = rows.exclude(pk__in=[ref.rpartition(":")[2] for ref in resting])
    done, turn = 0, _turn.get()
    for row in _read(rows, limit) if isinstance(rows, QuerySet) else list(rows)[:limit]:
        if turn and done and time.monotonic() > turn.ends:
            turn.cut_short = True
            break
        ref = ref_of(row)
        if ref in resting:
            continue
        try:
            act(row)
            done += 1
        except Refused:
            pass
        except Exception as error:
            if is_everybodys(error):
                raise
            note(job, ref, error)
            continue
        if ref in known:
            over(job, ref)
    return done


def _read(rows: QuerySet, limit: int) -> Iterator[Any]:
    """At most `limit` of the rows in their order, a few at a time: a turn does not get far with thousands, and to read
    them all would take most of it. A row that has moved on meanwhile is passed over."""
    keys = list(rows.values_list("pk", flat=True)[:limit])
    for begin in range(0, len(keys), READ_AT_ONCE):
        portion = keys[begin : begin + READ_AT_ONCE]
        found = {row.pk: row for row in rows.filter(pk__in=portion)}
        yield from (found[pk] for pk in portion if pk in found)


def ref_of(row: Any) -> str:
    """What a row is called here: as the record calls it."""
    return getattr(row, "ref", "") or f"{row._meta.model_name}:{row.pk}"


def listed() -> list[Trouble]:
    """What could not be done of late, the newest failure first."""
    since = clock.real_now() - KEPT
    found = [Trouble(**each) for each in cache.get(_KEY) or []]
    return [one for one in found if one.last_at > since]


def resting(job: str) -> set[str]:
    """References of the rows a job leaves alone at present; a job that failed as a whole is tried with all of them."""
    now = clock.real_now()
    return {one.ref for one in listed() if one.job == job and one.ref and one.rests(now)}


def note(job: str, ref: str, error: BaseException) -> Trouble:
    """It failed once more, and rests."""
    now, others = clock.real_now(), []
    before = None
    for one in listed():
        if (one.job, one.ref) == (job, ref):
            before = one
        else:
            others.append(one)
    tries = before.tries + 1 if before else 1
    rest = min(FIRST_REST * GROWTH ** min(tries - 1, 10), LONGEST_REST)
    trouble = Trouble(
        job,
        ref,
        type(error).__name__,
        where(error),
        tries,
        before.first_at if before else now,
        now,
        now + rest,
    )
    _keep([trouble, *others])
    log.error(
        "%s: %s failed (%s at %s), try %s; the rest goes on",
        job,
        ref or "it",
        trouble.error,
        trouble.where,
        tries,
    )
    return trouble


def over(job: str, ref: str = "") -> None:
    """It went well."""
    _keep([one for one in listed() if (one.job, one.ref) != (job, ref)])


@chore("what a job could not do is of the moment, and shown to the operator alone")
def _keep(troubles: list[Trouble]) -> None:
    cache.set(_KEY, [asdict(one) for one in troubles[:MOST]], KEPT.total_seconds())


def where(error: BaseException) -> str:
    """The last line of ours an error came through, as `cases/jobs.py:41`; nothing of what the error says."""
    frames = list(traceback.extract_tb(error.__traceback__))
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_OURS)]
    if not frames:
        return "?"
    last = (ours or frames)[-1]
    path = Path(last.filename)
    return f"{path.relative_to(_OURS) if path.is_relative_to(_OURS) else path.name}:{last.lineno}"


def is_full(error: BaseException | None) -> bool:
    """Whether it says, or hides, that there is no room left: on the disk of the pictures or that of the database."""
    for _depth in range(8):
        if error is None:
            return False
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if getattr(error, "sqlstate", None) == "53100" or "disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def is_everybodys(error: BaseException) -> bool:
    """Whether no other row would fare better: the database is away, something is full."""
    if is_full(error) or isinstance(error, InterfaceError):
        return True
    if isinstance(error, OperationalError):
        return connection.vendor == "sqlite" or not connection.is_usable()
    return False
