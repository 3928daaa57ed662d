"""What the clock does to what came of sessions: takes away what nobody responded to, follows promises, and notes what
residents call solved.

Each job chooses rows through an index that holds only those that wait, and calls an action for each, which reads the
row again under a lock; so a job may run twice or side by side, and rows that wait are never lost with a worker.
"""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.db.models import Q

from yishi.cases.models import Case, State
from yishi.network.actors import CLOCK
from yishi.record import clock, troubles

from .actions.responses import take_away
from .actions.solving import note_reopened, note_solved
from .actions.undertakings import (
    confirm_kept,
    note_undertaking_late,
    warn_of_undertaking,
)
from .models import AFTERWARDS, MOST_WARN_DAYS, Item, Opinion, SessionRule, Undertaking
from .rules import silence_days, solved_by_word

CHUNK = 2000
"""So many opinions and items are looked through at a time for matters that are solved; the next turn goes on there."""
DAY = 86400


def take_away_waiting(limit: int = 500) -> int:
    """Take away what nobody responded to at sessions that are over. Gives how many."""
    waiting = Opinion.objects.filter(case=None, hidden_at=None, session__state__in=AFTERWARDS)
    return troubles.each(
        f"{__name__}.take_away_waiting",
        waiting.order_by("session", "pk"),
        lambda opinion: take_away(CLOCK, opinion),
        limit=limit,
    )


def follow_promises(limit: int = 500) -> int:
    """Remind of promises before their day, and note those whose day is over. Gives how many."""
    today = clock.today()
    waiting = Undertaking.objects.filter(
        state=Undertaking.State.OPEN,
        late_at=None,
        due_on__isnull=False,
        due_on__lte=today + timedelta(days=MOST_WARN_DAYS),
    ).filter(Q(due_on__lt=today) | Q(warned_at=None))
    rows = waiting.select_related("session__place", "post").order_by("due_on", "pk")
    ripe = list(islice(filter(_is_past_or_near, rows.iterator(500)), limit))
    return troubles.each(f"{__name__}.follow_promises", ripe, _follow, limit=limit)


def _is_past_or_near(undertaking: Undertaking) -> bool:
    if undertaking.is_past:
        return True
    days: int = SessionRule.objects.figure(undertaking.session, "warn_days")
    return undertaking.due_on is not None and undertaking.due_on <= clock.today() + timedelta(days=days)


def _follow(undertaking: Undertaking) -> None:
    if undertaking.is_past:
        note_undertaking_late(CLOCK, undertaking)
    else:
        warn_of_undertaking(CLOCK, undertaking)


def settle_claims(limit: int = 500) -> int:
    """Let promises count as kept that whoever was asked did not deny in time, or whose matter is solved by the
    resident's word. Where nobody could be asked silence says nothing. Gives how many."""
    solved = Q(case__state=State.CLOSED) | Q(case__state=State.MERGED, case__merged_into__state=State.CLOSED)
    claimed = Undertaking.objects.filter(
        Q(asked_at__isnull=False) | solved,
        state=Undertaking.State.CLAIMED,
        claimed_at__lt=clock.now() - timedelta(days=1),
    )
    ripe = [each for each in claimed.select_related("case").order_by("claimed_at")[:limit] if _is_ripe(each)]
    return troubles.each(
        f"{__name__}.settle_claims", ripe, lambda each: confirm_kept(CLOCK, each), limit=limit
    )


def _is_ripe(undertaking: Undertaking) -> bool:
    since = clock.now() - timedelta(days=silence_days(undertaking))
    silent = undertaking.asked_at is not None and undertaking.asked_at <= since
    return silent or solved_by_word(undertaking.case)


def note_what_is_solved(chunk: int = CHUNK) -> int:
    """Note which matters of sessions are solved by the residents' word, and which are open again. Whatever the number
    of cases, one turn looks at no more than four chunks. Gives how many."""
    unsolved = [
        *_next("opinions", Opinion.objects.filter(case__isnull=False, solved_at=None), chunk),
        *_next("items", Item.objects.filter(case__isnull=False, solved_at=None), chunk),
    ]
    solved = [
        *_next("opinions_solved", Opinion.objects.filter(case__isnull=False, solved_at__isnull=False), chunk),
        *_next("items_solved", Item.objects.filter(case__isnull=False, solved_at__isnull=False), chunk),
    ]
    found = _in_state(unsolved, solved=True)
    done = troubles.each(f"{__name__}.note_what_is_solved", found, lambda case: note_solved(CLOCK, case))
    open_again = _in_state(solved, solved=False)
    return done + troubles.each(
        f"{__name__}.note_what_is_solved", open_again, lambda case: note_reopened(CLOCK, case)
    )


def _next(what: str, rows: Any, chunk: int) -> list[int]:
    """The next cases of a walk that goes round and round; where it stands is kept in the cache, and if that is lost it
    begins anew."""
    key = f"deliberation.walk.{what}"
    after = cache.get(key) or 0
    found = list(rows.filter(case__gt=after).order_by("case").values_list("case", flat=True)[:chunk])
    cache.set(key, found[-1] if len(found) == chunk else 0, DAY)
    return found


def _in_state(keys: Iterable[int], *, solved: bool) -> list[Case]:
    pks = list(dict.fromkeys(keys))
    here = Q(state=State.CLOSED) | Q(state=State.MERGED, merged_into__state=State.CLOSED)
    found: list[Case] = []
    for begin in range(0, len(pks), 500):
        rows = Case.objects.filter(pk__in=pks[begin : begin + 500])
        rows = rows.filter(here) if solved else rows.exclude(here)
        found += rows.select_related("merged_into").order_by("pk")
    return found


def note_solved_all() -> int:
    """Go round once whatever the number: for stories of the past. Gives how many were noted."""
    total = 0
    while True:
        total += note_what_is_solved()
        if not any(cache.get(f"deliberation.walk.{what}") for what in WALKS):
            return total


WALKS = ("opinions", "items", "opinions_solved", "items_solved")
