"""Many places at once: a district's estates, or the buildings a roll of dwellings names. What is written is what
`add_place` would have written one by one; a test holds the two against each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from yishi.record import Happened, Refused, action, bulk, clock, emit_all
from yishi.record.models import STEP

from .. import events, rules
from ..models import Place
from .places import check_new, label

TOGETHER = 500
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class NewPlace:
    """A place, by the code of what it lies in: one given before it, or one that is there."""

    code: str
    parent: str
    level: str
    name_zh: str
    name_en: str = ""


@action(may=rules.may_add_places, lock=False)
def add_places(actor, top: Place, *, new: Sequence[NewPlace]) -> dict[str, Place]:
    """All of these are in the tree within `top`, since their parents are there, or none of them is. Gives them by code.

    Raises Refused as `add_place` does and where a parent is not to be found, IntegrityError where a code is taken.
    """
    places = {place.code: place for place in _parents(top, {each.parent for each in new})}
    last = _last_children(places.values())
    made: dict[str, Place] = {}
    for each in new:
        if each.parent not in places:
            raise Refused(_("There is nothing with the code %(code)s.") % {"code": each.parent})
        parent = places[each.parent]
        check_new(actor, parent, each.code, each.level)
        last[parent.path] = last.get(parent.path, 0) + 1
        places[each.code] = made[each.code] = _below(parent, last[parent.path], each)
    _write(list(made.values()))
    now = clock.now()
    emit_all(
        [
            Happened(_added(place), place.ref, place.at_path, actor.ref, now, place.in_the_open)
            for place in made.values()
        ]
    )
    return made


def _added(place: Place) -> events.PlaceAdded:
    return events.PlaceAdded(code=place.code, level=place.level)


def _parents(top: Place, codes: Iterable[str]) -> Iterator[Place]:
    """Those of them that are there, locked in the order of the tree, so that nobody adds a child or closes one
    meanwhile."""
    inside, wanted = Place.objects.inside(top.path), sorted(codes)
    keys = [
        pk
        for some in _by(TOGETHER, wanted)
        for pk in inside.filter(code__in=some).order_by("path").values_list("pk", flat=True)
    ]
    for some in _by(TOGETHER, keys):
        yield from Place.objects.select_for_update().filter(pk__in=some).order_by("path")


def _by(many: int, rows: Sequence) -> Iterator[Sequence]:
    return (rows[at : at + many] for at in range(0, len(rows), many))


def _last_children(parents: Iterable[Place]) -> dict[str, int]:
    """The number of the last child of each parent that has any, by the parent's path."""
    below = Place.objects.filter(
        path__gt=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value("~")), depth=OuterRef("depth") + 1
    )
    last = Subquery(below.order_by("-path").values("path")[:1])
    found: dict[str, int] = {}
    for some in _by(TOGETHER, [place.pk for place in parents if place.numchild]):
        rows = Place.objects.filter(pk__in=some).annotate(last=last).values_list("path", "last")
        found |= {path: int(child[-STEP:], len(_DIGITS)) for path, child in rows if child}
    return found


def _below(parent: Place, number: int, said: NewPlace) -> Place:
    place = Place(
        code=said.code,
        level=said.level,
        name_zh=said.name_zh,
        name_en=said.name_en,
        depth=parent.depth + 1,
        path=parent.path + _step(number),
        opened_on=parent.opened_on,
    )
    label(place, parent)
    return place


def _write(made: Sequence[Place]) -> None:
    """Rows, and at each parent how many children it has by now."""
    fresh = {place.path: place for place in made}
    more = Counter(place.path[:-STEP] for place in made)
    for path in fresh.keys() & more.keys():
        fresh[path].numchild = more.pop(path)
    bulk.insert(made)
    alike: dict[int, list[str]] = defaultdict(list)
    for path, many in more.items():
        alike[many].append(path)
    for many, paths in alike.items():
        for some in _by(TOGETHER, paths):
            Place.objects.filter(path__in=some).update(numchild=F("numchild") + many)


def _step(number: int) -> str:
    """A step of a path, as the tree writes it."""
    said = ""
    while number:
        number, rest = divmod(number, len(_DIGITS))
        said = _DIGITS[rest] + said
    return said.rjust(STEP, "0")
