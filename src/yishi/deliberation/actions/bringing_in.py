"""Many sessions of the past at once: a year of a whole city is entered, or a bench is filled, in one action.

The rows and events are those that the session's own actions (`call_session`, `announce`, `begin`, `take_down`,
`respond`, `end`, `draft_minutes`, `seal_minutes`) would have written one by one at the moments given; its cases come by
`cases.bring_in`. What makes it fast is that each table is written once, and that nobody is told of what is long over.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from yishi.cases import actions as matters
from yishi.cases import known
from yishi.cases.actions.intake import title_of
from yishi.cases.models import Answer, Case, Category, Channel, Wording
from yishi.insight.masking import mask
from yishi.insight.words import clean
from yishi.network.actors import CLOCK, acting
from yishi.network.models import Organisation, Place, Post, RollPolicy
from yishi.record import Happened, action, bulk, clock, digest, emit_all, new_salt
from yishi.record.events import Event

from .. import events, rules
from ..compiling import Rows, compiled, text_of
from ..following import follow_code, source_of
from ..models import (
    Attendance,
    Minutes,
    Opinion,
    Reason,
    Response,
    Session,
    SessionRule,
    Sheet,
    State,
    Undertaking,
)
from ..models.sessions import new_token

NOTICE, WRITING = timedelta(days=12), timedelta(days=1)
"""How long before it a session of the past is announced, and how long after it its draft is out."""
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class PastOpinion:
    """What was said at a past session, and what came of it. `solved_at`: when whoever said it called it solved;
    `due_on` and `kept_on` are of what was promised."""

    words: str
    category: Category
    kind: str
    text: str
    post: Post
    place: Place | None = None
    solved_at: datetime | None = None
    due_on: date | None = None
    kept_on: date | None = None


@dataclass(frozen=True)
class PastSession:
    """A past session as it went; `missed` says why there was none."""

    place: Place
    kind: str
    starts_at: datetime
    ends_at: datetime
    host: Organisation
    chair: Post
    clerk: Post
    spot_zh: str
    theme_zh: str = ""
    present: int = 0
    opinions: Sequence[PastOpinion] = ()
    missed: str = ""


class _Keys:
    """Keys for what others point to, given before anything is written."""

    def __init__(self, past: Sequence[PastSession]) -> None:
        opinions = [len(each.opinions) for each in past if not each.missed]
        self.sessions = iter(bulk.keys(Session, len(past)))
        self.sheets = iter(bulk.keys(Sheet, sum(map(bool, opinions))))
        self.opinions = iter(bulk.keys(Opinion, sum(opinions)))


@dataclass
class _Rows:
    """What is written, a list a table."""

    keys: _Keys
    sessions: list[Session] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    said: list[PastOpinion] = field(default_factory=list)
    """Of each opinion."""
    responses: list[Response] = field(default_factory=list)
    undertakings: list[Undertaking] = field(default_factory=list)
    minutes: list[Minutes] = field(default_factory=list)


@action(may=rules.may_bring_in_sessions, lock=False)
def bring_in_sessions(actor, place: Place, *, past: Sequence[PastSession]) -> list[Session]:
    """Sessions of the place and of what lies within it stand in the books as they went, all of them or none. Raises
    Refused where nobody held the desk that a matter begins at."""
    rows, ruled = _Rows(_Keys(past)), _rules_of(past)
    for each in past:
        _session(rows, each, ruled)
    cases = _cases(actor, place, rows)
    for opinion, said, case in zip(rows.opinions, rows.said, cases, strict=True):
        opinion.case = case
        opinion.solved_at = said.solved_at
    _respond(rows)
    _write_up(rows)
    for table in (
        rows.sessions,
        rows.reasons,
        rows.attendances,
        rows.sheets,
        rows.opinions,
        rows.responses,
        rows.undertakings,
        rows.minutes,
    ):
        bulk.insert(table)
    emit_all(list(_events(rows)))
    return rows.sessions


def _rules_of(past: Sequence[PastSession]) -> dict[str, SessionRule]:
    """What held for each kind at the top: sessions of the past go by the general rule."""
    kinds = {each.kind for each in past}
    found = SessionRule.objects.filter(Q(place=None), kind__in=kinds).select_related("tally")
    return {rule.kind: rule for rule in found}


def _session(rows: _Rows, each: PastSession, ruled: dict[str, SessionRule]) -> None:
    announced = each.starts_at - NOTICE
    held, rule = not each.missed, ruled[each.kind]
    draft = each.ends_at + WRITING
    session = bulk.made(
        Session,
        id=next(rows.keys.sessions),
        place=each.place,
        place_path=each.place.path,
        kind=each.kind,
        theme_zh=clean(each.theme_zh),
        spot_zh=clean(each.spot_zh),
        starts_at=each.starts_at,
        ends_at=each.ends_at,
        host=each.host,
        chair=each.chair,
        clerk=each.clerk,
        state=State.SEALED if held else State.MISSED,
        called_at=announced,
        announced_at=announced if held else None,
        opened_at=each.starts_at if held else None,
        ended_at=each.ends_at if held else None,
        changes=5 if held else 1,
        changed_at=draft + timedelta(days=rule.correction_days) if held else each.ends_at,
        tally=rule.tally if held else None,
        needs_quorum=rule.needs_quorum,
        door_secret=new_token(),
    )
    rows.sessions.append(session)
    if held:
        _said_there(rows, session, each)
    else:
        rows.reasons.append(_reason(session, each.missed, each.ends_at + WRITING))


def _reason(session: Session, text: str, at: datetime) -> Reason:
    return bulk.made(
        Reason,
        session=session,
        about=Reason.About.MISSED,
        text=clean(text),
        salt=new_salt(),
        post=session.chair,
        at=at,
    )


def _said_there(rows: _Rows, session: Session, each: PastSession) -> None:
    key = secrets.token_hex(12)
    rows.attendances += [
        bulk.made(
            Attendance, session=session, how=Attendance.How.PAPER, line=f"{key}-{n}", at=session.opened_at
        )
        for n in range(each.present)
    ]
    if not each.opinions:
        return
    sheet = bulk.made(
        Sheet,
        id=next(rows.keys.sheets),
        session=session,
        letter="A",
        post=session.clerk,
        key=f"{key}-A",
        at=session.opened_at,
    )
    rows.sheets.append(sheet)
    for number, said in enumerate(each.opinions, 1):
        pk = next(rows.keys.opinions)
        rows.opinions.append(_opinion(pk, session, sheet, number, said, f"{key}-A{number}"))
        rows.said.append(said)


def _opinion(pk: int, session: Session, sheet: Sheet, number: int, said: PastOpinion, line: str) -> Opinion:
    words = clean(said.words)
    at = min(session.starts_at + number * A_MINUTE, session.ends_at)
    shown, title = mask(words, []), title_of(words)
    return bulk.made(
        Opinion,
        id=pk,
        session=session,
        sheet=sheet,
        number=number,
        line=line,
        place=said.place or session.place,
        category=said.category,
        words=words,
        draft_words=shown,
        draft_title=title,
        wording=Wording.APPROVED,
        title=title,
        public_words=shown,
        salt=new_salt(),
        said_at=at,
        at=at,
    )


def _cases(actor, place: Place, rows: _Rows) -> list[Case]:
    past = [_past(opinion, said) for opinion, said in zip(rows.opinions, rows.said, strict=True)]
    return matters.bring_in(actor, place, past=past) if past else []


def _past(opinion: Opinion, said: PastOpinion) -> matters.Past:
    """The case of an opinion: answered on the spot, or when it was solved; an answer nobody calls solved ends in
    silence."""
    at = opinion.said_at if said.kind == Response.Kind.ANSWERED else said.solved_at
    ladder = known.ladder_over(opinion.place.path)
    lapses = at + timedelta(days=ladder.lapse_days) if at and ladder and not said.solved_at else None
    return matters.Past(
        place=opinion.place,
        category=said.category,
        words=opinion.words,
        title=opinion.title,
        channel=Channel.SESSION,
        reported_at=opinion.said_at,
        code=follow_code(opinion),
        source=source_of(opinion),
        taken_at=at,
        answered_at=at,
        answer=said.text,
        kind=Answer.Kind.SOLVED if said.solved_at else Answer.Kind.EXPLAINED,
        by=said.post if at else None,
        lapsed_at=lapses if lapses and lapses < clock.now() else None,
        confirmed_at=said.solved_at,
    )


def _respond(rows: _Rows) -> None:
    for opinion, said in zip(rows.opinions, rows.said, strict=True):
        at = opinion.said_at
        rows.responses.append(
            bulk.made(
                Response,
                opinion=opinion,
                kind=said.kind,
                post=said.post,
                text=clean(said.text),
                salt=new_salt(),
                noted_by=opinion.session.clerk,
                at=at,
            )
        )
        if said.kind == Response.Kind.PROMISED:
            rows.undertakings.append(_undertaking(opinion, said, at))
    for table in (rows.responses, rows.undertakings):
        if table:
            bulk.number(table)


def _undertaking(opinion: Opinion, said: PastOpinion, at: datetime) -> Undertaking:
    kept = said.kept_on is not None
    settled = datetime.combine(said.kept_on, at.timetz()) if said.kept_on else None
    return bulk.made(
        Undertaking,
        session=opinion.session,
        opinion=opinion,
        case=opinion.case,
        place_path=opinion.session.place_path,
        post=said.post,
        text=clean(said.text)[:400],
        salt=new_salt(),
        due_on=said.due_on,
        state=Undertaking.State.KEPT if kept else Undertaking.State.OPEN,
        at=at,
        claimed_at=settled,
        kept_on=said.kept_on,
        settled_at=settled,
        confirmed="asker" if kept else "",
    )


def _write_up(rows: _Rows) -> None:
    """The minutes of each that was held, compiled and sealed."""
    small = RollPolicy.objects.present().small_cell
    by_session: dict[int, dict[str, list[Any]]] = {
        session.pk: {"opinions": [], "undertakings": [], "there": []} for session in rows.sessions
    }
    for response in rows.responses:  # what is compiled asks an opinion for its response
        response.opinion.response = response
    for opinion in rows.opinions:
        by_session[opinion.session.pk]["opinions"].append(opinion)
    for undertaking in rows.undertakings:
        by_session[undertaking.session.pk]["undertakings"].append(undertaking)
    for attendance in rows.attendances:
        by_session[attendance.session.pk]["there"].append((attendance.role, None))
    for session in rows.sessions:
        if session.state == State.SEALED:
            rows.minutes.append(_minutes(session, small, by_session[session.pk]))


def _minutes(session: Session, small: int, had: dict[str, Any]) -> Minutes:
    shown = frozenset(opinion.case_id for opinion in had["opinions"])
    places = {opinion.place_id: opinion.place for opinion in had["opinions"]}
    said = compiled(Rows(session, small, shown_cases=shown, places=places, **had))
    salt, draft = new_salt(), (session.ended_at or session.ends_at) + WRITING
    return bulk.made(
        Minutes,
        session=session,
        compiled=said,
        salt=salt,
        drafted_at=draft,
        corrections_until=session.changed_at,
        sealed_at=session.changed_at,
        sealed_by=session.chair,
        digest=digest(salt, text_of(said)),
    )


def _events(rows: _Rows) -> Iterator[Happened]:
    """What the record is told, session by session."""
    minutes = {each.session.pk: each for each in rows.minutes}
    there: dict[int, int] = {}
    for attendance in rows.attendances:
        there[attendance.session.pk] = there.get(attendance.session.pk, 0) + 1
    said: dict[int, list[Opinion]] = {}
    for opinion in rows.opinions:
        said.setdefault(opinion.session.pk, []).append(opinion)
    reasons = {reason.session.pk: reason for reason in rows.reasons}
    promised = {each.opinion.pk: each for each in rows.undertakings if each.opinion}
    for session in rows.sessions:
        pk = session.pk
        if pk in reasons:
            yield from _missed(session, reasons[pk])
            continue
        yield from _opening(session, there.get(pk, 0), bool(said.get(pk)))
        for opinion in said.get(pk, ()):
            yield from _of_opinion(session, opinion, promised.get(opinion.pk))
        yield from _closing(session, there.get(pk, 0), len(said.get(pk, ())), minutes[pk])


def _ref(post: Post | None) -> str:
    return acting(post).ref if post else CLOCK.ref


def _teller(session: Session, about: Any) -> Any:
    def told(event: Event, by: str, at: datetime | None, place: str = "") -> Happened:
        return Happened(event, about.ref, place or session.place_path, by, at or session.starts_at, True)

    return told


def _missed(session: Session, reason: Reason) -> Iterator[Happened]:
    told, chair = _teller(session, session), _ref(session.chair)
    yield told(
        events.Called(session_kind=session.kind, starts_at=session.starts_at), chair, session.called_at
    )
    missed = events.Missed(session_kind=session.kind, of_day=session.of_day)
    yield told(missed, CLOCK.ref, session.ends_at)
    yield told(events.MissedExplained(reason=reason.digest), chair, reason.at)


def _opening(session: Session, present: int, written: bool) -> Iterator[Happened]:
    told = _teller(session, session)
    chair, clerk = _ref(session.chair), _ref(session.clerk)
    yield told(
        events.Called(session_kind=session.kind, starts_at=session.starts_at), chair, session.called_at
    )
    announced = events.Announced(starts_at=session.starts_at, late=False, reason="")
    yield told(announced, chair, session.announced_at)
    yield told(events.Begun(), clerk, session.opened_at)
    if present:
        paper = events.AttendanceWritten(people=present, how=Attendance.How.PAPER)
        yield told(paper, clerk, session.opened_at)
    if written:
        yield told(events.SheetOpened(letter="A", sheet_kind=Sheet.Kind.DEVICE), clerk, session.opened_at)


def _of_opinion(session: Session, opinion: Opinion, promised: Undertaking | None) -> Iterator[Happened]:
    told, clerk = _teller(session, opinion), _ref(session.clerk)
    response, case = opinion.response, opinion.case
    at, label = opinion.said_at, f"A{opinion.number}"
    taken = events.TakenDown(label=label, words=opinion.digest, late=False, of_day=session.of_day)
    yield told(taken, clerk, at)
    shown = digest(opinion.salt, opinion.public_words)
    yield told(events.OpinionShown(words=shown, by="import"), clerk, at)
    responded = events.Responded(by=response.post.ref, response=response.kind, text=response.digest)
    yield told(responded, clerk, at)
    if promised:
        yield from _of_promise(session, promised, clerk)
    if case is None:
        return
    of_case = _teller(session, case)
    raised = events.RaisedAtSession(session=session.ref, label=label)
    yield of_case(raised, clerk, at, case.place_path)
    if opinion.solved_at:
        yield of_case(events.MatterSolved(), CLOCK.ref, opinion.solved_at)


def _of_promise(session: Session, promised: Undertaking, clerk: str) -> Iterator[Happened]:
    told, by = _teller(session, promised), promised.post.ref
    made = events.Undertaken(by=by, due_on=promised.due_on, text=promised.digest)
    yield told(made, clerk, promised.at)
    if promised.kept_on:
        kept = events.UndertakingKept(confirmed=promised.confirmed, late=promised.was_late)
        yield told(kept, CLOCK.ref, promised.settled_at)


def _closing(session: Session, present: int, opinions: int, minutes: Minutes) -> Iterator[Happened]:
    told, chair = _teller(session, session), _ref(session.chair)
    ended = events.Ended(session_kind=session.kind, present=present, opinions=opinions, of_day=session.of_day)
    yield told(ended, chair, session.ended_at)
    draft = events.MinutesDrafted(minutes=minutes.digest, corrections_until=session.changed_at)
    yield told(draft, chair, minutes.drafted_at)
    sealed = events.MinutesSealed(minutes=minutes.digest, opinions=opinions, corrections=0)
    yield told(sealed, chair, minutes.sealed_at)
