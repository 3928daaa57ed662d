"""Many cases of the past at once: an import, or a bench, writes thousands in one action.

The rows and events are those that `report`, `take`, `answer` and `lapse` or `confirm` would have written one by one at
the moments given; a test holds the two against each other. What makes it fast is that each table is written once a
batch, and that nobody is told of what is long over.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from django.db import connection
from django.db.models.expressions import RawSQL

from yishi.insight.words import clean
from yishi.network.actors import ANYONE, CLOCK, acting
from yishi.network.models import Appointment, Place, Post
from yishi.record import Happened, Refused, action, bulk, clock, emit_all, new_salt
from yishi.record.events import Event
from yishi.record.models import places_on_the_way

from .. import clocks, events, rules, search
from ..models import Answer, Case, Category, Channel, Feedback, Ladder, Rung, State, Stay, Visibility
from .desks import minutes_since
from .intake import NOBODY_YET, begun, opening, publish, published_at_once


@dataclass
class Past:
    """One case as it went. Moments follow one another; None where it did not come so far."""

    place: Place
    category: Category
    words: str
    reported_at: datetime
    code: str
    title: str = ""
    source: str | None = None
    visibility: str = Visibility.PUBLIC
    channel: str = Channel.IMPORT
    contact_phone: str = ""
    taken_at: datetime | None = None
    answered_at: datetime | None = None
    answer: str = ""
    kind: str = Answer.Kind.EXPLAINED
    basis: str = ""
    by: Post | None = None
    """Who answered, where it was not the desk it lay on: at a session."""
    lapsed_at: datetime | None = None
    confirmed_at: datetime | None = None
    """When the resident said that it is solved; never together with `lapsed_at`."""
    satisfaction: str = Feedback.Satisfaction.SATISFIED


@dataclass
class _Rows:
    """What is written, a list a table."""

    cases: list[Case] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    """Of each case, why its words are published already."""
    stays: list[Stay] = field(default_factory=list)
    answers: list[Answer | None] = field(default_factory=list)
    """Of each case, or None."""
    feedback: list[Feedback | None] = field(default_factory=list)
    """Of each case, or None."""


Term = tuple[date, date | None]


class _Desks:
    """Who held the first desk of a place on a day, as `Ladder.first_desk` says it; asked for all places at once."""

    def __init__(self, paths: Iterable[str]) -> None:
        above = _one_of({over for path in paths for over in places_on_the_way(path)[1:]})
        self._ladders = {
            ladder.place.path: ladder
            for ladder in Ladder.objects.filter(place__path__in=above)
            .select_related("place")
            .prefetch_related("rungs")
        }
        self._posts: dict[str, list[Post]] = {}
        posts = Post.objects.filter(place__path__in=above).select_related("organisation", "place")
        for post in posts.order_by("id"):
            self._posts.setdefault(post.place.path, []).append(post)
        self._terms: dict[int, list[Term]] = {}
        terms = Appointment.objects.filter(post__place__path__in=above)
        for pk, begin, end in terms.values_list("post_id", "from_on", "until_on"):
            self._terms.setdefault(pk, []).append((begin, end))
        self._choices: dict[str, list[tuple[Rung, Post, list[Term]]]] = {}

    def first(self, path: str) -> tuple[Rung, Post]:
        """By the clock's day. Raises Refused where nobody held it."""
        choices = self._choices.get(path)
        if choices is None:
            found = self._over(path)
            choices = [(rung, post, self._terms[post.pk]) for rung, post in found if post.pk in self._terms]
            self._choices[path] = choices
        day = clock.today()
        for rung, post, terms in choices:
            for begin, end in terms:
                if begin <= day and (end is None or day <= end):
                    return rung, post
        raise Refused(NOBODY_YET)

    def _over(self, path: str) -> Iterator[tuple[Rung, Post]]:
        """Every post a matter of the place may begin at, first choice first."""
        nearest = places_on_the_way(path)[:0:-1]
        ladder = next((self._ladders[over] for over in nearest if over in self._ladders), None)
        for rung in ladder.rungs.all() if ladder else ():
            for over in nearest:
                yield from ((rung, post) for post in self._posts.get(over, ()) if post.role == rung.role)


