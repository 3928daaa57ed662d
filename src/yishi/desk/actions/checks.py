"""Ticking what was done, and answering with an eye on what is still open."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.cases import actions as cases
from yishi.cases.models import Answer, Case, Part
from yishi.record import Refused, action, clock, emit

from .. import checks, events, rules
from ..models import OpenAtAnswer, Point, Tick, Whose


@action(may=rules.may_tick)
def tick(actor, case: Case, *, point: Point) -> Case:
    """The point was done, by this desk or by this unit; who and when stands beside it."""
    tick_with(actor, case, point, photo=checks.has_photo_of_place(case))
    return case


def tick_with(actor: Any, case: Case, point: Point, *, photo: bool) -> None:
    """The tick of an action under way; `photo` says whether there is, or comes with it, a photo from the place."""
    part = _part_of(actor, case, point)
    if Tick.objects.filter(case=case, point=point, part=part, undone_at=None).exists():
        raise Refused(_("Somebody has ticked this meanwhile."), moved_on=True)
    if point.needs_photo and not photo:
        raise Refused(_("This point needs a photo. Please add one first."))
    Tick.objects.create(case=case, point=point, part=part, post=actor.post, at=clock.now())
    emit(events.Ticked(point=point.ref, part=_ref(part)), about=case, by=actor)


@action(may=rules.may_untick)
def untick(actor, case: Case, *, point: Point) -> Case:
    """The point is open again; that it was ticked, and by whom, stays in the table."""
    part = _part_of(actor, case, point)
    found = Tick.objects.filter(case=case, point=point, part=part, undone_at=None).first()
    if found is None:
        raise Refused(_("This tick has been taken back meanwhile."), moved_on=True)
    found.undone_at, found.undone_by = clock.now(), actor.post
    found.save(update_fields=["undone_at", "undone_by"])
    emit(events.Unticked(point=point.ref, part=_ref(part)), about=case, by=actor)
    return case


def _part_of(actor: Any, case: Case, point: Point) -> Part | None:
    """Whose list the point must stand on: the desk's, or that of the unit's open part. Raises Refused."""
    desk = rules.ticks_for_desk(actor, case)
    lists = checks.lists_of(case)
    whose = Whose.DESK if desk else Whose.UNIT
    if not any(point in each.in_force for each in lists if each.whose == whose):
        raise Refused(_("This point is not on your list any more."), moved_on=True)
    return None if desk else case.parts.filter(asked=actor.post, replied_at=None).last()


def _ref(part: Part | None) -> str:
    return f"part:{part.pk}" if part else ""


@action(may=rules.may_answer_checked)
def answer_checked(actor, case: Case, *, despite_open: bool = False, **said: Any) -> Case:
    """It is answered (as in `cases.answer`). Where it is said to be solved while points of the desk's list are open,
    somebody must have meant it so, and those who handle the case see how many there were."""
    left = len(checks.open_points(case)) if said.get("kind") == Answer.Kind.SOLVED else 0
    if left and not despite_open:
        raise Refused(_("Points of the checklist are still open. Please look at them once more."))
    case = cases.answer(actor, case, **said)
    if left:
        OpenAtAnswer.objects.create(answer=case.answers.latest("at", "id"), count=left)
        emit(events.AnsweredChecked(open=left), about=case, by=actor)
    return case
