"""Writes to the bodies that serve a place."""

from yishi.record import action, emit

from .. import events, rules
from ..models import (
    Organisation,
    Place,
)


@action(may=rules.may_found, lock=False)
def found(actor, place: Place, *, kind: str, code: str, name_zh: str, name_en: str = "") -> Organisation:
    """The organisation serves the place."""
    organisation = Organisation.objects.create(
        kind=kind, place=place, code=code, name_zh=name_zh, name_en=name_en
    )
    emit(events.OrganisationFounded(what=kind), about=organisation, by=actor)
    return organisation
