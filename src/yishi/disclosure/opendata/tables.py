"""The tables of open data. A table is told once, here: the files, the dictionary and the spreadsheet follow.

What is no matter of everybody's is not asked for in the first place: cases go through `visible_to(ANYONE)`, their words
are those that somebody approved, and those of sessions are masked as on their pages; member households and everything
below the unit are left out; and figures end at the estate, so that nobody is found by a small number."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import OPEN_STATES, Answer, Case
from yishi.cases.models.case import number_of
from yishi.cases.models.publishing import Wording
from yishi.deliberation.models import Decision, Invitation, Opinion, Reason, Response, Session, Undertaking
from yishi.insight.masking import mask
from yishi.network.actors import ANYONE
from yishi.network.models import Level, Organisation, Place
from yishi.record.models import Indicator

PORTION = 2_000
"""Rows read at a time: an edition of a million cases is written with the memory of these."""
TOLD_OF = (
    Level.PROVINCE,
    Level.CITY,
    Level.DISTRICT,
    Level.STREET,
    Level.COMMUNITY,
    Level.GRID,
    Level.ESTATE,
)
MEASURES = (
    *(
        "reported",
        "taken",
        "answered",
        "answered_late",
        "confirmed",
        "contested",
        "lapsed",
        "declined",
        "withdrawn",
    ),
    *("handed_up", "sent_back", "escalated", "reopened", "joined", "parked", "unparked"),
    *(
        "sessions_held",
        "sessions_missed",
        "sessions_skipped",
        "opinions",
        "matters_solved",
        "motions_carried",
    ),
    *("undertaken", "undertaking_kept", "undertaking_late", "undertaking_broken"),
    *("departments_came", "departments_absent"),
)
"""The sums that are told; each is a measure of the record's events, added up by day and place."""


class Kind(StrEnum):
    """What a column holds, by the words of the Table Schema standard, which programs that read tables know."""

    TEXT = "string"
    WHOLE = "integer"
    DAY = "date"
    MOMENT = "datetime"
    YES_NO = "boolean"


@dataclass(frozen=True)
class Column:
    """`name` never changes its meaning; a column that would is a new one."""

    name: str
    kind: Kind
    meaning: str | Promise


@dataclass(frozen=True)
class Table:
    """`rows(at)` gives each row as a tuple in the order of the columns; `at` is the moment of the edition."""

    name: str
    title: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[[datetime], Iterator[tuple[Any, ...]]]


