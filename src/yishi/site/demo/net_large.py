"""The roll of the largest estate of the demo city: every household of its towers, brought in from a file at once, so
that its pages count them. Names and numbers are invented."""

from collections.abc import Iterator

from yishi.network import actions as network
from yishi.network import roll_jobs
from yishi.network.actors import CLOCK

from . import content
from .net_roll import GIVEN, SURNAMES, as_csv
from .told import City

ESTATE = "dangui"
FLOORS, DOORS = 33, 4
UNITS = (3, 3, 3, 3, 3, 3, 4, 3)
"""Towers side by side in each building."""
LOW = (8, 14, 7)
"""The building with one lower tower more, its floors, and doors on each; on the first there is one less, where the
caretaker sits."""
NO_AREA_EVERY = 229
"""Of so many one has not been measured yet."""


def build_large(city: City) -> None:
    """Its dwellings and their owners are on the roll."""
    estate = city.places[content.ESTATES[ESTATE].code]
    data = as_csv([_row(n, building, door, floor) for n, (building, door, floor) in enumerate(_doors())])
    _sheet, plan = roll_jobs.looked_at(data, estate)
    network.write_roll(CLOCK, estate, data, plan)


def _doors() -> Iterator[tuple[int, str, int]]:
    """Building, door and floor of each dwelling, building by building."""
    for building, units in enumerate(UNITS, 1):
        for unit in range(1, units + 1):
            yield from _tower(building, unit, FLOORS, DOORS)
        if building == LOW[0]:
            lower = _tower(building, units + 1, *LOW[1:])
            next(lower)
            yield from lower


def _tower(building: int, unit: int, floors: int, doors: int) -> Iterator[tuple[int, str, int]]:
    for floor in range(1, floors + 1):
        for door in range(1, doors + 1):
            yield building, f"{unit}-{floor}{door:02d}", floor


def _row(n: int, building: int, door: str, floor: int) -> dict[str, str]:
    return {
        "building": f"{building}{content.ESTATES[ESTATE].word}",
        "door": door,
        "floor": str(floor),
        "use": "住宅",
        "bond": "业主",
        "area": "" if n % NO_AREA_EVERY == 0 else f"{(62, 78, 95)[n % 3]}.{n % 4 * 25:02d}",
        "name": SURNAMES[n * 7 % 10] + GIVEN[n * 3 % 8],
        "phone": f"1970000{n:04d}",
        "born": str(1936 + n * 7 % 64),
    }
