"""The administrative divisions as published in CSV files (one a level, `code,name,…`), entered into the place tree."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.network.models import Level, Place

FILES = {
    # file: level, digits of its codes
    "provinces.csv": (Level.PROVINCE, 2),
    "cities.csv": (Level.CITY, 4),
    "areas.csv": (Level.DISTRICT, 6),
    "streets.csv": (Level.STREET, 9),
    "villages_subset.csv": (Level.COMMUNITY, 12),
}
DIGITS = 12
TOGETHER = 200
"""Places entered in one transaction."""


class Unreadable(Exception):
    """A file is not as it should be; the sentence says what is wrong."""


@dataclass(frozen=True)
class Division:
    """One administrative division. `parent` is the code of the one it lies in, empty on top."""

    code: str
    parent: str
    level: str
    name: str


def read(directory: Path, only: str = "") -> list[Division]:
    """What the files hold, from the top down: what lies in `only` and what that lies in. Raises `Unreadable` or OSError
    where there is no file of provinces; files of lower levels may be missing."""
    found: list[Division] = []
    for file, (level, digits) in FILES.items():
        path = directory / file
        if level == Level.PROVINCE or path.exists():
            found += [d for d in _rows(path, level, digits) if _is_wanted(d.code[:digits], only)]
    return found


def _is_wanted(code: str, only: str) -> bool:
    return code.startswith(only) or only.startswith(code)


def _rows(path: Path, level: str, digits: int) -> list[Division]:
    shorter = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}[digits]
    rows = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            code, name = (row.get("code") or "").strip(), (row.get("name") or "").strip()
            if not (code.isdecimal() and len(code) == digits and name):
                raise Unreadable(
                    f"{path.name}, line {number}: a code of {digits} digits and a name are expected"
                )
            parent = code[:shorter].ljust(DIGITS, "0") if shorter else ""
            rows.append(Division(code.ljust(DIGITS, "0"), parent, level, _name(name)))
    return rows


def _name(name: str) -> str:
    """Of a community the name of the place, not of its committee."""
    if name.endswith("社区居委会"):
        return name.removesuffix("居委会")
    return f"{name.removesuffix('村委会')}村" if name.endswith("村委会") else name


def enter(divisions: list[Division], each: Callable[[], object] = lambda: None) -> int:
    """They are in the tree; those that were stay as they are. Gives how many were added. What is entered stays where it
    is cut short."""
    there = set(Place.objects.values_list("code", flat=True))
    added = 0
    for begin in range(0, len(divisions), TOGETHER):
        with transaction.atomic():
            for division in divisions[begin : begin + TOGETHER]:
                if division.code not in there:
                    _add(division)
                    there.add(division.code)
                    added += 1
                each()
    return added


def _add(division: Division) -> None:
    parent = Place.objects.filter(code=division.parent).first() if division.parent else None
    if division.parent and parent is None:
        raise Unreadable(
            f"{division.code} {division.name} lies in {division.parent}, which is in none of the files"
        )
    network.add_place(CLOCK, parent, code=division.code, level=division.level, name_zh=division.name)