def _portions(rows: QuerySet[Any], *fields: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows by their numbers, a portion at a time; the number stands first in each."""
    rows, last = rows.order_by("pk").values_list("pk", *fields), 0
    while portion := list(rows.filter(pk__gt=last)[:PORTION]):
        yield portion
        last = portion[-1][0]


def _text(*names_and_meanings: tuple[str, Any]) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.TEXT, meaning) for name, meaning in names_and_meanings)


# --- cases ---


def _cases(at: datetime) -> Iterator[tuple[Any, ...]]:
    fields: tuple[str, ...] = (
        "place__code",
        "category__code",
        "channel",
        "state",
        "position",
        "holder__organisation__code",
        "returns",
    )
    fields += ("voices", "reported_at", "taken_at", "first_answered_at", "due_at", "ended_at", "merged_into")
    fields += ("wording", "title", "public_words")
    for portion in _portions(Case.objects.visible_to(ANYONE), *fields):
        answers = _newest_answers([row[0] for row in portion])
        for pk, *told, reported, taken, answered, due, ended, into, wording, title, words in portion:
            is_open = told[3] in OPEN_STATES
            shown = wording == Wording.APPROVED
            yield (
                *(number_of(pk), *told, answers.get(pk, ""), is_open, is_open and due < at),
                *(reported, taken, answered, due, ended, number_of(into) if into else ""),
                *(title if shown else "", words if shown else ""),
            )


def _newest_answers(cases: list[int]) -> dict[int, str]:
    return dict(Answer.objects.filter(case__in=cases).order_by("at", "pk").values_list("case", "kind"))


CASES = Table(
    "cases",
    _("Matters that are public"),
    (
        *_text(
            ("number", _("The number residents know; its last digit checks the others")),
            ("place", _("Code of the place, see the table of places")),
            ("category", _("Code of what it is about")),
            ("channel", _("How it was said: web, phone, visit, paper and so on")),
            ("state", _("How it stands; docs/states.md tells of each state")),
        ),
        Column("rung", Kind.WHOLE, _("The rung of the ladder it is on, from 1")),
        Column("holder", Kind.TEXT, _("Code of the body it lies with, see the table of bodies")),
        Column("returns", Kind.WHOLE, _("How often a desk sent it back as not theirs")),
        Column("voices", Kind.WHOLE, _("Households that say so too")),
        Column("answer", Kind.TEXT, _("Kind of the newest answer: solved, partly, explained, impossible")),
        Column("open", Kind.YES_NO, _("Whether somebody owes work or a ruling")),
        Column("overdue", Kind.YES_NO, _("Whether it is open and its limit had passed")),
        Column("reported_at", Kind.MOMENT, _("When it was raised")),
        Column("taken_at", Kind.MOMENT, _("When a desk took it")),
        Column("answered_at", Kind.MOMENT, _("When it was first answered")),
        Column("due_at", Kind.MOMENT, _("To be answered by")),
        Column(
            "ended_at",
            Kind.MOMENT,
            _("When it ended: by the resident's word, in silence, declined or withdrawn"),
        ),
        Column("merged_into", Kind.TEXT, _("Number of the matter it was put together with")),
        Column("title", Kind.TEXT, _("Its first words, once somebody approved them; empty before")),
        Column(
            "words", Kind.TEXT, _("The words as everybody may read them: masked, and approved by somebody")
        ),
    ),
    _cases,
)


# --- sessions ---


def _sessions(_at: datetime) -> Iterator[tuple[Any, ...]]:
    fields: tuple[str, ...] = (
        "place__code",
        "kind",
        "state",
        "host__code",
        "starts_at",
        "ends_at",
        "announced_at",
        "theme_zh",
        "spot_zh",
    )
    for portion in _portions(Session.objects.visible_to(ANYONE), *fields):
        keys = [row[0] for row in portion]
        said, answers, roll = _opinions(keys), _responses(keys), _roll(keys)
        reasons = dict(
            Reason.objects.filter(session__in=keys).order_by("at", "pk").values_list("session", "text")
        )
        for pk, *told in portion:
            counts = answers[pk]
            yield (
                *(str(pk), *told, *said.get(pk, (0, 0))),
                *(
                    counts[kind]
                    for kind in (Response.Kind.ANSWERED, Response.Kind.PROMISED, Response.Kind.TAKEN)
                ),
                *(roll[pk]["came"] + roll[pk]["deputy"], roll[pk]["absent"], mask(reasons.get(pk, ""))),
            )


def _opinions(keys: list[int]) -> dict[int, tuple[int, int]]:
    rows = Opinion.objects.filter(session__in=keys, hidden_at=None).order_by().values_list("session")
    return {pk: (n, solved) for pk, n, solved in rows.annotate(n=Count("pk"), solved=Count("solved_at"))}


def _responses(keys: list[int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Response.objects.filter(opinion__session__in=keys, opinion__hidden_at=None).order_by()
    for pk, kind, n in rows.values_list("opinion__session", "kind").annotate(n=Count("pk")):
        found[pk][kind] = n
    return found


def _roll(keys: list[int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Invitation.objects.filter(session__in=keys, withdrawn_at=None).order_by()
    for pk, came, n in rows.values_list("session", "came").annotate(n=Count("pk")):
        found[pk][came] = n
    return found


SESSIONS = Table(
    "sessions",
    _("Sessions of deliberation"),
    (
        *_text(
            ("number", _("Number of the session, as in the address of its page")),
            ("place", _("Code of the place, see the table of places")),
            ("kind", _("Kind of the session")),
            ("state", _("How it stands; docs/states.md tells of each state")),
            ("host", _("Code of the body that hosts it, see the table of bodies")),
        ),
        Column("starts_at", Kind.MOMENT, _("When it begins")),
        Column("ends_at", Kind.MOMENT, _("When it ends, as planned")),
        Column("announced_at", Kind.MOMENT, _("When it was announced")),
        Column("theme", Kind.TEXT, _("What it is about")),
        Column("spot", Kind.TEXT, _("Where it is held")),
        Column("opinions", Kind.WHOLE, _("Opinions collected")),
        Column("solved", Kind.WHOLE, _("Of these, solved by the day of the edition")),
        Column("answered", Kind.WHOLE, _("Opinions answered on the spot")),
        Column("promised", Kind.WHOLE, _("Opinions to which something was promised")),
        Column("taken", Kind.WHOLE, _("Opinions taken away, to be worked on")),
        Column("came", Kind.WHOLE, _("Units invited that came or sent a deputy")),
        Column("absent", Kind.WHOLE, _("Units invited that did not come")),
        Column("reason", Kind.TEXT, _("Why it was moved, left out, missed or announced late")),
    ),
    _sessions,
)


# --- promises and decisions ---


def _promises(_at: datetime) -> Iterator[tuple[Any, ...]]:
    rows = Undertaking.objects.exclude(state=Undertaking.State.STRUCK)
    fields: tuple[str, ...] = (
        "session",
        "session__place__code",
        "post__organisation__code",
        "state",
        "at",
        "due_on",
        "kept_on",
    )
    fields += ("case", "case__visibility", "text")
    for portion in _portions(rows, *fields):
        open_cases = _public([row[8] for row in portion])
        for pk, session, *told, case, _visibility, text in portion:
            if case is None or case in open_cases:
                yield str(pk), str(session), *told, number_of(case) if case else "", mask(text)


def _public(cases: Iterable[int | None]) -> set[int]:
    """Of these cases, those everybody may see."""
    return set(
        Case.objects.visible_to(ANYONE).filter(pk__in=[pk for pk in cases if pk]).values_list("pk", flat=True)
    )


PROMISES = Table(
    "promises",
    _("Promises made at sessions"),
    (
        *_text(
            ("number", _("Number of the promise, as in the address of its page")),
            ("session", _("Number of the session, see the table of sessions")),
            ("place", _("Code of the place, see the table of places")),
            ("by", _("Code of the body that promised, see the table of bodies")),
            ("state", _("How it stands: open, claimed, kept, broken")),
        ),
        Column("made_at", Kind.MOMENT, _("When it was made")),
        Column("due_on", Kind.DAY, _("The day it was promised for; empty where none was named")),
        Column("kept_on", Kind.DAY, _("The day it was kept")),
        Column("case", Kind.TEXT, _("Number of the matter it belongs to")),
        Column("words", Kind.TEXT, _("What was promised")),
    ),
    _promises,
)


def _decisions(_at: datetime) -> Iterator[tuple[Any, ...]]:
    fields: tuple[str, ...] = (
        "item__session",
        "item__session__place__code",
        "kind",
        "at",
        "case",
        "motion__yes",
        "motion__no",
    )
    fields += ("motion__abstained", "motion__present", "motion__entitled", "motion__tally__code", "text")
    for portion in _portions(Decision.objects.standing(), *fields):
        open_cases = _public([row[5] for row in portion])
        for pk, session, place, kind, at, case, *votes, text in portion:
            if case is None or case in open_cases:
                of = number_of(case) if case else ""
                yield str(pk), str(session), place, kind, at, of, *votes, mask(text)


DECISIONS = Table(
    "decisions",
    _("Decisions of sessions"),
    (
        *_text(
            ("number", _("Number of the decision")),
            ("session", _("Number of the session, see the table of sessions")),
            ("place", _("Code of the place, see the table of places")),
            ("kind", _("What it does: somebody does something, or it is parked")),
        ),
        Column("at", Kind.MOMENT, _("When it was written down")),
        Column("case", Kind.TEXT, _("Number of the matter it settles")),
        Column("yes", Kind.WHOLE, _("Votes for it, where there was a vote")),
        Column("no", Kind.WHOLE, _("Votes against it")),
        Column("abstained", Kind.WHOLE, _("Abstentions")),
        Column("present", Kind.WHOLE, _("How many were there to vote")),
        Column("entitled", Kind.WHOLE, _("How many were entitled to vote")),
        Column("counted_by", Kind.TEXT, _("The rule by which the votes were counted")),
        Column("words", Kind.TEXT, _("What was decided")),
    ),
    _decisions,
)


# --- figures ---


def _figures(_at: datetime) -> Iterator[tuple[Any, ...]]:
    for portion in _portions(Place.objects.filter(level__in=TOLD_OF), "path", "code"):
        codes = {path: code for _pk, path, code in portion}
        rows: Any = Indicator.objects.filter(place__in=list(codes), measure__in=MEASURES)
        rows = rows.annotate(month=TruncMonth("day")).values_list("place", "month", "measure")
        for path, month, measure, sum_ in rows.annotate(sum=Sum("amount")).order_by(
            "place", "month", "measure"
        ):
            if sum_:
                yield codes[path], month, measure, int(sum_)


FIGURES = Table(
    "figures",
    _("Figures by place and month"),
    (
        Column("place", Kind.TEXT, _("Code of the place; all places within it are counted with it")),
        Column("month", Kind.DAY, _("First day of the month")),
        Column("measure", Kind.TEXT, _("What is counted")),
        Column("amount", Kind.WHOLE, _("How often it happened, as the record adds it up")),
    ),
    _figures,
)


# --- places and bodies ---


def _places(_at: datetime) -> Iterator[tuple[Any, ...]]:
    fields: tuple[str, ...] = ("path", "code", "level", "name_zh", "name_en", "opened_on", "closed_on")
    for portion in _portions(Place.objects.visible_to(ANYONE), *fields):
        above = {row[1][: -Place.steplen] for row in portion}
        codes = dict(Place.objects.filter(path__in=above).values_list("path", "code"))
        for _pk, path, code, *told in portion:
            yield code, codes.get(path[: -Place.steplen], ""), *told


PLACES = Table(
    "places",
    _("Places, from the province down to the unit"),
    (
        *_text(
            ("code", _("The place's code; official twelve digits at the top")),
            ("within", _("Code of the place it lies in")),
            ("level", _("Level in the tree")),
            ("name", _("Chinese name")),
            ("name_en", _("English name")),
        ),
        Column("opened_on", Kind.DAY, _("There since; empty: as long as anybody knows")),
        Column("closed_on", Kind.DAY, _("Closed since")),
    ),
    _places,
)


def _bodies(_at: datetime) -> Iterator[tuple[Any, ...]]:
    fields: tuple[str, ...] = (
        "code",
        "kind",
        "name_zh",
        "name_en",
        "place__code",
        "parent__code",
        "founded_on",
        "dissolved_on",
    )
    for portion in _portions(Organisation.objects.exclude(kind=Organisation.Kind.MEMBER_HOME), *fields):
        yield from (row[1:] for row in portion)


BODIES = Table(
    "bodies",
    _("Bodies that serve a place"),
    (
        *_text(
            ("code", _("The body's code")),
            ("kind", _("Kind of body; member households are left out")),
            ("name", _("Chinese name")),
            ("name_en", _("English name")),
            ("place", _("Code of the place, see the table of places")),
            ("within", _("Code of the body it belongs to")),
        ),
        Column("founded_on", Kind.DAY, _("Founded on")),
        Column("dissolved_on", Kind.DAY, _("Dissolved on")),
    ),
    _bodies,
)

TABLES: dict[str, Table] = {
    table.name: table for table in (CASES, SESSIONS, PROMISES, DECISIONS, FIGURES, PLACES, BODIES)
}
