"""Many cases of the past at once: an import, or a bench, writes thousands in one action.

The rows and events are those that `report`, `take`, `answer` and `lapse` would have written one by one at the moments
given; a test holds the two against each other. What makes it fast is that each table is written once a batch, and that
nobody is told of what is long over.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yishi.insight.words import clean
from yishi.network.actors import ANYONE, CLOCK, Actor, acting
from yishi.network.models import Appointment, Place, Post
from yishi.record import Refused, action, bulk, clock, emit, new_salt
from yishi.record.models import places_on_the_way

from .. import clocks, events, rules, search
from ..models import Answer, Case, Category, Channel, Ladder, Rung, State, Stay, Visibility
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
    lapsed_at: datetime | None = None


@dataclass
class _Rows:
    """What is written, a list a table."""

    cases: list[Case] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    """Of each case, why its words are published already."""
    stays: list[Stay] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


Term = tuple[date, date | None]


class _Desks:
    """Who held the first desk of a place on a day, as `Ladder.first_desk` says it; asked for all places at once."""

    def __init__(self, paths: Iterable[str]) -> None:
        above = {over for path in paths for over in places_on_the_way(path)[1:]}
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
        self._choices: dict[str, list[tuple[Rung, Post]]] = {}

    def first(self, path: str) -> tuple[Rung, Post]:
        """By the clock's day. Raises Refused where nobody held it."""
        if path not in self._choices:
            self._choices[path] = list(self._over(path))
        day = clock.today()
        for rung, post in self._choices[path]:
            if any(
                begin <= day and (end is None or day <= end) for begin, end in self._terms.get(post.pk, ())
            ):
                return rung, post
        raise Refused(NOBODY_YET)

    def _over(self, path: str) -> Iterator[tuple[Rung, Post]]:
        """Every post a matter of the place may begin at, first choice first."""
        nearest = places_on_the_way(path)[:0:-1]
        ladder = next((self._ladders[over] for over in nearest if over in self._ladders), None)
        for rung in ladder.rungs.all() if ladder else ():
            for over in nearest:
                yield from ((rung, post) for post in self._posts.get(over, ()) if post.role == rung.role)


@action(may=rules.may_bring_in, lock=False)
def bring_in(actor, place: Place, *, past: Sequence[Past]) -> list[Case]:
    """Cases of the place and of what lies within it stand in the books as they went, all of them or none. Raises
    Refused where nobody held the desk, IntegrityError where a source is there already."""
    desks, rows = _Desks({each.place.path for each in past}), _Rows()
    for each in past:
        with clock.at(each.reported_at):
            rung, post = desks.first(each.place.path)
            case = _began(each, rung, post)
            rows.cases.append(case)
            rows.looks.append(published_at_once(case))
    bulk.number(rows.cases)
    for case, each in zip(rows.cases, past, strict=True):
        _went_on(rows, case, each)
    bulk.insert(rows.cases)
    # a database that numbers rows as they come has done so by now
    told: list[Any] = [*rows.stays, *rows.answers]
    for row in told:
        row.case_id = row.case.pk
    bulk.insert(rows.stays)
    bulk.insert(rows.answers)
    search.index_all(rows.cases)
    answers = {answer.case_id: answer for answer in rows.answers}
    for case, look, each in zip(rows.cases, rows.looks, past, strict=True):
        _tell_record(case, look, each, answers.get(case.pk))
    return rows.cases


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
    stay = Stay(
        case=case,
        position=case.position,
        post=case.holder,
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
        rows.answers.append(_answer(case, each))
    if each.lapsed_at:
        case.state, case.ended_at, case.changed_at = State.LAPSED, each.lapsed_at, each.lapsed_at


def _answer(case: Case, each: Past) -> Answer:
    return Answer(
        case=case,
        kind=each.kind,
        position=case.position,
        text=clean(each.answer),
        basis=clean(each.basis),
        salt=new_salt(),
        post=case.holder,
        at=each.answered_at or each.reported_at,
    )


def _tell_record(case: Case, look: str, each: Past, answer: Answer | None) -> None:
    holder = acting(case.holder)
    dispatched = events.Dispatched(
        to=case.holder.ref, position=case.position, due_at=case.due_at, why=Stay.Why.REPORTED
    )
    _emit_at(each.reported_at, case, ANYONE, *opening(case, look), dispatched)
    if each.taken_at:
        with clock.at(each.taken_at):
            emit(events.Taken(minutes=minutes_since(case.reported_at)), about=case, by=holder)
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
        )
        _emit_at(each.answered_at, case, holder, answered)
    if each.lapsed_at:
        _emit_at(each.lapsed_at, case, CLOCK, events.Lapsed(days=case.ladder.lapse_days))


def _emit_at(moment: datetime, case: Case, by: Actor, *happened: Any) -> None:
    with clock.at(moment):
        for event in happened:
            emit(event, about=case, by=by)
