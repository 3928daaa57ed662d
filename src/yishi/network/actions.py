"""Writes to the net."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record import Refused, action, clock, emit

from . import events, rules
from .models import Appointment, Level, Organisation, Place, Post, Residence, normal_door

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


@action(may=rules.may_found, lock=False)
def found(actor, place: Place, *, kind: str, code: str, name_zh: str, name_en: str = "") -> Organisation:
    """The organisation serves the place."""
    organisation = Organisation.objects.create(
        kind=kind, place=place, code=code, name_zh=name_zh, name_en=name_en
    )
    emit(events.OrganisationFounded(what=kind), about=organisation, by=actor)
    return organisation


@action(may=rules.may_create_post)
def create_post(
    actor, organisation: Organisation, *, role: str, code: str, place: Place | None = None, phone: str = ""
) -> Post:
    """There is a post, vacant until somebody is appointed."""
    post = Post.objects.create(
        organisation=organisation, role=role, code=code, place=place or organisation.place, phone=phone
    )
    emit(events.PostCreated(role=role), about=post, by=actor)
    return post


@action(may=rules.may_appoint)
def appoint(
    actor, post: Post, *, person, from_on: date | None = None, until_on: date | None = None
) -> Appointment:
    """The person holds the post from a day on."""
    from_on = from_on or clock.today()
    appointment = Appointment.objects.create(post=post, person=person, from_on=from_on, until_on=until_on)
    emit(events.Appointed(post=post.ref, person=person.ref, from_on=from_on), about=post, by=actor)
    return appointment


@action(may=rules.may_relieve)
def relieve(actor, appointment: Appointment, *, until_on: date | None = None) -> Appointment:
    """The appointment ends with a day; the post keeps its desk and what lies on it."""
    appointment.until_on = until_on or clock.today()
    appointment.save(update_fields=["until_on"])
    emit(
        events.Relieved(post=appointment.post.ref, until_on=appointment.until_on),
        about=appointment.post,
        by=actor,
    )
    return appointment


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
