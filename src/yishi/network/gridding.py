"""Which grid a place of a community lies in, and which buildings lie in none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .models import Grid, GridPart, Level, Place

MOST = 600
"""Places of a community that a page of grids shows at once."""


@dataclass
class GridLine:
    """A grid, what it is made of, and the micro-grids within it."""

    grid: Grid
    parts: list[Place] = field(default_factory=list)
    micro: "list[GridLine]" = field(default_factory=list)


def of_community(community: Place, day: date | None = None) -> list[GridLine]:
    """The grids of a community on a day (today) with their parts and micro-grids. Two statements."""
    lines = {
        grid.pk: GridLine(grid) for grid in Grid.objects.on(day).filter(community=community).order_by("code")
    }
    parts = GridPart.objects.on(day).filter(grid__in=lines).select_related("place").order_by("place__path")
    for part in parts:
        lines[part.grid_id].parts.append(part.place)
    for line in lines.values():
        if line.grid.within_id in lines:
            lines[line.grid.within_id].micro.append(line)
    return [line for line in lines.values() if line.grid.within_id is None]


def to_tick(community: Place) -> list[Place]:
    """Estates and buildings of a community that a grid can be made of, in the order of the tree."""
    rows = Place.objects.living().inside(community.path)
    return list(rows.filter(level__in=(Level.ESTATE, Level.BUILDING))[:MOST])


def in_no_grid(places: Iterable[Place], lines: Iterable[GridLine]) -> list[Place]:
    """Of these places the buildings, and the estates without one, that no grid covers."""
    covered = {part.path for line in lines for part in line.parts}
    places = list(places)
    with_one = {each.path for place in places if place.level == Level.BUILDING for each in [place]}
    wanted = [
        place
        for place in places
        if place.level == Level.BUILDING or not any(path.startswith(place.path) for path in with_one)
    ]
    return [place for place in wanted if not _covers(covered, place.path)]


def _covers(covered: set[str], path: str) -> bool:
    """Whether the path, one above it, or (a grid made of its units) one within it is a part."""
    above = any(path[:end] in covered for end in range(4, len(path) + 1, 4))
    return above or any(part.startswith(path) for part in covered)
