"""Writes to the tree of places. A place never changes where it lies: one that moves is closed and followed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yishi.record import Refused, action, clock, emit
from yishi.record.models import STEP

from .. import codes, events, rules
from ..models import FormerName, GridPart, Level, Place, Residence, within
from . import going_on

_BELOW_ESTATE = (Level.ESTATE, Level.BUILDING, Level.UNIT, Level.HOUSEHOLD)
MOVABLE = (Level.GRID, Level.ESTATE, Level.BUILDING, Level.UNIT, Level.COMMUNITY)
"""What may move: what lies above a community changes by law, and comes with another file of divisions."""
TAKEN = gettext_lazy("Another place has this code.")


@action(may=rules.may_add_place)
def add_place(
    actor,
    parent: Place | None,
    *,
    code: str,
    level: str,
    name_zh: str,
    name_en: str = "",
    opened_on: date | None = None,
) -> Place:
    """The place is in the tree, under `parent` or on top, since a day or for as long as anybody knows."""
    check_new(actor, parent, code, level, opened_on)
    place = Place(
        code=code,
        level=level,
        name_zh=name_zh,
        name_en=name_en,
        opened_on=opened_on or (parent.opened_on if parent else None),
    )
    label(place, parent)
    _put(place, parent)
    emit(events.PlaceAdded(code=code, level=level), about=place, by=actor)
    return place


def check_new(actor: Any, parent: Place | None, code: str, level: str, opened_on: date | None = None) -> None:
    """Raises Refused where a place of this level and code cannot be under the parent (since that day)."""
    _check_parent(parent, level, opened_on)
    if actor.ref != "clock" and (wrong := codes.wrong_with(code, level, parent)):
        raise Refused(wrong)  # what is brought in from files keeps the codes it came with


def _check_parent(parent: Place | None, level: str, opened_on: date | None) -> None:
    if parent is None:
        return
    if parent.closed_on:
        raise Refused(_("This place is closed."), moved_on=True)
    check_level(level, parent)
    if opened_on and opened_on > clock.today():
        raise Refused(_NOT_AHEAD)
    if opened_on and parent.opened_on and opened_on < parent.opened_on:
        raise Refused(
            _("%(place)s is there since %(day)s itself; please give that day or a later one.")
            % {"place": parent.name, "day": parent.opened_on}
        )


_NOT_AHEAD = gettext_lazy("Please give today or a day before; what is to come is entered on its day.")


def check_level(level: str, parent: Place) -> None:
    """What lies in a place is finer than it is, so that there are ten levels at most. Raises `Refused`."""
    if Level.values.index(level) <= Level.values.index(parent.level):
        raise Refused(
            _("A place of the level “%(level)s” does not lie in one of the level “%(parent)s”.")
            % {"level": Level(level).label, "parent": Level(parent.level).label}
        )


def label(place: Place, parent: Place | None) -> None:
    """The place is called by its name with what it lies in, from the estate down."""
    place.label_zh, place.label_en = place.name_zh, place.name_en
    if parent and place.level in _BELOW_ESTATE and parent.level in _BELOW_ESTATE:
        place.label_zh = f"{parent.label_zh} {place.name_zh}"[:200]
        place.label_en = f"{parent.label_en or parent.label_zh} {place.name_en or place.name_zh}"[:240]


def _put(place: Place, parent: Place | None) -> None:
    try:
        with transaction.atomic():
            if parent:
                Place.objects.add_child(parent, instance=place)
            else:
                Place.objects.add_root(instance=place)
    except IntegrityError as error:
        if Place.objects.filter(code=place.code).exists():
            raise Refused(TAKEN) from error
        raise


# --- names and codes ---


@action(may=rules.may_rename_place)
def rename_place(actor, place: Place, *, name_zh: str, name_en: str = "") -> Place:
    """The place and the labels of all within it carry the new name; the old one is kept with the day."""
    if (name_zh, name_en) == (place.name_zh, place.name_en):
        raise Refused(_("It has this name already."))
    _remember(place)
    place.name_zh, place.name_en = name_zh, name_en
    parent = Place.objects.filter(path=place.path[:-STEP]).first()
    rows = [place, *Place.objects.living().inside(place.path).exclude(pk=place.pk)]
    _label_all(rows, parent)
    Place.objects.bulk_update(rows, ["label_zh", "label_en"], batch_size=500)
    place.save(update_fields=["name_zh", "name_en"])
    emit(events.PlaceRenamed(), about=place, by=actor)
    return place


def _label_all(rows: Iterable[Place], parent: Place | None) -> None:
    """Of places in the order of the tree, the topmost under `parent`."""
    seen = {parent.path: parent} if parent else {}
    for row in rows:
        label(row, seen.get(row.path[:-STEP]))
        seen[row.path] = row


@action(may=rules.may_recode_place)
def recode_place(actor, place: Place, *, code: str) -> Place:
    """The place has the code; the old one still leads to it, because it hangs on walls."""
    parent = Place.objects.filter(path=place.path[:-STEP]).first()
    if code == place.code:
        raise Refused(_("It has this code already."))
    if wrong := codes.wrong_with(code, place.level, parent):
        raise Refused(wrong)
    if Place.objects.filter(code=code).exists():
        raise Refused(TAKEN)
    _remember(place)
    place.code = code
    place.save(update_fields=["code"])
    emit(events.PlaceRecoded(code=code), about=place, by=actor)
    return place


def _remember(place: Place) -> None:
    """How it was called until today; of a day's several names the one it had before that day."""
    former = FormerName(
        place=place, code=place.code, name_zh=place.name_zh, name_en=place.name_en, until_on=clock.today()
    )
    former.save()


