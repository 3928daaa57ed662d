"""Cases by the thousand: a year of matters, most of them over, entered as an import enters them and sealed as the
worker does it."""

import functools
import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context

import django
from django.db import connection

from yishi.cases import actions
from yishi.cases.actions.bringing_in import Past
from yishi.cases.actions.standing import fold_moves
from yishi.cases.models import Case, Category
from yishi.network.actors import CLOCK
from yishi.record import clock
from yishi.record.actions import seal
from yishi.record.models import Entry

from .city import City, find
from .texts import matter

BATCH = 2000
AT_ONCE = os.cpu_count() or 1
YEAR = timedelta(days=365)
LAPSE = timedelta(days=14)
WITH_NUMBER = timedelta(days=170)
"""Of older ones the number has long been erased, as the rules of retention say."""
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
    """There are `wanted` cases, sealed and counted. Of the same seed and size they are the same but for their order."""
    done = Filled()
    there, entries = Case.objects.count(), Entry.objects.count()
    with _entering(city, wanted - there) as enter:
        while there + done.cases < wanted:
            left = wanted - there - done.cases
            sizes = [min(BATCH, left - at) for at in range(0, min(left, AT_ONCE * BATCH), BATCH)]
            seeds = [f"{seed} {there + done.cases + at * BATCH}" for at in range(len(sizes))]
            begun = time.perf_counter()
            enter(seeds, sizes)
            done.enter_seconds += time.perf_counter() - begun
            begun = time.perf_counter()
            settle()
            done.seal_seconds += time.perf_counter() - begun
            done.cases += sum(sizes)
            for _n in range(sum(sizes)):
                each()
    done.entries = Entry.objects.count() - entries
    return done


@contextmanager
def _entering(city: City, cases: int) -> Iterator[Callable[[list[str], list[int]], object]]:
    """How batches are entered: by as many processes at once as there are processors, each batch a transaction of its
    own, as several imports side by side; a few cases, and those of SQLite, which has one writer, by this process."""
    if connection.vendor != "postgresql" or cases <= BATCH:
        kinds = _categories()

        def enter(seeds: list[str], sizes: list[int]) -> None:
            for seed, size in zip(seeds, sizes, strict=True):
                _enter(city, kinds, seed, size)

        yield enter
        return
    with ProcessPoolExecutor(AT_ONCE, get_context("spawn"), initializer=django.setup) as pool:
        list(pool.map(_enter_there, [""] * AT_ONCE, [0] * AT_ONCE))  # so that no start is measured
        yield lambda seeds, sizes: list(pool.map(_enter_there, seeds, sizes))


def _enter(city: City, categories: list[Category], seed: str, size: int) -> None:
    dice, now = random.Random(seed), clock.now()  # noqa: S311  an invented city
    if size:
        actions.bring_in(CLOCK, city.city, past=[_past(dice, city, categories, now) for _n in range(size)])


def _enter_there(seed: str, size: int) -> None:
    _enter(*_there(), seed, size)


@functools.cache
def _there() -> tuple[City, list[Category]]:
    """What a process of its own reads once."""
    city = find()
    if city is None:
        raise LookupError("there is no city to fill")
    return city, _categories()


def _categories() -> list[Category]:
    return list(Category.objects.choosable().filter(stop_number=""))


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
    if fate < OPEN:
        ago = timedelta(days=dice.uniform(0, 1))  # of older ones most are answered, or have been handed up
    reported = now - ago
    past = Past(
        place=dice.choice(city.buildings),
        category=dice.choice(categories),
        words=said.words,
        title=said.title,
        reported_at=reported,
        code=f"{dice.randrange(10**8):08}",
        contact_phone=f"199{dice.randrange(10**8):08}" if dice.random() < 0.5 and ago < WITH_NUMBER else "",
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
