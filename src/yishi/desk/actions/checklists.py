"""Keeping the checklists."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Category
from yishi.network.models import Place
from yishi.record import Refused, action, emit

from .. import events, rules
from ..models import Checklist, Point, Whose

Said = dict[str, Any]
"""One point: text_zh, text_en, needs_photo; `pk` where it is one that stands on the list already."""


@action(may=rules.may_add_checklist)
def add_checklist(
    actor, place: Place, *, category: Category, whose: str = Whose.DESK, points: Iterable[Said]
) -> Checklist:
    """Desks of the place, or units they call in, have these points to tick in matters of this kind."""
    if Checklist.objects.filter(place=place, category=category, whose=whose, active=True).exists():
        raise Refused(_("There is a checklist for this already. Please change that one."))
    checklist = Checklist.objects.create(place=place, category=category, whose=whose)
    _emit_set(actor, checklist, _put_points(checklist, points), new=True)
    return checklist


@action(may=rules.may_change_checklist)
def change_checklist(actor, checklist: Checklist, *, points: Iterable[Said]) -> Checklist:
    """The list has these points. One that is worded anew keeps its ticks; one that is left out is asked no more."""
    _emit_set(actor, checklist, _put_points(checklist, points), new=False)
    return checklist


@action(may=rules.may_retire_checklist)
def retire_checklist(actor, checklist: Checklist) -> Checklist:
    """The list is asked no more; ticks that were made stay."""
    checklist.active = False
    checklist.save(update_fields=["active"])
    emit(events.ChecklistRetired(), about=checklist, by=actor)
    return checklist


def _put_points(checklist: Checklist, points: Iterable[Said]) -> int:
    there = {point.pk: point for point in checklist.points.all()}
    kept = set()
    for position, said in enumerate(points):
        point = there.get(said.get("pk") or 0) or Point(checklist=checklist)
        point.position, point.active = position, True
        point.text_zh, point.text_en = said["text_zh"], said.get("text_en", "")
        point.needs_photo = said.get("needs_photo", False)
        point.save()
        kept.add(point.pk)
    checklist.points.exclude(pk__in=kept).update(active=False)
    return len(kept)


def _emit_set(actor: Any, checklist: Checklist, points: int, *, new: bool) -> None:
    said = events.ChecklistSet(
        category=checklist.category.code, whose=checklist.whose, points=points, new=new
    )
    emit(said, about=checklist, by=actor)
