"""From a building to a door in a few taps: unit, floor, door, out of the roll's dwellings."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .models import Dwelling, Level, Place, within

MOST = 3000
"""Dwellings of one building that are looked through."""
AT_ONCE = 24
"""So many doors are shown without asking for the floor first."""


@dataclass
class Option:
    """One thing to tap: `value` is what the address, or for a door the form, says of it."""

    value: str
    label: str


@dataclass
class Picker:
    """What is asked next (`unit`, `floor` or `door`; empty where the roll knows no door), what there is to tap, and
    what was chosen before."""

    asks: str = ""
    options: list[Option] = field(default_factory=list)
    unit: Option | None = None
    floor: Option | None = None


def doors_of(building: Place, unit: str = "", floor: str = "") -> Picker:
    """The next question on the way to a door of a building (or unit) and its answers. One statement."""
    rows = Dwelling.objects.filter(
        within("place__path", building.path), gone_on=None, use=Dwelling.Use.HOME, place__closed_on=None
    )
    found = list(rows.select_related("place").order_by("place__path", "sort", "id")[:MOST])
    units = {_unit(each).value: _unit(each) for each in found}
    if len(units) > 1 and unit not in units:
        return Picker("unit", list(units.values()))
    chosen = units.get(unit) if len(units) > 1 else None
    doors = [each for each in found if chosen is None or _unit(each).value == chosen.value]
    floors = {_floor(each).value: _floor(each) for each in doors}
    if len(doors) > AT_ONCE and len(floors) > 1 and floor not in floors:
        by_number = sorted(floors.values(), key=lambda each: _height(each.value))
        return Picker("floor", by_number, unit=chosen)
    on_it = floors.get(floor) if len(doors) > AT_ONCE else None
    if on_it:
        doors = [each for each in doors if _floor(each).value == on_it.value]
    return Picker("door" if doors else "", [Option(str(d.pk), d.door) for d in doors], chosen, on_it)


def _unit(dwelling: Any) -> Option:
    if dwelling.place.level == Level.UNIT:
        return Option(dwelling.place.code, dwelling.place.name)
    before, _hyphen, _number = dwelling.door.rpartition("-")
    return Option(before, _("Unit %(n)s") % {"n": before} if before else "–")


def _floor(dwelling: Any) -> Option:
    number = dwelling.door.rpartition("-")[2]
    told = dwelling.floor
    if told is None and number.isascii() and number.isdigit() and len(number) > 2:
        told = int(number[:-2])
    return Option("", "–") if told is None else Option(str(told), _("Floor %(n)s") % {"n": told})


def _height(floor: str) -> int:
    return int(floor) if floor else 10_000