def _one_of(paths: Iterable[str]) -> RawSQL:
    """Thousands of paths as one value: a list of as many would take longer to send than to look up."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::varchar[])", [list(paths)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(paths))])


@action(may=rules.may_bring_in, lock=False)
def bring_in(actor, place: Place, *, past: Sequence[Past]) -> list[Case]:
    """Cases of the place and of what lies within it stand in the books as they went, all of them or none. Raises
    Refused where nobody held the desk, IntegrityError where a source is there already."""
    desks, rows = _Desks({each.place.path for each in past}), _Rows()
    first = []
    for each in past:
        with clock.at(each.reported_at):
            first.append(desks.first(each.place.path))
    _make(rows, past, first)
    bulk.insert(rows.cases)
    bulk.insert(rows.stays)
    bulk.insert([answer for answer in rows.answers if answer])
    bulk.insert(
        [_pointed(said, answer) for said, answer in zip(rows.feedback, rows.answers, strict=True) if said]
    )
    search.index_all(rows.cases)
    told = map(_events, rows.cases, rows.looks, past, rows.answers, rows.feedback)
    emit_all(list(chain.from_iterable(told)))
    return rows.cases


def _make(rows: _Rows, past: Sequence[Past], desks: Sequence[tuple[Rung, Post]]) -> None:
    """Each case as it is now, with its key, and what goes with it."""
    for pk, each, (rung, post) in zip(bulk.keys(Case, len(past)), past, desks, strict=True):
        with clock.at(each.reported_at):
            case = _began(each, rung, post)
            rows.looks.append(published_at_once(case))
        case.pk = pk
        _went_on(rows, case, each)
        rows.cases.append(case)


def _began(each: Past, rung: Rung, post: Post) -> Case:
    case = begun(
        each.place,
        rung,
        post,
        words=each.words,
        title=each.title,
        category=each.category,
        channel=each.channel,
        code=each.code,
        visibility=each.visibility,
        contact_phone=each.contact_phone,
        source=each.source,
    )
    publish(case)  # bringing it in is a deliberate act, done by whoever answers for it
    return case


def _went_on(rows: _Rows, case: Case, each: Past) -> None:
    stay = bulk.made(
        Stay,
        case_id=case.pk,
        position=case.position,
        post_id=case.holder_id,
        why=Stay.Why.REPORTED,
        arrived_at=each.reported_at,
        due_at=case.due_at,
        taken_at=each.taken_at,
        left_at=each.answered_at,
    )
    rows.stays.append(stay)
    if each.taken_at:
        case.state, case.taken_at, case.changed_at = State.HANDLING, each.taken_at, each.taken_at
    if each.answered_at:
        case.state, case.changed_at = State.ANSWERED, each.answered_at
        case.answered_at = case.first_answered_at = each.answered_at
        with clock.at(each.answered_at):
            for name, value in clocks.contacted(case).items():
                setattr(case, name, value)
        case.warn_at = None
    rows.answers.append(_answer(case, each) if each.answered_at else None)
    if each.lapsed_at:
        case.state, case.ended_at, case.changed_at = State.LAPSED, each.lapsed_at, each.lapsed_at
    if each.confirmed_at:
        case.state, case.ended_at, case.changed_at = State.CLOSED, each.confirmed_at, each.confirmed_at
    rows.feedback.append(_feedback(case, each, each.confirmed_at) if each.confirmed_at else None)


def _feedback(case: Case, each: Past, at: datetime) -> Feedback:
    return bulk.made(
        Feedback,
        case_id=case.pk,
        contacted=True,
        solved=True,
        satisfaction=each.satisfaction,
        channel="page",
        text="",
        salt=new_salt(),
        at=at,
    )


def _pointed(feedback: Feedback, answer: Answer | None) -> Feedback:
    """The word of the resident is about an answer, whose key is known now."""
    if answer is None:
        raise ValueError("what was not answered was not confirmed")
    feedback.answer_id = answer.pk
    return feedback


def _answer(case: Case, each: Past) -> Answer:
    return bulk.made(
        Answer,
        case_id=case.pk,
        kind=each.kind,
        position=case.position,
        text=clean(each.answer),
        basis=clean(each.basis),
        salt=new_salt(),
        post_id=each.by.pk if each.by else case.holder_id,
        at=each.answered_at or each.reported_at,
    )


def _events(
    case: Case, look: str, each: Past, answer: Answer | None, feedback: Feedback | None
) -> Iterator[Happened]:
    """What the record is told of a case, as it went."""
    about, holder = case.ref, acting(case.holder).ref

    def told(event: Event, by: str, at: datetime) -> Happened:
        return Happened(event, about, case.at_path, by, at, case.in_the_open)

    for event in opening(case, look):
        yield told(event, ANYONE.ref, each.reported_at)
    dispatched = events.Dispatched(
        to=case.holder.ref, position=case.position, due_at=case.due_at, why=Stay.Why.REPORTED
    )
    yield told(dispatched, ANYONE.ref, each.reported_at)
    if each.taken_at:
        with clock.at(each.taken_at):
            taken = events.Taken(minutes=minutes_since(case.reported_at))
        yield told(taken, holder, each.taken_at)
    if answer and each.answered_at:
        with clock.at(each.answered_at):
            minutes = minutes_since(case.reported_at)
        answered = events.Answered(
            answer=answer.kind,
            position=case.position,
            minutes=minutes,
            first=True,
            text=answer.digest,
            late=each.answered_at > case.due_at,
            role=(each.by or case.holder).role,
            hops=0,
        )
        yield told(answered, holder, each.answered_at)
    if each.lapsed_at:
        yield told(events.Lapsed(days=case.ladder.lapse_days), CLOCK.ref, each.lapsed_at)
    if feedback and each.confirmed_at:
        confirmed = events.Confirmed(
            contacted=feedback.contacted,
            satisfaction=feedback.satisfaction,
            channel=feedback.channel,
            text=feedback.digest,
            counted=case.visibility != Visibility.ANONYMOUS,
            **_judged_by(case, each.by or case.holder),
        )
        yield told(confirmed, ANYONE.ref, each.confirmed_at)


def _judged_by(case: Case, post: Post) -> dict[str, str]:
    """As `asking.judged_by`, out of what is at hand."""
    top = case.category.parent or case.category
    return {"role": post.role, "organisation": f"organisation:{post.organisation_id}", "category": top.code}
