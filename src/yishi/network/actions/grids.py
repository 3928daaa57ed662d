"""Writes to grids and what they are made of."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from yishi.record import Refused, action, clock, emit

from .. import events, rules
from ..models import Grid, GridPart, Level, Place

PARTS = (Level.ESTATE, Level.BUILDING, Level.UNIT)
"""What a grid is made of."""


@action(may=rules.may_make_grid)
def make_grid(
    actor, community: Place, *, name_zh: str, name_en: str = "", within: Grid | None = None
) -> Grid:
    """The community has a grid, or the grid `within` a micro-grid; nothing belongs to it yet."""
    if community.level != Level.COMMUNITY:
        raise Refused(_("Grids are made of a community."))
    if within and (within.community_id != community.pk or within.closed_on or within.within_id):
        raise Refused(_("A micro-grid lies in a grid of the same community."))
    if Grid.objects.on().filter(community=community, name_zh=name_zh).exists():
        raise Refused(_("There is a grid of this name already."))
    number = Grid.objects.filter(code__startswith=f"{community.code}-W").count() + 1
    while Grid.objects.filter(code=(code := f"{community.code}-W{number:02d}")).exists():
        number += 1
    grid = Grid.objects.create(
        community=community, within=within, code=code, name_zh=name_zh, name_en=name_en
    )
    emit(events.GridMade(code=code), about=grid, by=actor)
    return grid


@action(may=rules.may_set_grid)
def set_grid(actor, grid: Grid, *, places: Iterable[Place], on: date | None = None) -> Grid:
    """These estates, buildings and units belong to the grid from a day (today), and nothing else."""
    on = on or clock.today()
    # two grids that reach for one building at once: the second waits for the first
    Place.objects.select_for_update().get(pk=grid.community_id)
    wanted = _topmost(places)
    _check_parts(grid, wanted, on)
    present = {part.place_id: part for part in grid.parts.filter(until_on=None).select_related("place")}
    keys = {place.pk for place in wanted}
    if keys == set(present):
        raise Refused(_("Nothing was changed."))
    for part in present.values():
        if part.place_id not in keys:
            _end(actor, part, on)
    for place in wanted:
        if place.pk not in present:
            _begin(actor, grid, place, on)
    return grid


def _begin(actor, grid: Grid, place: Place, on: date) -> None:
    GridPart.objects.create(grid=grid, place=place, from_on=on)
    emit(events.GridPartAdded(place=place.ref, on=on), about=grid, by=actor)


def _topmost(places: Iterable[Place]) -> list[Place]:
    """Those that do not lie in another of them: an estate brings its buildings with it."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda each: each.path):
        if not (kept and place.path.startswith(kept[-1].path)):
            kept.append(place)
    return kept


def _check_parts(grid: Grid, wanted: list[Place], on: date) -> None:
    if on > clock.today():
        raise Refused(_("Please give today or a day before; what is to come is entered on its day."))
    for place in wanted:
        if place.closed_on or place.level not in PARTS:
            raise Refused(_("%(place)s cannot be part of a grid.") % {"place": place.label})
        if not place.path.startswith(grid.community.path):
            raise Refused(_("%(place)s lies in another community.") % {"place": place.label})
    others = GridPart.objects.filter(grid__community=grid.community, grid__within__isnull=not grid.within_id)
    others = others.exclude(grid=grid).exclude(until_on__lt=on)
    for part in others.select_related("grid", "place"):
        for place in wanted:
            if place.path.startswith(part.place.path) or part.place.path.startswith(place.path):
                raise Refused(
                    _("%(place)s belongs to %(grid)s already, at the same time.")
                    % {"place": part.place.label, "grid": part.grid.name}
                )


def _end(actor, part: GridPart, on: date) -> None:
    """It belongs to the grid no more from a day; what began no earlier never did."""
    if part.from_on >= on:
        part.delete()
    else:
        part.until_on = on - timedelta(days=1)
        part.save(update_fields=["until_on"])
    emit(events.GridPartEnded(place=part.place.ref, until=on - timedelta(days=1)), about=part.grid, by=actor)


@action(may=rules.may_end_grid)
def end_grid(actor, grid: Grid, *, on: date | None = None) -> Grid:
    """There is no such grid any more from a day (today), nor micro-grids within it."""
    on = on or clock.today()
    if on > clock.today():
        raise Refused(_("Please give today or a day before; what is to come is entered on its day."))
    for each in [*grid.micro_grids.on(), grid]:
        for part in each.parts.filter(until_on=None).select_related("place", "grid"):
            _end(actor, part, on)
        each.closed_on = on
        each.save(update_fields=["closed_on"])
        emit(events.GridEnded(on=on), about=each, by=actor)
    return grid
