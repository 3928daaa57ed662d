"""The grid of a place: its buildings, and whether each has a group, a steward and a member household, when somebody
last went round and when a session was last held. What is empty is the worklist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q

from yishi.record import clock
from yishi.record.models import STEP, places_on_the_way

from .models import Level, Organisation, Place, PlaceQuerySet, Post, Serving, Visit
from .powers import Role

LONG_AGO = timedelta(days=30)
"""After so long without a visit a building stands on the worklist again."""
_BODIES = (Organisation.Kind.GROUP, Organisation.Kind.MEMBER_HOME)


@dataclass
class Row:
    """One building of the grid."""

    place: Place
    group: str = ""
    steward: Post | None = None
    member_homes: int = 0
    visited_on: date | None = None
    session_on: date | None = None
    empty: int = 0
    visit_due: bool = False

    def count(self, today: date) -> None:
        """How many of its cells are empty; a visit long ago is none."""
        late = self.visited_on is None or self.visited_on < today - LONG_AGO
        cells = (not self.group, self.steward is None, not self.member_homes, late, self.session_on is None)
        self.empty = sum(cells)
        self.visit_due = late


def rows(buildings: Iterable[Place]) -> list[Row]:
    """The rows of these buildings, in their order; four questions, however many they are."""
    found = [Row(place) for place in buildings]
    if found:
        _bodies(found)
        _stewards(found)
        _visits(found)
    for row in found:
        row.count(clock.today())
    return found


def buildings(path: str) -> PlaceQuerySet:
    """The buildings there are within a place today, in the order of the tree."""
    return Place.objects.on().inside(path).filter(level=Level.BUILDING).order_by("path")


def _bodies(found: list[Row]) -> None:
    """Groups and member households serve a building, or something in it."""
    by_path = {row.place.path: row for row in found}
    paths = sorted(by_path)
    here = Q(place__path__gte=paths[0], place__path__lt=paths[-1] + "~")
    serving = Serving.objects.on().filter(
        here, organisation__in=Organisation.objects.on().filter(kind__in=_BODIES)
    )
    seen = set()
    for each in serving.select_related("organisation", "place").order_by("organisation_id"):
        row = next((by_path[p] for p in places_on_the_way(each.place.path) if p in by_path), None)
        if row is None or (row.place.pk, each.organisation_id) in seen:
            continue
        seen.add((row.place.pk, each.organisation_id))
        if each.organisation.kind == Organisation.Kind.GROUP:
            row.group = row.group or each.organisation.name
        else:
            row.member_homes += 1


def _stewards(found: list[Row]) -> None:
    """The steward nearest to each building whose post somebody holds."""
    above = {path for row in found for path in places_on_the_way(row.place.path)[1:]}
    posts = Post.objects.held().filter(role=Role.STEWARD, closed_on=None, place__path__in=above)
    by_path: dict[str, Post] = {}
    for post in posts.select_related("organisation", "place").order_by("-id"):
        by_path[post.place.path] = post
    for row in found:
        way = reversed(places_on_the_way(row.place.path))
        row.steward = next((by_path[path] for path in way if path in by_path), None)


def _visits(found: list[Row]) -> None:
    """The last ones. A session of the whole estate was one of each of its buildings, too; a visit was not."""
    parents = {row.place.path[:-STEP] for row in found}
    keys = [row.place.pk for row in found]
    own = Q(place__in=keys) | Q(kind=Visit.Kind.SESSION, place__path__in=parents)
    last = Visit.objects.filter(own).values("place__path", "kind").annotate(last=Max("on"))
    by_key = {(each["place__path"], each["kind"]): each["last"] for each in last.order_by()}
    for row in found:
        path = row.place.path
        row.visited_on = by_key.get((path, Visit.Kind.VISIT))
        held = [by_key.get((at, Visit.Kind.SESSION)) for at in (path, path[:-STEP])]
        row.session_on = max((day for day in held if day), default=None)
