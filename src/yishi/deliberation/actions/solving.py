"""What sessions dealt with and residents call solved, noted once a matter."""

from typing import Any

from django.utils.timezone import localtime

from yishi.cases.actions.desks import change
from yishi.cases.models import Case
from yishi.record import action, clock, emit
from yishi.record.models import Entry

from .. import events, rules
from ..models import Item, Opinion, Session


@action(may=rules.may_note_solved)
def note_solved(actor, case: Case) -> Case:
    """The opinions and agenda items of a case are solved, by the resident's word. It counts once, at the place of the
    session that dealt with it last."""
    now = clock.now()
    session = _last_session(case)
    for rows in _rows(case):
        rows.filter(solved_at=None).update(solved_at=now)
    place = session.place_path if session else case.place_path
    change(case)  # its page tells of it
    emit(events.MatterSolved(), about=case, by=actor, place=place)
    return case


@action(may=rules.may_note_reopened)
def note_reopened(actor, case: Case) -> Case:
    """The case is open again: what was counted as solved counts no more, where and on the day it was counted."""
    for rows in _rows(case):
        rows.filter(solved_at__isnull=False).update(solved_at=None)
    counted = Entry.objects.about(case.ref).filter(kind=events.MatterSolved.kind).last()
    at = counted.at if counted else clock.now()
    place = counted.place if counted else case.place_path
    change(case)
    emit(events.MatterReopened(on=localtime(at).date()), about=case, by=actor, place=place)
    return case


def _rows(case: Case) -> tuple[Any, Any]:
    return Opinion.objects.filter(case=case), Item.objects.filter(case=case, removed_at=None)


def _last_session(case: Case) -> Session | None:
    opinions, items = _rows(case)
    keys = {*opinions.values_list("session", flat=True), *items.values_list("session", flat=True)}
    return Session.objects.filter(pk__in=keys).order_by("-starts_at", "-id").first()
