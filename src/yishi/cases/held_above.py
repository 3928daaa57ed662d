"""What upper rooms hold of people: they register it here, and retention, one's own data and erasure reach it, though
this room knows none of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yishi.people.models import Person

from .models import Case


@dataclass(frozen=True)
class Kept:
    """One kind of what is kept: the rows whose time is over, and how one portion of them is erased. A row that was
    erased is no longer among those whose time is over."""

    over: Callable[[datetime], Any]
    forget: Callable[[list[Any]], int]


@dataclass(frozen=True)
class Room:
    """What a room holds of people. `kept`: by kinds of `RetentionRule`. `of_person`: lists of plain rows, by a name
    that no other room uses. `erase` and `erase_of_case` are parts of an action under way and give how many texts
    are gone: all of one person; and what lies behind one case, for whoever raised it without an account. `goes` and
    `stays`: a line each, for whoever asks to be erased."""

    kept: Mapping[str, Kept]
    of_person: Callable[[Person], dict[str, list[dict[str, Any]]]]
    erase: Callable[[Person], int]
    erase_of_case: Callable[[Case], int]
    goes: Sequence[Any] = ()
    stays: Sequence[Any] = ()


_ROOMS: dict[str, Room] = {}


def register(name: str, room: Room) -> None:
    """The room is asked from now on."""
    _ROOMS[name] = room


def rooms() -> list[Room]:
    """Those that hold something."""
    return list(_ROOMS.values())


def kept(what: str) -> Kept | None:
    """Who looks after this kind; None where no upper room does."""
    return next((room.kept[what] for room in _ROOMS.values() if what in room.kept), None)
