"""Writes to posts, and to who holds them."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from yishi.people import actions as people
from yishi.people.models import Person
from yishi.record import Refused, action, clock, emit

from .. import events, rules
from ..models import (
    Appointment,
    Figure,
    Level,
    Organisation,
    Place,
    Post,
    figure,
    within,
)
from ..powers import Role
from .checks import check_place, check_there, check_times
from .endings import call_off_term, end_post, end_term

LONGEST_ABSENCE = timedelta(days=183)


_OUTSIDE = Organisation.Kind.PROPERTY
"""A property company stands in for nobody: it may be the one complained about."""


@action(may=rules.may_create_post)
def create_post(
    actor,
    organisation: Organisation,
    *,
    role: str,
    code: str = "",
    place: Place | None = None,
    phone: str = "",
    duty_hours: str = "",
    seats: int | None = None,
) -> Post:
    """There is a post, vacant until somebody is appointed. `seats`: how many may hold it at once; None: any number."""
    place = place or organisation.place
    check_place(actor, place, clock.today())
    check_there(organisation, clock.today())
    if role == Role.OPERATOR and actor.ref != "clock":
        raise Refused(_("A post of an operator is made on the machine itself: ./yishi import posts."))
    post = Post.objects.create(
        organisation=organisation,
        role=role,
        code=code or f"{role}.{place.code[:40]}.{secrets.token_hex(4)}",
        place=place,
        phone=phone,
        duty_hours=duty_hours,
        seats=seats,
    )
    emit(events.PostCreated(role=role), about=post, by=actor)
    return post


@action(may=rules.may_change_post)
def change_post(actor, post: Post, *, phone: str, duty_hours: str, seats: int | None) -> Post:
    """The post is rung at this number in these hours, and so many may hold it."""
    if seats and (held := _most_at_once(post, clock.today(), None)) > seats:
        raise Refused(
            _("%(held)s people hold it or will. Please end a term before there are fewer seats.")
            % {"held": held}
        )
    post.phone, post.duty_hours, post.seats = phone, duty_hours, seats
    post.save(update_fields=["phone", "duty_hours", "seats"])
    emit(events.PostChanged(), about=post, by=actor)
    return post


@action(may=rules.may_close_post)
def close_post(actor, post: Post, *, on: date) -> Post:
    """From the day on there is no such post; whoever holds it does so until the day before."""
    end_post(actor, post, on)
    return post


@action(may=rules.may_appoint)
def appoint(
    actor,
    post: Post,
    *,
    person: Person,
    from_on: date | None = None,
    until_on: date | None = None,
    source: str = "",
    full_time: bool | None = None,
) -> Appointment:
    """The person holds the post from a day on. Of secretaries it is told where they come from, whether full time."""
    from_on = from_on or clock.today()
    check_times(from_on, until_on)
    _check_person(actor, post, person, from_on, until_on)
    _check_post(post, from_on, until_on)
    appointment = Appointment.objects.create(
        post=post, person=person, from_on=from_on, until_on=until_on, source=source, full_time=full_time
    )
    appointed = events.Appointed(
        post=post.ref,
        person=person.ref,
        from_on=from_on,
        until_on=until_on,
        role=post.role,
        source=source,
        full_time=full_time,
    )
    emit(appointed, about=post, by=actor)
    return appointment


def _check_person(actor, post: Post, person: Person, from_on: date, until_on: date | None) -> None:
    if actor.pk is not None and actor.pk == person.pk:
        raise Refused(_("Nobody appoints themselves. Please ask somebody else who keeps the posts."))
    if not person.is_active:
        raise Refused(_("This account was closed."))
    held = Appointment.objects.filter(post=post, person=person).meeting(from_on, until_on).first()
    if held is not None:
        raise Refused(_("They hold this post in these days already, from %(time)s.") % {"time": _time(held)})


def _check_post(post: Post, from_on: date, until_on: date | None) -> None:
    if post.closed_on and post.closed_on <= (until_on or date.max):
        raise Refused(
            _("The post was closed on %(day)s.") % {"day": date_format(post.closed_on, "DATE_FORMAT")}
        )
    check_there(post.organisation, from_on)
    if post.role == Role.OPERATOR:
        _check_technical(from_on, until_on)
    if post.seats and _most_at_once(post, from_on, until_on) >= post.seats:
        _refuse_full(post, from_on, until_on)


def _refuse_full(post: Post, from_on: date, until_on: date | None) -> None:
    first = _themselves(post, from_on, until_on)[0]
    said = {"time": _time(first), "seats": post.seats}
    if post.seats == 1:
        raise Refused(
            _("This post has one seat, and somebody holds it from %(time)s. Please end that term first.")
            % said
        )
    raise Refused(
        _("All %(seats)s seats of this post are taken in these days. Please end a term first.") % said
    )


def _time(term: Appointment) -> str:
    first = date_format(term.from_on, "DATE_FORMAT")
    if term.until_on is None:
        return _("%(first)s without an end") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(term.until_on, "DATE_FORMAT")}


def _check_technical(from_on: date, until_on: date | None) -> None:
    """The operator's duty ends within the days that hold."""
    most = figure(Figure.What.OPERATOR)
    if until_on is None or (until_on - from_on).days >= most.amount:
        raise Refused(
            _("An operator is appointed for at most %(days)s days, so please give a last day: %(why)s")
            % {"days": most.amount, "why": most.source}
        )


