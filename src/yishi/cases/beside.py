"""What upper rooms show on the front page and on the page of a place, beside its matters: each registers a part or a
door, and this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place

FIRST, MATTERS, SIDE = "first", "matters", "side"
"""Where a part stands: before all that is told of the place, above its newest matters, or beside them."""


@dataclass(frozen=True)
class Part:
    """A template, and what it shows (under `part`) of a place; of everywhere where that is None. Where it gives
    nothing, nothing is shown."""

    template: str
    of: Callable[[Place | None, Any], Any]
    at: str = SIDE


@dataclass(frozen=True)
class Door:
    """A page about the place, as it stands in the list of them: its words, and the name of its address, which takes the
    place's code."""

    label: str | Promise
    address: str


_PARTS: dict[str, Part] = {}
_DOORS: dict[str, Door] = {
    "cases:rates": Door(_("How residents judge: contacted, solved, satisfied"), "cases:rates"),
    "cases:topics": Door(_("What people speak of: similar matters, and how they go on"), "cases:topics"),
}


def register(part: Part) -> None:
    """The part is shown from now on, once."""
    _PARTS.setdefault(part.template, part)


def register_door(door: Door) -> None:
    """The page stands in the list of a place's pages from now on, once."""
    _DOORS.setdefault(door.address, door)


def beside(place: Place | None, actor: Any) -> dict[str, list[dict[str, Any]]]:
    """The parts that have something to show to this reader, by where they stand."""
    found: dict[str, list[dict[str, Any]]] = {FIRST: [], MATTERS: [], SIDE: []}
    for part in _PARTS.values():
        if shown := part.of(place, actor):
            found[part.at].append({"template": part.template, "part": shown})
    return found


def doors(place: Place) -> list[tuple[str | Promise, str]]:
    """The pages about a place: words and address."""
    return [(door.label, reverse(door.address, args=[place.code])) for door in _DOORS.values()]
