"""Writes to the net."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yishi.people.models import Person
from yishi.record import Refused, action, chore, clock, emit

from . import calendar, events, rules
from .models import (
    Appointment,
    CalendarDay,
    CalendarYear,
    Level,
    Organisation,
    Place,
    Post,
    Residence,
    normal_door,
    within,
)

LONGEST_ABSENCE = timedelta(days=183)
_OUTSIDE = Organisation.Kind.PROPERTY
"""A property company stands in for nobody: it may be the one complained about."""
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


@action(may=rules.may_name_substitute)
def name_substitute(actor, post: Post, *, person, away, from_on: date, until_on: date) -> Appointment:
    """Somebody else sits at the post for some days and has all it gives; whoever is away keeps it too."""
    if not clock.today() <= from_on <= until_on <= clock.today() + LONGEST_ABSENCE:
        raise Refused(_("Please give days from today on, at most half a year."))
    if not post.appointments.on().filter(person=away, stands_in_for=None).exists():
        raise Refused(_("Only somebody who holds the post can be away from it."))
    if post.appointments.filter(person=person, from_on__lte=until_on).filter(
        Q(until_on=None) | Q(until_on__gte=from_on)
    ):
        raise Refused(_("This person sits at the post in these days already."))
    if not possible_substitutes(post).filter(pk=person.pk).exists():
        raise Refused(_("Only somebody with a post in the same community can stand in."))
    stand_in = Appointment.objects.create(
        post=post, person=person, from_on=from_on, until_on=until_on, stands_in_for=away
    )
    named = events.SubstituteNamed(post=post.ref, person=person.ref, from_on=from_on, until_on=until_on)
    emit(named, about=post, by=actor)
    return stand_in


@action(may=rules.may_end_substitute)
def end_substitute(actor, appointment: Appointment) -> Post:
    """Nobody stands in there any more, from this moment."""
    post, yesterday = appointment.post, clock.today() - timedelta(days=1)
    if appointment.from_on > yesterday:
        appointment.delete()
    else:
        appointment.until_on = yesterday
        appointment.save(update_fields=["until_on"])
    emit(events.Relieved(post=post.ref, until_on=clock.today()), about=post, by=actor)
    return post


def possible_substitutes(post: Post) -> QuerySet[Person]:
    """Who may stand in at a post: people who hold another in the same community today."""
    around = Place.objects.around(post.place.path)
    community = next((place.path for place in around if place.level == Level.COMMUNITY), post.place.path)
    posts = Post.objects.filter(within("place__path", community)).exclude(organisation__kind=_OUTSIDE)
    sitting = Appointment.objects.on().filter(post__in=posts, stands_in_for=None)
    return Person.objects.filter(pk__in=sitting.values("person"), is_active=True)


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


@action(may=rules.may_set_calendar)
def set_calendar(
    actor, _subject: None, *, year: int, days: Iterable[tuple[date, bool, str]], source: str
) -> CalendarYear:
    """The year's notice is known: (day, whether it is worked, name) for every day other than its weekday says. A day at
    the turn of the year that an earlier notice named belongs to this one now."""
    of, _new = CalendarYear.objects.update_or_create(
        year=year, defaults={"known": True, "source": source, "set_at": clock.real_now()}
    )
    named = [CalendarDay(day=day, works=works, name=name, of=of) for day, works, name in days]
    of.days.all().delete()
    CalendarDay.objects.filter(day__in=[each.day for each in named]).delete()
    CalendarDay.objects.bulk_create(named)
    calendar.forget()
    worked = sum(each.works for each in named)
    emit(events.CalendarSet(year=year, off=len(named) - worked, worked=worked), about=of, by=actor)
    return of


@chore("where somebody lives is nobody's business, and that it was erased is on the record elsewhere")
def erase_homes(person: Person) -> int:
    """Where the person lives or lived is not known here any more. Gives how many homes were forgotten."""
    return Residence.objects.filter(person=person).delete()[0]
