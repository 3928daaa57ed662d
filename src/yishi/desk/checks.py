"""Checklists and parts of one case, as the desk sees them: what is done, by whom, and what is still open."""

from dataclasses import dataclass, field
from typing import Any

from yishi.cases import present, publishing
from yishi.cases.models import Case, Category, Part, Photo
from yishi.network.models import Place

from . import rules
from .models import Checklist, OpenAtAnswer, Point, Tick, Whose


@dataclass
class Line:
    """One point, and the tick on it."""

    point: Point
    tick: Tick | None = None

    @property
    def done(self) -> bool:
        return self.tick is not None


@dataclass
class Unit:
    """A unit that was called in: what it was asked, by when, what it replied, and what it ticked."""

    part: Part
    left: Any
    lines: list[Line] = field(default_factory=list)
    may_tick: bool = False

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def is_late(self) -> bool:
        return self.left is not None and self.left.kind == "overdue"


def lists_of(case: Case) -> list[Checklist]:
    """The checklists that hold for a case, with their points."""
    return Checklist.objects.fitting(case)


def _points(lists: list[Checklist], whose: str) -> list[Point]:
    return [point for each in lists if each.whose == whose for point in each.in_force]


def open_points(case: Case) -> list[Point]:
    """The points of the desk's lists that nobody has ticked for this case."""
    points = _points(lists_of(case), Whose.DESK)
    if not points:
        return []
    ticked = set(case.ticks.filter(part=None, undone_at=None).values_list("point", flat=True))
    return [point for point in points if point.pk not in ticked]


def points_at(place: Place, category: Category) -> list[Point]:
    """The points of the desk's lists that a case of this kind at this place would have."""
    return _points(lists_of(Case(category=category, place_path=place.path)), Whose.DESK)


def has_photo_of_place(case: Case) -> bool:
    """Whether somebody who works on it has added a photo from the place."""
    return case.photos.filter(stage__in=[Photo.Stage.BEFORE, Photo.Stage.AFTER]).exists()


def sees_checks(actor: Any, case: Case) -> bool:
    """Whether the actor sees how the desk works it off: whoever handles it or will, never who is complained about."""
    return publishing.sees_within(actor, case) or rules.ticks_for_desk(actor, case)


def panel(actor: Any, case: Case) -> dict[str, Any]:
    """For the page of the case and the work slip: the desk's points and each unit's part. A unit sees its own."""
    if actor.post is None:
        return {}
    all_of_it = sees_checks(actor, case)
    parts = _parts(case)
    if not all_of_it:
        parts = [part for part in parts if part.asked_id == actor.post.pk]
    if not (all_of_it or parts):
        return {}
    lists = lists_of(case)
    ticks = _ticks(case) if lists else {}
    lines = [Line(p, ticks.get((p.pk, None))) for p in _points(lists, Whose.DESK)] if all_of_it else []
    units = _units(actor, parts, _points(lists, Whose.UNIT), ticks)
    return {
        "checks": {
            "lines": lines,
            "done": sum(line.done for line in lines),
            "photo_is_there": has_photo_of_place(case) if any(_wants_photo(lines, units)) else False,
            "may_tick": rules.ticks_for_desk(actor, case) and bool(rules.may_tick(actor, case)),
            "units": units,
            "answered_open": list(_answered_open(case)) if all_of_it else [],
        }
    }


def _parts(case: Case) -> list[Part]:
    if present.lacks(case, "parts"):
        return []
    return list(case.parts.select_related("asked__organisation", "asked__place").order_by("at", "id"))


def _ticks(case: Case) -> dict[tuple[int, int | None], Tick]:
    rows = case.ticks.filter(undone_at=None).select_related("post__organisation", "post__place")
    return {(tick.point_id, tick.part_id): tick for tick in rows}


def _units(actor: Any, parts: list[Part], points: list[Point], ticks: dict) -> list[Unit]:
    from .tabs import time_left  # tabs draws on much of the room

    units = []
    for part in parts:
        lines = [Line(point, ticks.get((point.pk, part.pk))) for point in points]
        if part.replied_at:  # a point that came to the list later was never theirs
            lines = [line for line in lines if line.done]
        mine = part.asked_id == actor.post.pk and part.replied_at is None
        units.append(Unit(part, None if part.replied_at else time_left(part.due_at), lines, mine))
    return units


def _wants_photo(lines: list[Line], units: list[Unit]) -> list[bool]:
    return [
        line.point.needs_photo and not line.done for line in [*lines, *(n for u in units for n in u.lines)]
    ]


def _answered_open(case: Case) -> Any:
    if present.lacks(case, "answers"):
        return []
    return (
        OpenAtAnswer.objects.filter(answer__case=case)
        .select_related("answer")
        .order_by("answer__at", "answer__id")
    )
