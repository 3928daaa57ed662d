"""Writes to the tree of places."""

from yishi.record import action, emit

from .. import events, rules
from ..models import (
    Level,
    Place,
)

_BELOW_ESTATE = (Level.ESTATE, Level.BUILDING, Level.UNIT, Level.HOUSEHOLD)


@action(may=rules.may_add_place)
def add_place(
    actor, parent: Place | None, *, code: str, level: str, name_zh: str, name_en: str = ""
) -> Place:
    """The place is in the tree, under `parent` or on top."""
    place = Place(
        code=code, level=level, name_zh=name_zh, name_en=name_en, label_zh=name_zh, label_en=name_en
    )
    if parent and level in _BELOW_ESTATE and parent.level in _BELOW_ESTATE:
        place.label_zh = f"{parent.label_zh} {name_zh}"
        place.label_en = f"{parent.label_en or parent.label_zh} {name_en or name_zh}"
    place = (
        Place.objects.add_child(parent, instance=place) if parent else Place.objects.add_root(instance=place)
    )
    emit(events.PlaceAdded(code=code, level=level), about=place, by=actor)
    return place
