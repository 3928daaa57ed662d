"""May this actor do that behind this door, and which posts may act here: asked in the process, as a page asks it before
anything else, with so many dwellings on the roll. Neither may grow with them."""

import random
import time
from collections.abc import Callable
from typing import Any

from yishi.network.actors import acting
from yishi.network.holding import posts_of
from yishi.network.models import Dwelling, Place, Post, normal_door
from yishi.network.powers import Power, roles_with
from yishi.people.models import Person
from yishi.record import chore
from yishi.record.models import STEP

from .city import City
from .measuring import Measured, row

TOGETHER = 5000
"""Dwellings put in with one statement."""
A_FLOOR, A_UNIT = 4, 100
ASKED = 20
"""Different people and doors asked about in turn."""
MAY, WHO = "may this actor vouch behind this door", "which posts may vouch here"


def fill_up(city: City, wanted: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """There are `wanted` dwellings; those that are there already stay. Gives how many there are, how long it took."""
    tell(f"Filling up to {wanted} dwellings.")
    begun = time.perf_counter()
    there = fill(city, wanted)
    return {"dwellings": there, "seconds_to_fill": round(time.perf_counter() - begun, 1)}


def measure(city: City, wanted: int, seconds: float, tell: Callable[[str], None]) -> list[Measured]:
    """The two rows, with as many dwellings as there are."""
    tell(f"{wanted} dwellings: asking who may act")
    asked = _asked(city, wanted, random.Random(wanted))  # noqa: S311  who is asked about
    return [_timed(MAY, asked, _may, seconds), _timed(WHO, asked, _who, seconds)]


@chore("an invented city's dwellings, of which nobody is told anything")
def fill(city: City, wanted: int) -> int:
    """There are so many dwellings, spread evenly over the buildings. Gives how many there are."""
    there = Dwelling.objects.count()
    buildings = len(city.buildings)
    for begin in range(there, wanted, TOGETHER):
        numbers = range(begin, min(begin + TOGETHER, wanted))
        Dwelling.objects.bulk_create(
            Dwelling(place=city.buildings[n % buildings], door=_door(n // buildings)) for n in numbers
        )
    return max(there, wanted)


def _door(n: int) -> str:
    """The how-manieth door of a building: 1-101, 1-102, …"""
    unit, within = divmod(n, A_UNIT)
    return normal_door(f"{unit + 1}-{within // A_FLOOR + 1}0{within % A_FLOOR + 1}")


def _asked(city: City, wanted: int, dice: random.Random) -> list[tuple[int, Place, str]]:
    """Buildings that have a door by now, each with the steward of its estate and that door."""
    estates = {each.path: each for each in city.estates}
    found = []
    for building in dice.sample(city.buildings[:wanted], min(ASKED, wanted, len(city.buildings))):
        estate = estates[building.path[:-STEP]]
        person = Person.objects.get(username=f"at-{estate.code}".lower())
        found.append((person.pk, building, _door(0)))
    return found


def _may(person: int, building: Place, door: str) -> bool:
    """As a request finds it out: the posts somebody holds today, the dwelling, and the table of powers."""
    post = posts_of(person)[0]
    home = Dwelling.objects.select_related("place").get(place=building, door=door, gone_on=None)
    return acting(post).can(Power.VOUCH, home.place.path)


def _who(_person: int, building: Place, door: str) -> bool:
    """Posts over a dwelling that somebody holds and that give the power, the nearest first."""
    home = Dwelling.objects.select_related("place").get(place=building, door=door, gone_on=None)
    posts = Post.objects.over(home.place.path).held().filter(role__in=roles_with(Power.VOUCH))
    return bool(list(posts.select_related("organisation", "place")))


def _timed(
    what: str,
    asked: list[tuple[int, Place, str]],
    ask: Callable[[int, Place, str], bool],
    seconds: float,
) -> Measured:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for each in asked:  # so that no first time is measured
        ask(*each)
    with CaptureQueriesContext(connection) as queries:
        ask(*asked[0])
    taken: list[float] = []
    wrong, end = 0, time.perf_counter() + seconds
    begun, cpu = time.perf_counter(), time.process_time()
    while time.perf_counter() < end:
        at = time.perf_counter()
        wrong += not ask(*asked[len(taken) % len(asked)])
        taken.append(time.perf_counter() - at)
    cpu = time.process_time() - cpu
    measured = row(what, 1, taken, time.perf_counter() - begun, len(queries), wrong)
    measured.cpu = round(cpu * 1000 / len(taken), 2)
    return measured