# --- closing and moving ---


@action(may=rules.may_close_place, lock=False)
def close_place(actor, place: Place, *, on: date) -> Place:
    """The place is no more from a day, nor is anything within it; what happened there stays. Nobody serves it any more,
    its homes have been left, its dwellings are off the roll. Posts stay until somebody ends them."""
    place, rows = _locked(place)
    _check_day(place, rows, on)
    living = [row for row in rows if row.closed_on is None]
    keys = [row.pk for row in living]
    Place.objects.filter(pk__in=keys).order_by().update(closed_on=on)
    going_on.end_there(keys, on)
    for home in Residence.objects.present().filter(place__in=keys).select_related("place"):
        home.left_at = clock.now()
        home.save(update_fields=["left_at"])
        emit(events.HomeLeft(), about=home, by=actor)
    place.closed_on = on
    emit(events.PlaceClosed(on=on, places=len(keys)), about=place, by=actor)
    return place


@action(may=rules.may_move_place, lock=False)
def move_place(actor, place: Place, *, to: Place, on: date) -> Place:
    """The place is closed with all within it, and goes on under `to` from a day: the same names, the same codes, and
    what is of it. Gives the follower."""
    place, rows = _locked(place, to)
    to = Place.objects.get(pk=to.pk)
    _check_move(actor, place, to)
    _check_day(place, rows, on)
    if to.opened_on and on < to.opened_on:
        raise Refused(
            _("%(place)s is there since %(day)s itself; please give that day or a later one.")
            % {"place": to.name, "day": to.opened_on}
        )
    living = [row for row in rows if row.closed_on is None]
    root, followers = _follow(living, to, on)
    going_on.go_on(followers, on)
    _leave_grids_of_others(root, on)
    moved = events.PlaceMoved(follower=root.ref, into=to.ref, on=on, places=len(living))
    emit(moved, about=place, by=actor)
    for old, new in followers.items():
        emit(events.PlaceFollowed(follows=f"place:{old}", on=on), about=new, by=actor)
    return root


def _check_move(actor, place: Place, to: Place) -> None:
    if place.level not in MOVABLE:
        raise Refused(
            _("What lies above a community does not move here; it comes with a new file of divisions.")
        )
    if not (verdict := rules.may_keep_places(actor, to.path)):
        raise Refused(verdict.reason)
    if to.closed_on:
        raise Refused(_("%(place)s is closed; nothing can move there.") % {"place": to.name}, moved_on=True)
    if to.path.startswith(place.path):
        raise Refused(_("A place cannot move into itself."))
    if place.path[:-STEP] == to.path:
        raise Refused(_("It lies there already."))
    check_level(place.level, to)