def _themselves(post: Post, from_on: date, until_on: date | None) -> list[Appointment]:
    """Who holds the post on some day of a time, substitutes aside."""
    terms = Appointment.objects.filter(post=post, stands_in_for=None).meeting(from_on, until_on)
    return list(terms.order_by("from_on", "id"))


def _most_at_once(post: Post, from_on: date, until_on: date | None) -> int:
    """The largest number of people who hold the post on one day of a time."""
    terms = _themselves(post, from_on, until_on)
    days = {from_on, *(term.from_on for term in terms if term.from_on > from_on)}
    return max(
        sum(term.from_on <= day and (term.until_on is None or term.until_on >= day) for term in terms)
        for day in days
    )


@action(may=rules.may_appoint_newcomer)
def appoint_newcomer(
    actor, post: Post, *, username: str, name: str, password: str, **term: Any
) -> Appointment:
    """Somebody who had no account has one, which this password opens until they set their own, and holds the post."""
    person = people.register(actor, None, username=username, name=name, password=password, given=True)
    return appoint(actor, post, person=person, **term)


@action(may=rules.may_relieve)
def relieve(actor, appointment: Appointment, *, until_on: date | None = None) -> Appointment:
    """The appointment ends with a day; the post keeps its desk and what lies on it."""
    last = until_on or clock.today()
    check_times(appointment.from_on, last)
    if appointment.until_on and last > appointment.until_on:
        raise Refused(_("The term ends earlier already. To go on, please appoint them anew."))
    end_term(actor, appointment, last)
    return appointment


@action(may=rules.may_call_off)
def call_off(actor, appointment: Appointment) -> Post:
    """An appointment that has not begun is no more."""
    if appointment.from_on <= clock.today():
        raise Refused(_("The term has begun. Please end it instead."), moved_on=True)
    post = appointment.post
    call_off_term(actor, appointment)
    return post


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
    ended = events.SubstituteEnded(post=post.ref, person=appointment.person.ref, ended_on=clock.today())
    emit(ended, about=post, by=actor)
    return post


def possible_substitutes(post: Post) -> QuerySet[Person]:
    """Who may stand in at a post: people who hold another in the same community today."""
    around = Place.objects.around(post.place.path)
    community = next((place.path for place in around if place.level == Level.COMMUNITY), post.place.path)
    posts = Post.objects.filter(within("place__path", community)).exclude(organisation__kind=_OUTSIDE)
    sitting = Appointment.objects.on().filter(post__in=posts, stands_in_for=None)
    return Person.objects.filter(pk__in=sitting.values("person"), is_active=True)
