"""Writes to the bodies that serve a place, to whom they serve, to the seats of a council, and to the figures the net
goes by."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from yishi.record import Refused, action, clock, emit

from .. import events, rules
from ..models import (
    Figure,
    Level,
    Organisation,
    Place,
    Post,
    Seat,
    Serving,
)
from .checks import check_place, check_there, check_times, said
from .endings import end_post, end_seat_after

_DAY = timedelta(days=1)
_KINDS = Organisation.Kind
_OWN_PLACE = {
    _KINDS.BRANCH: (Level.ESTATE,),
    _KINDS.OWNERS: (Level.ESTATE,),
    _KINDS.PROPERTY: (Level.ESTATE,),
    _KINDS.GROUP: (Level.BUILDING, Level.UNIT),
    _KINDS.MEMBER_HOME: (Level.BUILDING, Level.UNIT),
}
"""Bodies that serve the place they are founded at, where it is of such a level. A branch founded at a community is a
joint one: which estates it serves is said one by one."""
MOST_TECHNICAL_DAYS = 366
"""Whatever is set, an operator's duty is never without an end worth the name."""


def _check_parent(organisation: Organisation | None, parent: Organisation | None) -> None:
    """Refuses a parent that is no more, or that belongs to the body itself. The way up is locked, so that two who
    change it at once make no ring."""
    above: Organisation | None = parent
    while above is not None:
        if organisation is not None and above.pk == organisation.pk:
            raise Refused(_("A body cannot belong to itself, nor to one that belongs to it."))
        above = Organisation.objects.select_for_update().get(pk=above.parent_id) if above.parent_id else None
    if parent is not None:
        check_there(parent, clock.today())


@action(may=rules.may_found, lock=False)
def found(
    actor,
    place: Place,
    *,
    kind: str,
    name_zh: str,
    code: str = "",
    name_en: str = "",
    founded_on: date | None = None,
    parent: Organisation | None = None,
    serves: Sequence[Place] | None = None,
    serves_from: date | None = None,
    serves_until: date | None = None,
) -> Organisation:
    """The organisation serves the place: a branch at an estate, a group or member household at a building, owners'
    committee and property company at an estate; else those of `serves`. `serves_from` and `serves_until` are the days
    of a contract."""
    day = founded_on or clock.today()
    check_place(actor, place, day)
    _check_parent(None, parent)
    organisation = Organisation.objects.create(
        kind=kind,
        place=place,
        code=code or f"{kind}.{place.code[:40]}.{secrets.token_hex(4)}",
        name_zh=name_zh,
        name_en=name_en,
        parent=parent,
        founded_on=founded_on,
    )
    emit(events.OrganisationFounded(what=kind), about=organisation, by=actor)
    if serves is None:
        serves = [place] if place.level in _OWN_PLACE.get(kind, ()) else []  # type: ignore[call-overload]
    for each in serves:
        serve(actor, organisation, place=each, from_on=serves_from or day, until_on=serves_until)
    return organisation


@action(may=rules.may_rename_body)
def rename_body(actor, organisation: Organisation, *, name_zh: str, name_en: str = "") -> Organisation:
    """The body goes by this name."""
    organisation.name_zh, organisation.name_en = name_zh, name_en
    organisation.save(update_fields=["name_zh", "name_en"])
    emit(events.BodyRenamed(), about=organisation, by=actor)
    return organisation


@action(may=rules.may_set_parent)
def set_parent(actor, organisation: Organisation, *, parent: Organisation | None) -> Organisation:
    """The body belongs to another one, or to none."""
    _check_parent(organisation, parent)
    organisation.parent = parent
    organisation.save(update_fields=["parent"])
    emit(events.ParentSet(parent=parent.ref if parent else ""), about=organisation, by=actor)
    return organisation


@action(may=rules.may_dissolve)
def dissolve(actor, organisation: Organisation, *, on: date) -> Organisation:
    """From the day on the body is no more: it serves nobody, its posts are closed, its seats free. What was stays."""
    if organisation.founded_on and on < organisation.founded_on:
        raise Refused(_("It was founded on %(day)s.") % {"day": said(organisation.founded_on)})
    parts = Organisation.objects.on(on).filter(parent=organisation).count()
    if parts:
        raise Refused(
            _(
                "%(count)s bodies belong to it. Please dissolve them, or let them belong to another one, first."
            )
            % {"count": parts}
        )
    organisation.dissolved_on = on
    organisation.save(update_fields=["dissolved_on"])
    emit(events.BodyDissolved(dissolved_on=on), about=organisation, by=actor)
    _end_all(actor, organisation, on - _DAY)
    return organisation


