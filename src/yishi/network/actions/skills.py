"""Writes to what people offer to help with."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.people.models import Person
from yishi.people.phones import is_mobile, mobile
from yishi.record import Refused, action, chore, clock, emit

from .. import events, rules
from ..models import Level, Place, Post, Registration, Residence, SkillOffer, within

NEAR = (Level.COMMUNITY, Level.GRID, Level.ESTATE, Level.BUILDING, Level.UNIT)


@action(may=rules.may_offer_skill, lock=False)
def offer_skill(actor, place: Place, *, skill: str, times: str = "", shown_name: bool = False) -> SkillOffer:
    """The person offers what they can do, around where they live or serve."""
    _check_place(place)
    if not places_of(actor.person).filter(pk=place.pk).exists():
        raise Refused(_("Please choose a place where you live or serve."))
    if SkillOffer.objects.present().filter(person=actor.person, skill=skill).exists():
        raise Refused(_("You offer this already. You can change what you offer below."), moved_on=True)
    offer = SkillOffer.objects.create(
        person=actor.person,
        place=place,
        skill=SkillOffer.Skill(skill).value,
        times=times.strip()[:120],
        shown_name=shown_name,
        offered_at=clock.now(),
    )
    emit(events.SkillOffered(skill=offer.skill), about=offer, by=actor)
    return offer


@action(may=rules.may_enter_offer, lock=False)
def enter_offer(
    actor, place: Place, *, skill: str, name: str, phone: str, times: str = "", agreed: bool = False
) -> SkillOffer:
    """Somebody without an account is among those who help: they agreed, in the hearing of the desk. Only desks see
    their name and number, and both are gone once the offer ends."""
    _check_place(place)
    if not agreed:
        raise Refused(_("Please ask them first: they are entered only if they agree."))
    number = mobile(phone) if is_mobile(phone) else phone.strip()
    same = SkillOffer.objects.present().filter(person=None, skill=skill)
    if any(offer.phone == number for offer in same.filter(within("place__path", place.path))):
        raise Refused(_("This person is entered with this already."), moved_on=True)
    offer = SkillOffer.objects.create(
        place=place,
        skill=SkillOffer.Skill(skill).value,
        name=name.strip()[:40],
        phone=number[:20],
        times=times.strip()[:120],
        entered_by=actor.post,
        consent_on=clock.today(),
        offered_at=clock.now(),
    )
    emit(events.SkillOffered(skill=offer.skill), about=offer, by=actor)
    return offer


def _check_place(place: Place) -> None:
    if place.level not in NEAR:
        raise Refused(_("Please choose a building, an estate or a community."))
    if not place.is_open:
        raise Refused(_("This place has been closed."))


def places_of(person: Any) -> Any:
    """Where somebody lives or serves: the building and estate of their home, and the places of their posts."""
    home = Residence.objects.of(person)
    around = Place.objects.around(home.place.path) if home else Place.objects.none()
    mine = list(around.filter(level__in=NEAR).exclude(level=Level.COMMUNITY).values_list("pk", flat=True))
    held = list(Post.objects.held_by(person).filter(place__level__in=NEAR).values_list("place", flat=True))
    return Place.objects.filter(pk__in=[*mine, *held]).order_by("-depth", "path")


@action(may=rules.may_change_offer)
def change_offer(actor, offer: SkillOffer, *, times: str = "", shown_name: bool = False) -> SkillOffer:
    """They are there at other times, or wish their name shown to others."""
    offer.times = times.strip()[:120]
    offer.shown_name = shown_name and offer.person_id is not None
    offer.save(update_fields=["times", "shown_name"])
    emit(events.OfferChanged(skill=offer.skill), about=offer, by=actor)
    return offer


@action(may=rules.may_end_offer)
def end_offer(actor, offer: SkillOffer) -> SkillOffer:
    """They no longer offer it. Of somebody without an account nothing is kept."""
    offer.ended_at, offer.name, offer.phone, offer.shown_name = clock.now(), "", "", False
    offer.save(update_fields=["ended_at", "name", "phone", "shown_name"])
    emit(events.OfferEnded(skill=offer.skill), about=offer, by=actor)
    return offer


@chore(
    "what somebody offered and where they had reported is theirs, and that it was erased is on the record elsewhere"
)
def erase_helping(person: Person) -> int:
    """What the person offered, where they had reported and what they were asked to do is not known here any more. Gives
    how many rows were forgotten."""
    offers = SkillOffer.objects.filter(person=person).delete()[0]
    return offers + Registration.objects.filter(person=person).delete()[0]
