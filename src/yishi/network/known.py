"""Places, organisations and posts as the process keeps them (`record.versions`): for pages that read many of them.

What is given out is shared by all threads and requests: nobody sets a field of it or saves it. That a post is held on
a day is known; who holds it, and so what somebody may do, is never asked here but of the database.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from yishi.record import clock
from yishi.record.models import STEP
from yishi.record.questions import Shelf, with_keys
from yishi.record.versions import Kept

from .models import APPOINTMENTS, NETWORK, FormerName, Level, Place, Post, within

_Ring = tuple[str, date, tuple[str, ...]]
MOST_TO_RING = 60
_SHELF = Shelf(most=200)


def _read_places(keys: list[int]) -> dict[int, Place]:
    found = with_keys(_SHELF, "places", lambda keys: Place._base_manager.filter(pk__in=keys), keys)
    return {place.pk: place for place in found}


def _read_paths(paths: list[str]) -> dict[str, Place]:
    found = with_keys(_SHELF, "paths", lambda paths: Place._base_manager.filter(path__in=paths), paths)
    return {place.path: place for place in found}


def _read_posts(keys: list[int]) -> dict[int, Post]:
    rows = Post._base_manager.select_related("organisation__place", "place")
    return {post.pk: post for post in with_keys(_SHELF, "posts", lambda keys: rows.filter(pk__in=keys), keys)}


def _read_held(days: list[date]) -> dict[date, dict[str, list[int]]]:
    found: dict[date, dict[str, list[int]]] = {day: {} for day in days}
    for day, there in found.items():
        for path, pk in Post.objects.held(day).order_by("id").values_list("place__path", "pk"):
            there.setdefault(path, []).append(pk)
    return found


def _read_codes(codes: list[str]) -> dict[str, Place]:
    rows = Place.objects.visible_to(None)
    there = with_keys(_SHELF, "codes", lambda codes: rows.filter(code__in=codes), codes)
    found = {place.code: place for place in there}
    if missing := [code for code in codes if code not in found]:
        former = FormerName.objects.filter(code__in=missing).exclude(place__level=Level.HOUSEHOLD)
        found |= {each.code: each.place for each in former.select_related("place").order_by("until_on", "id")}
    return found


def _read_children(paths: list[str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {path: [] for path in paths}
    for path in paths:
        inside = Place.objects.visible_to(None).living().inside(path).filter(depth=len(path) // STEP + 1)
        found[path] = list(inside.order_by("path"))
    return found


def _read_first(keys: list[tuple[str, int]]) -> dict[tuple[str, int], list[Place]]:
    rows = Place.objects.living().order_by("path")
    return {(level, most): list(rows.filter(level=level)[:most]) for level, most in keys}


def _read_phones(paths: list[str]) -> dict[str, list[str]]:
    with_one = Post.objects.exclude(phone="")
    return {path: list(with_one.over(path).values_list("phone", flat=True)) for path in paths}


def _read_to_ring(keys: list[_Ring]) -> dict[_Ring, list[int]]:
    found = {}
    for path, day, roles in keys:
        steps = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
        there = Post.objects.filter(Q(place__path__in=steps) | within("place__path", path))
        there = there.held(day).filter(role__in=roles).exclude(phone="").order_by("id")
        found[path, day, roles] = list(there.values_list("pk", flat=True)[:MOST_TO_RING])
    return found


_places: Kept[int, Place] = Kept((NETWORK,), _read_places, most=10_000)
_paths: Kept[str, Place] = Kept((NETWORK,), _read_paths, most=5_000)
_posts: Kept[int, Post] = Kept((NETWORK,), _read_posts, most=4_000)
_held: Kept[date, dict[str, list[int]]] = Kept((NETWORK, APPOINTMENTS), _read_held, most=3)
_codes: Kept[str, Place] = Kept((NETWORK,), _read_codes, most=5_000)
_children: Kept[str, list[Place]] = Kept((NETWORK,), _read_children, most=1_000)
_first: Kept[tuple[str, int], list[Place]] = Kept((NETWORK,), _read_first, most=20)
_phones: Kept[str, list[str]] = Kept((NETWORK,), _read_phones, most=10_000)
_to_ring: Kept[_Ring, list[int]] = Kept((NETWORK, APPOINTMENTS), _read_to_ring, most=5_000)


def places(keys: Iterable[int | None]) -> dict[int, Place]:
    """The places with these keys; what is not kept yet in one statement."""
    return _places.many(keys)


def place(key: int | None) -> Place | None:
    """One of them."""
    return _places.one(key)


def living_place(key: int | None) -> Place | None:
    """The place with this key, or where it goes on if it was closed."""
    found = place(key)
    return next(iter(found.goes_on_as), found) if found and found.closed_on else found


def at_paths(paths: Iterable[str]) -> dict[str, Place]:
    """The places with these paths."""
    return _paths.many(paths)


def around(path: str) -> list[Place]:
    """The place with this path and all it lies in, from the top; as `Place.objects.around`."""
    steps = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    found = _paths.many(steps)
    return [found[step] for step in steps if step in found]


def with_code(code: str) -> Place | None:
    """The place with this code, or that had it before, if it is one everybody may know of (`visible_to`)."""
    # no code holds that sign, and PostgreSQL takes none to compare with
    return None if "\x00" in code else _codes.one(code)


def children(path: str) -> list[Place]:
    """What lies directly within a place today, without households."""
    return list(_children.many([path]).get(path, ()))


def first_of(level: str, most: int) -> list[Place]:
    """The first places of a level that are there today, in the order of the tree."""
    return list(_first.many([(level, most)])[level, most])


def posts(keys: Iterable[int | None]) -> dict[int, Post]:
    """The posts with these keys, each with its organisation and place."""
    return _posts.many(keys)


def post(key: int | None) -> Post | None:
    """One of them."""
    return _posts.one(key)


def held_over(path: str, on: date | None = None) -> list[Post]:
    """Posts over a place that somebody holds on a day (today), nearest first; as `Post.objects.over` with `held`. Who
    holds them is not known here."""
    there = _held.one(on or clock.today()) or {}
    nearest_first = (path[:end] for end in range(len(path) - len(path) % STEP, 0, -STEP))
    keys = [pk for step in nearest_first for pk in there.get(step, ())]
    found = posts(keys)
    return [found[pk] for pk in keys if pk in found]


def phones_over(path: str) -> list[str]:
    """The numbers of posts over a place, the nearest first."""
    return list(_phones.many([path])[path])


def to_ring(path: str, roles: Iterable[str], on: date | None = None) -> list[Post]:
    """Posts of these roles over a place and within it that have a number and are held by somebody on a day (today)."""
    key = (path, on or clock.today(), tuple(roles))
    keys = _to_ring.many([key])[key]
    found = posts(keys)
    return [found[pk] for pk in keys if pk in found]


def attach_places(rows: Iterable[Any], *names: str) -> None:
    """Give rows the places they point to, by the foreign keys of these names (`place`)."""
    attach(rows, names or ("place",), places)


def attach_posts(rows: Iterable[Any], *names: str) -> None:
    """Give rows the posts they point to, by the foreign keys of these names (`post`)."""
    attach(rows, names or ("post",), posts)


def attach(rows: Iterable[Any], names: Iterable[str], read: Callable[[Iterable[Any]], Mapping]) -> None:
    """Fill the foreign keys of these names with what `read` gives for their values."""
    rows, columns = list(rows), [(name, f"{name}_id") for name in names]
    found = read(row.__dict__.get(column) for row in rows for _name, column in columns)
    for row in rows:
        for name, column in columns:
            if (one := found.get(row.__dict__.get(column))) is not None:
                row._state.fields_cache[name] = one