def _check_day(place: Place, rows: list[Place], on: date) -> None:
    if place.closed_on:
        raise Refused(_("This place is closed since %(day)s.") % {"day": place.closed_on}, moved_on=True)
    if on > clock.today():
        raise Refused(_NOT_AHEAD)
    changed = max((day for row in rows for day in (row.opened_on, row.closed_on) if day), default=on)
    if on < changed:
        raise Refused(
            _("Something there was opened, moved or closed on %(day)s; please give that day or a later one.")
            % {"day": changed}
        )


def _locked(place: Place, *beside: Place) -> tuple[Place, list[Place]]:
    """The place and all within it as they are now, in the order of the tree; nobody else changes them, or `beside`,
    until the action ends. Whoever adds a place locks what it lies in, so what was added meanwhile is found the second
    time."""
    wanted = Place.objects.filter(within("path", place.path) | Q(pk__in=[each.pk for each in beside]))
    seen: list[int] = []
    while True:
        rows = list(wanted.select_for_update().order_by("path"))
        if [row.pk for row in rows] == seen:
            break
        seen = [row.pk for row in rows]
    inside = [row for row in rows if row.path.startswith(place.path)]
    return inside[0], inside


def _follow(living: list[Place], to: Place, on: date) -> tuple[Place, dict[int, Place]]:
    """The places are closed, and their followers lie under `to`. Gives the topmost, and all by the key they follow."""
    old, held = living[0], {row.pk: row.code for row in living}
    left = codes.left_behind(list(held.values()), on.isoformat())
    for row in living:
        row.code, row.closed_on = left[row.code], on
    Place.objects.bulk_update(living, ["code", "closed_on"], batch_size=500)
    root = _fresh(old, held[old.pk], on)
    label(root, to)
    Place.objects.add_child(to, instance=root)
    within_it = []
    for row in living[1:]:
        fresh = _fresh(row, held[row.pk], on)
        fresh.path = root.path + row.path[len(old.path) :]
        fresh.depth = len(fresh.path) // STEP
        within_it.append(fresh)
    _count_children([root, *within_it])
    _label_all([root, *within_it], to)
    Place.objects.bulk_create(within_it, batch_size=500)
    Place.objects.filter(pk=root.pk).order_by().update(numchild=root.numchild)
    return root, dict(zip(held, [root, *within_it], strict=True))


def _fresh(row: Place, code: str, on: date) -> Place:
    return Place(
        code=code,
        level=row.level,
        name_zh=row.name_zh,
        name_en=row.name_en,
        opened_on=on,
        follows=row,
    )


def _count_children(rows: list[Place]) -> None:
    at = {row.path: row for row in rows}
    for row in rows:
        row.numchild = 0
        if above := at.get(row.path[:-STEP]):
            above.numchild += 1


def _leave_grids_of_others(root: Place, on: date) -> None:
    """A grid is of one community: parts that went elsewhere are of it no more."""
    parts = GridPart.objects.filter(within("place__path", root.path), until_on=None, from_on__gte=on)
    for part in parts.select_related("grid__community"):
        if not root.path.startswith(part.grid.community.path) and not part.grid.community.path.startswith(
            root.path
        ):
            part.delete()


@action(may=rules.may_split_community, lock=False)
def split_community(
    actor, community: Place, *, code: str, name_zh: str, name_en: str = "", estates: list[Place], on: date
) -> Place:
    """A new community stands beside this one from a day, and these estates go on in it."""
    parent = Place.objects.filter(path=community.path[:-STEP]).first()
    if community.level != Level.COMMUNITY or parent is None:
        raise Refused(_("Only a community can be split."))
    if not estates:
        raise Refused(_("Please choose at least one estate that goes to the new community."))
    if any(not estate.path.startswith(community.path) or estate.pk == community.pk for estate in estates):
        raise Refused(_("Only estates of this community can go to the new one."))
    new = add_place(
        actor,
        parent,
        code=code,
        level=Level.COMMUNITY,
        name_zh=name_zh,
        name_en=name_en,
        opened_on=on,
    )
    for estate in estates:
        move_place(actor, estate, to=new, on=on)
    emit(events.CommunitySplit(into=new.ref, on=on, estates=len(estates)), about=community, by=actor)
    return new