def _end_all(actor, organisation: Organisation, last: date) -> None:
    for serving in organisation.servings.meeting(last + _DAY, None).select_for_update():
        _end_serving(actor, serving, last)
    for seat in Seat.objects.going_on(last + _DAY).filter(body=organisation).select_for_update():
        end_seat_after(actor, seat, last)
    for post in Post.objects.on(last + _DAY).filter(organisation=organisation).select_for_update():
        end_post(actor, post, last + _DAY)


@action(may=rules.may_serve)
def serve(
    actor,
    organisation: Organisation,
    *,
    place: Place,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Serving:
    """The body serves the place from a day on, or for a time: the term of a contract."""
    from_on = from_on or clock.today()
    check_times(from_on, until_on)
    check_place(actor, place, from_on)
    check_there(organisation, from_on)
    if (
        there := Serving.objects.filter(organisation=organisation, place=place)
        .meeting(from_on, until_on)
        .first()
    ):
        raise Refused(_already(there))
    serving = Serving.objects.create(
        organisation=organisation, place=place, from_on=from_on, until_on=until_on
    )
    begun = events.ServingBegun(body=organisation.ref, place=place.ref, from_on=from_on, until_on=until_on)
    emit(begun, about=serving, by=actor)
    return serving


def _already(there: Serving) -> str:
    words = {"place": there.place.label, "first": said(there.from_on)}
    if there.until_on is None:
        return _("%(place)s is served by it already, since %(first)s.") % words
    words["last"] = said(there.until_on)
    return _("%(place)s is served by it already, from %(first)s to %(last)s. Times may not overlap.") % words


@action(may=rules.may_end_serving)
def end_serving(actor, serving: Serving, *, until_on: date) -> Serving:
    """The body serves the place until the day, that day included; a longer time is a new one."""
    check_times(serving.from_on, until_on)
    if serving.until_on and until_on > serving.until_on:
        raise Refused(_("It ends earlier already. For a longer time, enter it anew from the day after."))
    _end_serving(actor, serving, until_on)
    return serving


def _end_serving(actor, serving: Serving, last: date) -> None:
    """What has not begun by then never was."""
    body, place = serving.organisation.ref, serving.place.ref
    emit(events.ServingEnded(body=body, place=place, until_on=last), about=serving, by=actor)
    if serving.from_on > last:
        serving.delete()
        return
    serving.until_on = last
    serving.save(update_fields=["until_on"])


@action(may=rules.may_give_seat)
def give_seat(
    actor,
    council: Organisation,
    *,
    kind: str,
    post: Post | None = None,
    body: Organisation | None = None,
    title: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
) -> Seat:
    """A post or a body has a fixed seat in the council, or is invited to it; somebody invited may also be told by their
    office alone."""
    from_on = from_on or clock.today()
    check_times(from_on, until_on)
    if post is None and body is None and (kind == Seat.Kind.FIXED or not title):
        raise Refused(_("Please say whose seat it is: a post, a body or, for an invited one, an office."))
    same = Seat.objects.on(from_on).filter(council=council, post=post, body=body, title=title)
    if same.exists():
        raise Refused(_("This seat is there already."))
    seat = Seat.objects.create(
        council=council, kind=kind, post=post, body=body, title=title, from_on=from_on, until_on=until_on
    )
    emit(events.SeatGiven(what=kind, council=council.ref, from_on=from_on), about=seat, by=actor)
    return seat


@action(may=rules.may_end_seat)
def end_seat(actor, seat: Seat, *, until_on: date) -> Seat:
    """The seat is free after the day."""
    check_times(seat.from_on, until_on)
    end_seat_after(actor, seat, until_on)
    return seat


@action(may=rules.may_set_figure)
def set_figure(actor, _subject: None, *, what: str, amount: int, source: str) -> Figure:
    """The net goes by this figure from now on, on this ground."""
    if what == Figure.What.OPERATOR and not 1 <= amount <= MOST_TECHNICAL_DAYS:
        raise Refused(_("An operator's duty lasts from 1 to %(most)s days.") % {"most": MOST_TECHNICAL_DAYS})
    kept, _new = Figure.objects.update_or_create(what=what, defaults={"amount": amount, "source": source})
    emit(events.FigureSet(what=what, amount=amount), about=kept, by=actor)
    return kept
