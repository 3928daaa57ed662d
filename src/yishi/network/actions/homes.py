"""Writes to where people live."""

from django.utils.translation import gettext_lazy as _

from yishi.people.models import Person
from yishi.record import Refused, action, chore, clock, emit

from .. import events, rules
from ..models import (
    Level,
    Place,
    Residence,
    normal_door,
)


@action(may=rules.may_claim_home, lock=False)
def claim_home(actor, place: Place, *, door: str) -> Residence:
    """The person lives behind this door, so they say; a former home of theirs is left."""
    if place.level not in (Level.BUILDING, Level.UNIT):
        raise Refused(_("Please choose the building you live in."))
    if not (plain := normal_door(door)):
        raise Refused(_("Please give the number on your door, such as 1-501."))
    for former in Residence.objects.present().filter(person=actor.person).select_for_update():
        leave_home(actor, former)
    home = Residence.objects.create(person=actor.person, place=place, door=plain, claimed_at=clock.now())
    emit(events.HomeClaimed(), about=home, by=actor)
    return home


@action(may=rules.may_vouch_for_home)
def vouch_for_home(actor, residence: Residence) -> Residence:
    """Somebody who knows the person has said that they live there."""
    residence.vouched_at, residence.vouched_by = clock.now(), actor.post
    residence.save(update_fields=["vouched_at", "vouched_by"])
    emit(events.HomeVouchedFor(by=actor.post.ref), about=residence, by=actor)
    return residence


@action(may=rules.may_leave_home)
def leave_home(actor, residence: Residence) -> Residence:
    """The person does not live there, or no longer."""
    residence.left_at = clock.now()
    residence.save(update_fields=["left_at"])
    emit(events.HomeLeft(), about=residence, by=actor)
    return residence


@chore("where somebody lives is nobody's business, and that it was erased is on the record elsewhere")
def erase_homes(person: Person) -> int:
    """Where the person lives or lived is not known here any more. Gives how many homes were forgotten."""
    return Residence.objects.filter(person=person).delete()[0]
