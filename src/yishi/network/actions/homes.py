"""Writes to where people live."""

from django.utils.translation import gettext_lazy as _

from yishi.people.models import Person
from yishi.record import Refused, action, chore, clock, emit

from .. import events, rules
from ..models import (
    Bond,
    Level,
    Occupant,
    Place,
    Proof,
    Residence,
    normal_door,
)
from ..powers import Role


@action(may=rules.may_claim_home)
def claim_home(actor, place: Place, *, door: str) -> Residence:
    """The person lives behind this door, so they say; a former home of theirs is left."""
    if place.level not in (Level.BUILDING, Level.UNIT):
        raise Refused(_("Please choose the building you live in."))
    if place.closed_on:  # asked under the lock: it may have moved while somebody looked for their door
        raise Refused(_("This place is closed."), moved_on=True)
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
    by_committee = actor.post.role == Role.COMMITTEE
    residence.proof = Proof.COMMITTEE if by_committee else Proof.DOOR
    residence.save(update_fields=["vouched_at", "vouched_by", "proof"])
    emit(events.HomeVouchedFor(by=actor.post.ref), about=residence, by=actor)
    return residence


@action(may=rules.may_leave_home)
def leave_home(actor, residence: Residence) -> Residence:
    """The person does not live there, or no longer."""
    residence.left_at = clock.now()
    residence.save(update_fields=["left_at"])
    _off_the_roll(residence)
    emit(events.HomeLeft(), about=residence, by=actor)
    return residence


def _off_the_roll(residence: Residence) -> None:
    """A tenant or one of the family whom the roll knows by their account was there until today; an owner stays one."""
    mine = Occupant.objects.on().filter(
        person=residence.person_id, dwelling__place=residence.place_id, dwelling__door=residence.door
    )
    mine.filter(bond=Bond.OWNER).update(lives_here=False)
    mine.exclude(bond=Bond.OWNER).update(until_on=clock.today(), lives_here=False)


@chore("where somebody lives is nobody's business, and that it was erased is on the record elsewhere")
def erase_homes(person: Person) -> int:
    """Where the person lives or lived is not known here any more. Gives how many homes were forgotten."""
    return Residence.objects.filter(person=person).delete()[0]
