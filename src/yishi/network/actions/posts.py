"""Writes to posts, and to who holds them."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yishi.people.models import Person
from yishi.record import Refused, action, clock, emit

from .. import events, rules
from ..models import (
    Appointment,
    Level,
    Organisation,
    Place,
    Post,
    within,
)

LONGEST_ABSENCE = timedelta(days=183)


_OUTSIDE = Organisation.Kind.PROPERTY
"""A property company stands in for nobody: it may be the one complained about."""


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
