"""Sessions and what belongs to them as they are told: what everybody may read on their pages (decision 15)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Schema

from yishi.cases.models import Case
from yishi.deliberation import parts_afterwards, parts_hall, parts_outcomes, parts_topics, present, repeating
from yishi.deliberation.models import (
    Decision,
    Invitation,
    Item,
    Minutes,
    Motion,
    Opinion,
    Series,
    Session,
    Topic,
    Undertaking,
)
from yishi.network.actors import Actor

from .frame import Caller
from .told import Named

WITH_ITEM = ("case", "topic__case", "presenter__organisation", "presenter__place")
"""What is read with an item to tell of it."""


class SessionLine(Schema):
    """A session as it stands in a list."""

    number: int
    title: str
    kind: str = Field(examples=["yard"])
    kind_name: str
    state: str = Field(examples=["announced"])
    state_name: str
    place: Named
    spot: str = Field(description="Where it meets.")
    host: str
    starts_at: datetime
    ends_at: datetime
    announced_at: datetime | None
    frozen_at: datetime | None = Field(description="When its agenda was frozen and published.")
    reasons: list[str] = Field(description="Why it is otherwise than planned.")
    url: str


class ItemTold(Schema):
    """One thing on an agenda."""

    number: int
    title: str
    text: str
    minutes: int
    presenter: str | None
    why: str = Field(description="Why it stands there.")
    late: bool = Field(description="It came after the agenda was frozen: may be heard, not decided.")
    case: str | None = Field(description="Number of the matter it is about, where everybody may read it.")
    topic: int | None = Field(description="Number of the topic it is about, where everybody may read it.")
    came: str | None = Field(description="heard, decided, put_off or not_reached.")
    summary: str
    removed_at: datetime | None
    removed_because: str


class Figure(Schema):
    """How many there were of something."""

    name: str | None = Field(description="None: those who are few, together, so that nobody is pointed at.")
    count: int


class QuorumTold(Schema):
    """How many of those who may vote must be there, and how many are."""

    entitled: int
    needed: int
    present: int
    reached: bool


class Attended(Schema):
    """Who came, in numbers."""

    total: int
    by_role: list[Figure]
    by_building: list[Figure]
    quorum: QuorumTold | None


class Invited(Schema):
    """A department or company that was asked to come."""

    name: str
    as_what: str
    reply: str | None
    came: str | None = Field(description="came, deputy, absent or unnoted; none before the roll-call.")


class Answered(Schema):
    """What was said to a line."""

    kind: str = Field(description="answered, promised or taken.")
    kind_name: str
    who: str
    text: str
    at: datetime


class LineTold(Schema):
    """One thing somebody said at a session."""

    label: str = Field(description="The number read out at the session.", examples=["A7"])
    words: str | None = Field(description="Names hidden; none while nobody has looked.")
    place: Named
    category: str | None
    item: int | None = Field(description="Number of the item of the agenda it belongs to.")
    on_the_wall: bool
    live: bool = Field(description="It is on the projector.")
    supports: int
    said_at: datetime
    late: bool = Field(description="It arrived after the session had ended.")
    answer: Answered | None
    case: str | None = Field(description="Number of the matter it became, where it may be read.")
    url: str


class MotionTold(Schema):
    """Something that was voted on by a show of hands."""

    number: int
    position: int
    item: int
    text: str
    rule: str = Field(description="How the hands are counted.")
    entitled: int | None
    present: int | None
    yes: int | None
    no: int | None
    abstained: int | None
    carried: bool | None
    arithmetic: str | None = Field(description="The sum, in a sentence.")
    counted_at: datetime | None
    dropped_at: datetime | None


class DecisionTold(Schema):
    """What was decided of a matter on the agenda."""

    number: int
    item: int
    motion: int | None
    case: str | None = Field(description="Number of the matter, where it may be read.")
    kind: str = Field(description="do or park.")
    text: str
    at: datetime
    struck_at: datetime | None
    struck_because: str


class PromiseTold(Schema):
    """Something promised at a session."""

    number: int
    session: int
    text: str
    who: str
    due_on: date | None = Field(description="None: no day was named.")
    state: str = Field(description="open, claimed, kept, broken or extended.")
    state_name: str
    late: bool
    put_off: int = Field(description="How often it was put off before.")
    line: str | None = Field(description="Label of the line it answers.")
    case: str | None
    at: datetime
    evidence: str = Field(description="What shows that it is kept.")
    picture: str | None
    kept_on: date | None
    confirmed: str | None = Field(description="Who said that it is kept: asker, chair, there or silence.")
    reason: str = Field(description="Why it is not kept.")
    instead_of: int | None = Field(description="Number of the earlier promise that was put off by this one.")
    url: str


class CorrectionTold(Schema):
    """A numbered correction of sealed minutes."""

    number: int
    text: str
    at: datetime


class Hung(Schema):
    """A board the minutes hang on."""

    board: str
    posted_on: date
    until_on: date
    picture: str


class ObjectionTold(Schema):
    """An objection to what was decided."""

    number: int
    text: str | None = Field(description="None while nobody has looked.")
    at: datetime
    due_at: datetime
    answer: str | None
    upheld: bool | None
    answered_at: datetime | None


class MinutesTold(Schema):
    """The minutes, once their draft lies open."""

    drafted_at: datetime
    corrections_until: datetime | None
    sealed_at: datetime | None
    digest: str | None
    text: str = Field(description="Address of the very bytes that were sealed.")
    corrections: list[CorrectionTold]
    boards: list[Hung]
    objections: list[ObjectionTold]
    url: str


class Sums(Schema):
    """How many lines there are, and what was said to them."""

    all: int
    answered: int
    promised: int
    taken: int
    open: int


class SessionTold(SessionLine):
    """A session with everything everybody reads of it; its lines stand at `…/lines`."""

    chair: str | None
    clerk: str | None
    series: int | None
    wall_open: bool
    agenda: list[ItemTold]
    removed: list[ItemTold] = Field(description="What was taken off the agenda after it was frozen.")
    attended: Attended
    invited: list[Invited]
    said: Sums
    motions: list[MotionTold]
    decisions: list[DecisionTold]
    promises: list[PromiseTold] = Field(description="What was promised here.")
    opens_with: list[PromiseTold] = Field(description="Promises of earlier sessions it opens with.")
    minutes: MinutesTold | None


class TopicTold(Schema):
    """Something somebody wants talked about."""

    number: int
    title: str
    words: str | None = Field(description="Names hidden; to whoever proposed it as they said it.")
    place: Named
    state: str = Field(description="proposed, accepted, joined, refused, withdrawn or talked.")
    state_name: str
    supports: int = Field(description="Households behind it.")
    why: str
    session: int | None = Field(description="The session it was proposed for.")
    joined_into: int | None
    case: str | None = Field(description="Number of the matter it is about, where everybody may read it.")
    reason: str | None = Field(description="Why it was refused; to whoever proposed it.")
    mine: bool = Field(description="Whether the key acts for whoever proposed it.")
    at: datetime
    url: str


class ExceptionTold(Schema):
    """A day on which a series is otherwise."""

    on: date
    place: str | None = Field(description="None: everywhere.")
    what: str = Field(description="skip or move.")
    moved_to: date | None
    reason: str


class SeriesTold(Schema):
    """Sessions that repeat."""

    number: int
    name: str
    kind: str
    kind_name: str
    place: Named
    level: str = Field(description="One session for each place of this level.")
    rule: str = Field(description="As RFC 5545 writes it.", examples=["FREQ=MONTHLY;BYMONTHDAY=10"])
    said: str = Field(description="The rule in words.")
    from_on: date
    until_on: date | None
    starts: str = Field(examples=["19:00"])
    minutes: int
    published_until: date | None
    ended_on: date | None
    exceptions: list[ExceptionTold] = Field(description="Those to come.")


# --- as plain values ---


def place(found: Any) -> dict[str, str]:
    """A place by its code."""
    return {"code": found.code, "name": found.label}


def _at(request: HttpRequest, name: str, *parts: Any) -> str:
    return request.build_absolute_uri(reverse(name, args=parts))


def session_line(request: HttpRequest, session: Session) -> dict[str, Any]:
    """A session (with place, host and reasons) as it stands in a list."""
    return {
        "number": session.pk,
        "title": session.title,
        "kind": session.kind,
        "kind_name": session.get_kind_display(),
        "state": session.state,
        "state_name": session.get_state_display(),
        "place": place(session.place),
        "spot": session.spot,
        "host": session.host.name,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "announced_at": session.announced_at,
        "frozen_at": session.frozen_at,
        "reasons": [each.said for each in session.reasons.all()],
        "url": _at(request, "meet:session", session.pk),
    }


def session(request: HttpRequest, asks: Caller, found: Session) -> dict[str, Any]:
    """A session with everything; so many statements as its page asks, however much there is."""
    people = parts_hall.people(found, asks.reader)
    agenda = parts_topics.of(found, asks.reader)["agenda"]
    votes, promised = parts_outcomes.votes(found, asks.reader), parts_outcomes.promises(found, asks.reader)
    return {
        **session_line(request, found),
        "chair": found.chair.title_at_place if found.chair else None,
        "clerk": found.clerk.title_at_place if found.clerk else None,
        "series": found.series_id,
        "wall_open": found.wall_open,
        "agenda": items(agenda["items"]),
        "removed": items(_removed(found)),
        "attended": _attended(people["present"], people["quorum"]),
        "invited": [_invited(each) for each in people["roll"]],
        "said": parts_hall.sums(found),
        "motions": [motion(each) for each in votes["motions"]],
        "decisions": decisions(votes["decisions"], asks.reader),
        "promises": [promise(request, each) for each in promised["given"]],
        "opens_with": [promise(request, each) for each in promised["opening"].all],
        "minutes": _minutes(request, found),
    }


def _removed(found: Session) -> list[Item]:
    """What was taken off its agenda after everybody could rely on it."""
    if not found.frozen_at:
        return []
    rows = found.items.exclude(removed_at=None).order_by("removed_at", "id")
    return list(rows.select_related(*WITH_ITEM)[: parts_topics.SHOWN])


def items(found: Iterable[Item]) -> list[dict[str, Any]]:
    """Items of an agenda."""
    return [item(each) for each in found]


def item(found: Item) -> dict[str, Any]:
    """One of them; the matter and the topic it is about where everybody may read them."""
    topic = found.topic
    case = found.case or (topic.case if topic else None)
    return {
        "number": found.pk,
        "title": found.title,
        "text": found.text,
        "minutes": found.minutes,
        "presenter": found.presenter.title_at_place if found.presenter else None,
        "why": found.get_why_display(),
        "late": found.late,
        "case": case.number if case and case.in_the_open else None,
        "topic": topic.pk if topic and topic.is_shown else None,
        "came": found.came or None,
        "summary": found.summary,
        "removed_at": found.removed_at,
        "removed_because": found.removed_because,
    }


def _attended(there: present.Present, quorum: present.Quorum | None) -> dict[str, Any]:
    def lines(found: list[present.Line]) -> list[dict[str, Any]]:
        return [{"name": each.label or None, "count": each.count} for each in found]

    return {
        "total": there.total,
        "by_role": lines(there.by_role),
        "by_building": lines(there.by_building),
        "quorum": quorum
        and {
            "entitled": quorum.entitled,
            "needed": quorum.needed,
            "present": quorum.present,
            "reached": quorum.is_reached,
        },
    }


def _invited(found: Invitation) -> dict[str, Any]:
    return {
        "name": found.post.organisation.name,
        "as_what": found.get_as_what_display(),
        "reply": found.reply or None,
        "came": found.came or None,
    }


def read_cases(reader: Actor, keys: Iterable[int | None]) -> dict[int, str]:
    """Numbers of those of these cases the reader may know of. One statement."""
    wanted = {key for key in keys if key}
    rows = Case.objects.visible_to(reader).filter(pk__in=wanted) if wanted else []
    return {each.pk: each.number for each in rows}


def lines(request: HttpRequest, found: list[Opinion], reader: Actor) -> list[dict[str, Any]]:
    """What was said (with answers), words where everybody may read them."""
    seen = read_cases(reader, [each.case_id for each in found])
    return [_line(request, each, seen) for each in found]


def _line(request: HttpRequest, found: Opinion, seen: dict[int, str]) -> dict[str, Any]:
    said = getattr(found, "response", None)
    return {
        "label": found.label,
        "words": found.public_words if found.is_shown else None,
        "place": place(found.place),
        "category": found.category.name if found.category else None,
        "item": found.item_id,
        "on_the_wall": found.sheet.kind == "wall",
        "live": found.live,
        "supports": found.supports,
        "said_at": found.said_at,
        "late": found.is_late,
        "answer": said
        and {
            "kind": said.kind,
            "kind_name": said.get_kind_display(),
            "who": said.post.title_at_place,
            "text": said.public_text,
            "at": said.at,
        },
        "case": seen.get(found.case_id or 0),
        "url": _at(request, "meet:opinion", found.session_id, found.label),
    }


def motion(found: Motion) -> dict[str, Any]:
    """A motion, with its sum once it is counted."""
    outcome = found.outcome
    return {
        "number": found.pk,
        "position": found.position,
        "item": found.item_id,
        "text": found.public_text,
        "rule": found.rule_name,
        "entitled": found.entitled,
        "present": found.present,
        "yes": found.yes,
        "no": found.no,
        "abstained": found.abstained,
        "carried": found.carried,
        "arithmetic": outcome.arithmetic if outcome else None,
        "counted_at": found.counted_at,
        "dropped_at": found.dropped_at,
    }


def decisions(found: list[Decision], reader: Actor) -> list[dict[str, Any]]:
    """What was decided, also what was struck out."""
    seen = read_cases(reader, [each.case_id for each in found])
    return [
        {
            "number": each.pk,
            "item": each.item_id,
            "motion": each.motion_id,
            "case": seen.get(each.case_id),
            "kind": each.kind,
            "text": each.public_text,
            "at": each.at,
            "struck_at": each.struck_at,
            "struck_because": each.public_struck_because,
        }
        for each in found
    ]


def promise(request: HttpRequest, found: Undertaking) -> dict[str, Any]:
    """A promise (with labels)."""
    case = found.case
    return {
        "number": found.pk,
        "session": found.session_id,
        "text": found.public_text,
        "who": found.post.title_at_place,
        "due_on": found.due_on,
        "state": found.state,
        "state_name": found.badge_label,
        "late": found.is_late,
        "put_off": found.put_off,
        "line": found.opinion.label if found.opinion else None,
        "case": case.number if case and case.in_the_open else None,
        "at": found.at,
        "evidence": found.public_evidence,
        "picture": _at(request, "meet:promise_picture", found.pk, "full") if found.picture else None,
        "kept_on": found.kept_on,
        "confirmed": found.confirmed or None,
        "reason": found.public_reason,
        "instead_of": found.instead_of_id,
        "url": _at(request, "meet:promise", found.pk),
    }


def _minutes(request: HttpRequest, found: Session) -> dict[str, Any] | None:
    written = (
        Minutes.objects.exclude(drafted_at=None).filter(session=found).first() if found.is_over else None
    )
    if written is None:
        return None
    after: dict[str, Any] = parts_afterwards.after_the_seal(found) if written.is_sealed else {}
    return {
        "drafted_at": written.drafted_at,
        "corrections_until": written.corrections_until,
        "sealed_at": written.sealed_at,
        "digest": written.digest or None,
        "text": _at(request, "meet:minutes_text", found.pk),
        "corrections": [
            {"number": each.number, "text": each.said, "at": each.at} for each in after.get("later", [])
        ],
        "boards": [
            {
                "board": each.board,
                "posted_on": each.posted_on,
                "until_on": each.until_on,
                "picture": _at(request, "meet:board", found.pk, each.pk, "full"),
            }
            for each in after.get("postings", [])
        ],
        "objections": [
            {
                "number": each.number,
                "text": each.shown or None,
                "at": each.at,
                "due_at": each.due_at,
                "answer": each.answer or None,
                "upheld": each.upheld,
                "answered_at": each.answered_at,
            }
            for each in after.get("objections", [])
        ],
        "url": _at(request, "meet:minutes", found.pk),
    }


def topic(request: HttpRequest, asks: Caller, found: Topic) -> dict[str, Any]:
    """A topic (with place and case): what everybody reads, and to whoever proposed it their own."""
    mine = found.person_id is not None and found.person_id == asks.reader.pk
    shown = found.public_words if found.is_shown else None
    return {
        "number": found.pk,
        "title": found.label,
        "words": (found.words or None) if mine else shown,
        "place": place(found.place),
        "state": found.state,
        "state_name": found.get_state_display(),
        "supports": found.supports,
        "why": found.get_why_display(),
        "session": found.session_id,
        "joined_into": found.joined_into_id,
        "case": found.case.number if found.case and found.case.in_the_open else None,
        "reason": (found.reason or None) if mine else None,
        "mine": mine,
        "at": found.at,
        "url": _at(request, "meet:topic", found.pk),
    }


def series(found: Series, exceptions: Iterable[Any] = ()) -> dict[str, Any]:
    """A series (with its place), and the days on which it is otherwise."""
    return {
        "number": found.pk,
        "name": found.name,
        "kind": found.kind,
        "kind_name": found.get_kind_display(),
        "place": place(found.place),
        "level": found.level,
        "rule": found.rule,
        "said": repeating.said(found.rule),
        "from_on": found.from_on,
        "until_on": found.until_on,
        "starts": f"{found.starts:%H:%M}",
        "minutes": found.minutes,
        "published_until": found.published_until,
        "ended_on": found.ended_on,
        "exceptions": [
            {
                "on": each.on,
                "place": each.place.label if each.place else None,
                "what": each.what,
                "moved_to": each.moved_to,
                "reason": each.reason,
            }
            for each in exceptions
        ],
    }
