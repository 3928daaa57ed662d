"""Writes to visits."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from yishi.record import Refused, action, clock, emit

from .. import events, rules
from ..models import Level, Place, Visit

LONGEST_AGO = timedelta(days=60)
"""A visit is noted while somebody remembers it."""


@action(may=rules.may_note_visit, lock=False)
def note_visit(actor, place: Place, *, kind: str = Visit.Kind.VISIT, on: date | None = None) -> Visit:
    """Somebody went round the building on a day, or a session was held for it or for its estate."""
    on = on or clock.today()
    if not clock.today() - LONGEST_AGO <= on <= clock.today():
        raise Refused(_("Please give today or a day of the last 60."))
    if place.level not in (Level.BUILDING, Level.UNIT, Level.ESTATE):
        raise Refused(_("Please choose a building or an estate."))
    visit, new = Visit.objects.get_or_create(place=place, kind=kind, on=on, post=actor.post)
    if not new:
        raise Refused(_("This is noted already."), moved_on=True)
    emit(events.Visited(what=kind, on=on), about=visit, by=actor)
    return visit
