"""A whole net at once: a city's estates with their branches, groups, member households and stewards, written in a few
large statements.

The rows and events are those that `add_place`, `found`, `create_post`, `appoint`, `promise_opening`, `fulfil_opening`
and the actions of double registration would have written one by one; a test holds the two against each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yishi.people.models import Person
from yishi.record import Happened, Refused, action, bulk, clock, emit_all
from yishi.record.events import Event

from .. import events, rules
from ..models import (
    Appointment,
    Commitment,
    Organisation,
    Place,
    Post,
    Registration,
    Serving,
)
from .many_places import NewPlace, add_places

NOON = time(12)


@dataclass
class NewBody:
    """A body at a place, and which places it serves, by their codes."""

    code: str
    kind: str
    place: str
    name_zh: str
    name_en: str = ""
    parent: str = ""
    serves: tuple[str, ...] = ()


@dataclass
class NewTerm:
    """Somebody holds a post."""

    person: Person
    from_on: date
    source: str = ""
    full_time: bool | None = None


@dataclass
class NewPost:
    """A post of a body over a place, and who holds it."""

    code: str
    body: str
    role: str
    place: str
    phone: str = ""
    duty_hours: str = ""
    terms: tuple[NewTerm, ...] = ()


@dataclass
class NewOpening:
    """An opening commitment, and what became of it."""

    body: str
    title: str
    promised_on: date
    due_on: date
    done_on: date | None = None
    proof: str = ""


@dataclass
class NewMember:
    """A member has reported to a community and is assigned to an estate; `by` is the post that confirmed it."""

    person: Person
    community: str
    estate: str
    from_on: date
    by: str


@dataclass
class Net:
    """All that is brought in at once."""

    places: list[NewPlace] = field(default_factory=list)
    bodies: list[NewBody] = field(default_factory=list)
    posts: list[NewPost] = field(default_factory=list)
    openings: list[NewOpening] = field(default_factory=list)
    members: list[NewMember] = field(default_factory=list)


@action(may=rules.may_bring_in_net, lock=False)
def bring_in_net(actor, place: Place, *, net: Net) -> Place:
    """Within the place all of the net stands, or none of it. Raises Refused for a code that leads nowhere,
    IntegrityError where one is there already."""
    added = add_places(actor, place, new=net.places) if net.places else {}
    rows = _Rows(actor.ref, place, added)
    said = [
        *rows.bodies(net.bodies),
        *rows.posts(net.posts),
        *rows.openings(net.openings),
        *rows.members(net.members),
    ]
    emit_all(said)
    return place


class _Rows:
    """What has been written so far, by code, and by whom."""

    def __init__(self, by: str, top: Place, added: dict[str, Place]) -> None:
        self._by, self._now = by, clock.now()
        self._places = {each.code: each for each in Place.objects.inside(top.path)} | added
        self._bodies: dict[str, Organisation] = {}
        self._posts: dict[str, Post] = {}

    def _told(self, event: Event, about: Any, *, open: bool = True, on: date | None = None) -> Happened:
        """`on`: the day it happened, where that is not now."""
        at = timezone.make_aware(datetime.combine(on, NOON)) if on else self._now
        return Happened(event, about.ref, about.at_path, self._by, at, open)

    def _one(self, rows: dict[str, Any], code: str) -> Any:
        if code not in rows:
            raise Refused(_("There is nothing with the code %(code)s.") % {"code": code})
        return rows[code]

    def bodies(self, said: Sequence[NewBody]) -> Iterator[Happened]:
        """Each with whom it serves, from today on."""
        made = []
        for each in said:
            body = Organisation(
                kind=each.kind,
                place=self._one(self._places, each.place),
                code=each.code,
                name_zh=each.name_zh,
                name_en=each.name_en,
            )
            self._bodies[each.code] = body
            made.append(body)
        if made:
            bulk.number(made)
        for each, body in zip(said, made, strict=True):
            body.parent = self._one(self._bodies, each.parent) if each.parent else None
        bulk.insert(made)
        today = clock.today()
        servings = [
            Serving(organisation=body, place=self._one(self._places, code), from_on=today)
            for each, body in zip(said, made, strict=True)
            for code in each.serves
        ]
        bulk.insert(servings)
        return chain(
            (self._told(events.OrganisationFounded(what=body.kind), body) for body in made),
            (self._told(self._begun(serving), serving) for serving in servings),
        )

    @staticmethod
    def _begun(serving: Serving) -> Event:
        return events.ServingBegun(
            body=serving.organisation.ref, place=serving.place.ref, from_on=serving.from_on
        )

    def posts(self, said: Sequence[NewPost]) -> Iterator[Happened]:
        """Each with whoever holds it."""
        made = [
            Post(
                organisation=self._one(self._bodies, each.body),
                role=each.role,
                code=each.code,
                place=self._one(self._places, each.place),
                phone=each.phone,
                duty_hours=each.duty_hours,
            )
            for each in said
        ]
        bulk.insert(made)
        self._posts |= {post.code: post for post in made}
        terms = [
            Appointment(
                post=post,
                person=term.person,
                from_on=term.from_on,
                source=term.source,
                full_time=term.full_time,
            )
            for each, post in zip(said, made, strict=True)
            for term in each.terms
        ]
        bulk.insert(terms)
        return chain(
            (self._told(events.PostCreated(role=post.role), post) for post in made),
            (self._told(_appointed(term), term.post) for term in terms),
        )

    def openings(self, said: Sequence[NewOpening]) -> Iterator[Happened]:
        """Each promised, and those that are done, done."""
        made = [
            Commitment(
                organisation=self._one(self._bodies, each.body),
                title=each.title,
                promised_on=each.promised_on,
                due_on=each.due_on,
                done_on=each.done_on,
                proof=each.proof,
            )
            for each in said
        ]
        bulk.insert(made)
        for each in made:
            promised = events.CommitmentMade(body=each.organisation.ref, due_on=each.due_on)
            yield self._told(promised, each, on=each.promised_on)
            if each.done_on:
                done = events.CommitmentDone(on=each.done_on, late=each.done_on > each.due_on)
                yield self._told(done, each, on=each.done_on)

    def members(self, said: Sequence[NewMember]) -> Iterator[Happened]:
        """Each has reported, is confirmed and assigned."""
        made = [
            Registration(
                community=self._one(self._places, each.community),
                person=each.person,
                assigned_to=self._one(self._places, each.estate),
                from_on=each.from_on,
                confirmed_on=each.from_on,
                confirmed_by=self._one(self._posts, each.by),
            )
            for each in said
        ]
        bulk.insert(made)
        for each in made:
            yield self._told(events.MemberReported(from_on=each.from_on), each, open=False)
            confirmed = events.RegistrationConfirmed(by=each.confirmed_by.ref)  # type: ignore[union-attr]
            yield self._told(confirmed, each, open=False)
            assigned = events.RegistrationAssigned(to=each.assigned_to.ref)  # type: ignore[union-attr]
            yield self._told(assigned, each, open=False)


def _appointed(term: Appointment) -> Event:
    return events.Appointed(
        post=term.post.ref,
        person=term.person.ref,
        from_on=term.from_on,
        role=term.post.role,
        source=term.source,
        full_time=term.full_time,
    )
