"""Requests about one's own data that reach a desk: written down with how it was made sure who asks, agreed to by a
second person, and carried out. Whoever it is about is told at every step, so that nobody can ask in somebody else's
name unnoticed."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yishi.network import calendar
from yishi.network.actors import Actor
from yishi.network.counting import nth_working_day
from yishi.network.models import Post
from yishi.network.powers import Power, roles_with
from yishi.notices.actions import tell
from yishi.people.models import Person, PrivacyNotice
from yishi.record import Refused, action, clock, emit

from .. import events, notices, rules
from ..models import DataRequest, Erasure
from .erasing import ask_for_account


@action(may=rules.may_enter_request, lock=False)
def enter_request(
    actor,
    _subject: None = None,
    *,
    person: Person,
    kind: str,
    came: str,
    checked: str,
    asked_on: date,
    open_cases: str = Erasure.Open.ANONYMOUS,
) -> DataRequest:
    """It is on the books that somebody asked, and by when it must be decided; they are told, and so are those who may
    agree. The days are those of the notice of privacy in force, counted from the day it reached the house."""
    _is_possible(person, kind)
    if actor.pk == person.pk:
        raise Refused(_("For yourself please ask on the page “My data”."))
    notice = PrivacyNotice.objects.present()
    request = DataRequest.objects.create(
        person=person,
        kind=DataRequest.Kind(kind).value,
        came=DataRequest.Came(came).value,
        checked=DataRequest.Checked(checked).value,
        open_cases=Erasure.Open(open_cases).value,
        place_path=actor.post.place.path,
        post=actor.post,
        entered_by=actor.person,
        asked_on=asked_on,
        entered_at=clock.now(),
        due_on=nth_working_day(asked_on, notice.request_days, calendar.current()),
        due_days=notice.request_days,
        due_source=notice.request_source,
    )
    facts: dict[str, Any] = {
        "asked": request.kind,
        "came": request.came,
        "checked": request.checked,
        "due_on": request.due_on,
    }
    emit(events.RequestEntered(**facts), about=request, by=actor)
    _tell_person(notices.REQUEST_ENTERED, request, due=request.due_on)
    for post in _second_people(actor.post):
        _tell_post(notices.REQUEST_WAITS, request, post, due=request.due_on)
    return request


def _is_possible(person: Person, kind: str) -> None:
    """Raises Refused where it has been asked already, or where it cannot be done."""
    same = DataRequest.objects.under_way().filter(person=person, kind=kind)
    if not person.is_active or same.exists():
        raise Refused(_("This has been asked for already."), moved_on=True)
    if kind == DataRequest.Kind.ERASURE:
        verdict = rules.may_ask_to_be_erased(Actor(person=person))
        if not verdict:
            raise Refused(verdict.reason, moved_on=verdict.moved_on)


def _second_people(besides: Post) -> list[Post]:
    posts = Post.objects.over(besides.place.path).held().filter(role__in=roles_with(Power.BREAK_GLASS))
    return list(posts.exclude(pk=besides.pk))


def _tell_person(kind: Any, request: DataRequest, **facts: Any) -> None:
    if request.person:
        facts["what"] = request.kind_when_read
        tell(kind, about=request, link=reverse("cases:my_data"), person=request.person, facts=facts)


def _tell_post(kind: Any, request: DataRequest, post: Post, **facts: Any) -> None:
    link = reverse("desk:data_request", args=[request.pk])
    tell(kind, about=request, link=link, post=post, facts=facts)


@action(may=rules.may_agree_request)
def agree_request(actor, request: DataRequest) -> DataRequest:
    """Two people stand behind it. What is to be erased is erased after the days to think it over, in which its owner
    can take it back; what is to be given can be handed over."""
    person = request.person
    if person is None:
        raise Refused(_("What you were looking at is no longer there."), moved_on=True)
    request.decided_by, request.decided_post, request.decided_at = actor.person, actor.post, clock.now()
    if request.kind == DataRequest.Kind.ERASURE:
        request.erasure = ask_for_account(actor, person, request.open_cases, post=request.post)
        request.state, request.ended_at = DataRequest.State.DONE, request.decided_at
    else:
        request.state = DataRequest.State.AGREED
    request.save()
    emit(events.RequestAgreed(asked=request.kind), about=request, by=actor)
    if request.erasure:
        _tell_person(notices.REQUEST_ERASES, request, due=request.erasure.due_at)
    else:
        _tell_person(notices.REQUEST_AGREED, request, post=request.post.title_when_read)
        _tell_post(notices.REQUEST_TO_HAND_OVER, request, request.post)
    return request


@action(may=rules.may_refuse_request)
def refuse_request(actor, request: DataRequest, *, hold: str, basis: str) -> DataRequest:
    """Nothing is handed over or erased, and whoever asked reads on what ground (PIPL art. 50 asks for reasons)."""
    request.hold, request.basis = Erasure.Hold(hold).value, basis.strip()[:200]
    request.decided_by, request.decided_post, request.decided_at = actor.person, actor.post, clock.now()
    request.state, request.ended_at = DataRequest.State.REFUSED, request.decided_at
    request.save()
    emit(events.RequestRefused(asked=request.kind, hold=request.hold), about=request, by=actor)
    _tell_person(notices.REQUEST_REFUSED, request)
    return request


@action(may=rules.may_hand_over)
def hand_over(actor, request: DataRequest) -> DataRequest:
    """Whoever asked has been given all that is kept about them; they are told that, too."""
    request.handed_at = request.handed_at or clock.now()
    request.state, request.ended_at = DataRequest.State.DONE, request.handed_at
    request.save(update_fields=["handed_at", "state", "ended_at"])
    emit(events.RequestHandedOver(), about=request, by=actor)
    _tell_person(notices.REQUEST_HANDED_OVER, request, post=actor.post.title_when_read)
    return request


@action(may=rules.may_disown_request)
def disown_request(actor, request: DataRequest) -> DataRequest:
    """It was not them, or they think better of it: nothing happens, and the desk that wrote it down is told."""
    request.state, request.ended_at = DataRequest.State.DISOWNED, clock.now()
    request.save(update_fields=["state", "ended_at"])
    emit(events.RequestDisowned(asked=request.kind), about=request, by=actor)
    _tell_post(notices.REQUEST_DISOWNED, request, request.post)
    return request
