"""Cases by the thousand: a year of matters, most of them over, entered as an import enters them and sealed as the
worker does it."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from yishi.cases import actions
from yishi.cases.actions.bringing_in import Past
from yishi.cases.actions.standing import fold_moves
from yishi.cases.models import Case, Category
from yishi.network.actors import CLOCK
from yishi.record import clock
from yishi.record.actions import seal
from yishi.record.models import Entry

from .city import City
from .texts import matter

BATCH = 2000
YEAR = timedelta(days=365)
LAPSE = timedelta(days=14)
OPEN, WAITING = 0.02, 0.04
"""Shares of cases that nobody has answered yet, and whose resident is still asked."""


@dataclass
class Filled:
    """How fast it went: seconds and rows of entering, of sealing and of adding up."""

    cases: int = 0
    entries: int = 0
    enter_seconds: float = 0.0
    seal_seconds: float = 0.0


def up_to(city: City, wanted: int, seed: int = 1, each: Callable[[], object] = lambda: None) -> Filled:
    """There are `wanted` cases, sealed and counted. Cases of the same seed and size are the same."""
    done = Filled()
    there, entries = Case.objects.count(), Entry.objects.count()
    dice = random.Random(f"{seed} {there}")  # noqa: S311  an invented city
    categories = list(Category.objects.choosable().filter(stop_number=""))
    now = clock.now()
    while there + done.cases < wanted:
        size = min(BATCH, wanted - there - done.cases)
        batch = [_past(dice, city, categories, now) for _n in range(size)]
        begun = time.perf_counter()
        actions.bring_in(CLOCK, city.city, past=batch)
        done.enter_seconds += time.perf_counter() - begun
        begun = time.perf_counter()
        settle()
        done.seal_seconds += time.perf_counter() - begun
        done.cases += size
        for _n in range(size):
            each()
    done.entries = Entry.objects.count() - entries
    return done


def settle() -> None:
    """Everything that waits for the worker is done."""
    while seal():
        pass
    while fold_moves():
        pass


def _past(dice: random.Random, city: City, categories: list[Category], now: datetime) -> Past:
    said = matter(dice)
    fate = dice.random()
    young = fate < OPEN + WAITING
    ago = timedelta(days=dice.uniform(0, 12)) if young else LAPSE + timedelta(days=dice.uniform(12, 350))
    reported = now - ago
    past = Past(
        place=dice.choice(city.buildings),
        category=dice.choice(categories),
        words=said.words,
        title=said.title,
        reported_at=reported,
        code=f"{dice.randrange(10**8):08}",
        contact_phone=f"199{dice.randrange(10**8):08}" if dice.random() < 0.5 else "",
    )
    if fate < OPEN / 2:
        return past
    past.taken_at = reported + min(timedelta(hours=dice.expovariate(1 / 5)), ago / 3)
    if fate < OPEN:
        return past
    past.answered_at = past.taken_at + min(
        timedelta(days=dice.expovariate(1 / 3)), ago / 3 if young else timedelta(days=11)
    )
    past.answer, past.basis = said.answer, "物业服务合同约定"
    if not young:
        past.lapsed_at = past.answered_at + LAPSE
    return past


def moments(dice: random.Random, count: int, now: datetime) -> Iterator[datetime]:
    """Moments of the past year to begin a page at."""
    for _n in range(count):
        yield now - timedelta(days=dice.uniform(60, 300))
