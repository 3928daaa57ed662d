"""Bringing in messages that another board received and answered: a CSV file with a row for each.

Every row becomes a case through the same actions as any other, at its own times: reported, taken and answered by
whoever holds the desk, and ended in silence, for no resident was asked. A row goes in whole or not at all, and its
case bears its name (`messages:<id>`), so an import that was cut short is simply run again.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from yishi.insight.words import clean
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK, acting
from yishi.network.models import Appointment, Level, Organisation, Place, Post
from yishi.network.sheets import decoded
from yishi.notices.actions import quietly
from yishi.people import actions as people
from yishi.people.models import Person
from yishi.record import Refused, clock

from . import actions, setup
from .actions.intake import new_code
from .models import Answer, Case, Category, Channel, Ladder, Visibility

COLUMNS = ("id", "subject", "sent_at", "body", "reply", "replied_at")
ALSO_CALLED = dict(
    zip(("留言编号", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"), COLUMNS, strict=True)
)
SOURCE = "messages:"
LONGEST_ID, LONGEST_TEXT = 60, 20_000
TOGETHER = 500
"""Messages that go in at once; an import that is killed has lost no more than these."""
EARLIEST = date(1990, 1, 1)
BASIS = "这是原留言板公开的答复，随留言一并导入，本站没有另行核实。"
BOARD_CODE = "imported-board"
BOARD_NAME = ("网上留言板（导入）", "Message board (imported)")


class Unreadable(Exception):
    """The file as a whole cannot be imported; the sentence says why."""


@dataclass(frozen=True)
class Spot:
    """Where something stands in the file: the how-manieth row below the header, and the line that begins on."""

    row: int
    line: int


@dataclass(frozen=True)
class Message:
    """One row: what somebody wrote when, and what was replied when."""

    spot: Spot
    id: str
    subject: str
    body: str
    sent_at: datetime
    reply: str
    replied_at: datetime

    @property
    def source(self) -> str:
        return SOURCE + self.id


@dataclass(frozen=True)
class Bad:
    """A row that cannot be imported, and why."""

    spot: Spot
    id: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """As the command line tells it."""
        return {"row": self.spot.row, "line": self.spot.line, "id": self.id, "reason": self.reason}


@dataclass
class Outcome:
    """What came of an import."""

    rows: int = 0
    imported: int = 0
    already_present: int = 0
    refused: list[Bad] = field(default_factory=list)
    median_seconds: float | None = None


# --- reading ---


def read(path: Path) -> list[Message | Bad]:
    """Every row of the file in its order, good or bad. Raises `Unreadable` or OSError."""
    lines = io.StringIO(decoded(path.read_bytes()), newline="\n").readlines()
    if not "".join(lines[:1]).strip():
        raise Unreadable("The file is empty, or its first line is.")
    header = next(csv.reader(lines[:1]))
    names = [ALSO_CALLED.get(name.strip(), name.strip().lower()) for name in header]
    if missing := [name for name in COLUMNS if name not in names]:
        raise Unreadable(
            f"The first line must name the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}."
        )
    seen: dict[str, int] = {}
    records = enumerate(_records(lines, len(names)), start=1)
    return [_checked(Spot(row, line), names, cells, seen) for row, (line, cells) in records]


def _records(lines: list[str], columns: int) -> Iterator[tuple[int, list[str] | str]]:
    """(line it begins on, its cells or what is wrong with it). A quote that is never closed costs its own row, not
    those after it."""
    at = 1
    while at < len(lines):
        reader = csv.reader(iter(lines[at:]), strict=True)
        for found in _until_broken(reader):
            begins, at = at, at + found.lines
            if isinstance(found.cells, list) and len(found.cells) == columns:
                yield begins + 1, found.cells
            elif isinstance(found.cells, str) or found.cells:
                broken = found.cells if isinstance(found.cells, str) else _miscounted(found.cells, columns)
                yield begins + 1, broken
                at = _next_record(lines, begins + 1, at, columns)
                break


@dataclass
class _Found:
    lines: int
    cells: list[str] | str


def _until_broken(reader: Any) -> Iterator[_Found]:
    before = 0
    while True:
        try:
            cells: list[str] | str = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = f"The line cannot be read as CSV: {error}."
        yield _Found(reader.line_num - before, cells)
        before = reader.line_num


def _miscounted(cells: list[str], columns: int) -> str:
    return f"The line has {len(cells)} columns; {columns} are expected."


def _next_record(lines: list[str], first: int, after: int, columns: int) -> int:
    """Where to go on behind a broken row: at the first of its further lines that is a whole row, or behind it."""
    for at in range(first, after):
        try:
            cells = next(csv.reader(iter(lines[at : at + 200]), strict=True))
        except csv.Error:
            continue
        if len(cells) == columns and re.fullmatch(r"\s*[\w-]+\s*", cells[0]):
            return at
    return after


def _checked(spot: Spot, names: list[str], cells: list[str] | str, seen: dict[str, int]) -> Message | Bad:
    if isinstance(cells, str):
        return Bad(spot, "", cells)
    said = dict(zip(names, (cell.strip() for cell in cells), strict=True))
    key = said["id"]
    try:
        message = _message(spot, said)
        if key in seen:
            raise ValueError(f"The id {key} was used before, in row {seen[key]}.")
    except ValueError as wrong:
        return Bad(spot, key[:LONGEST_ID].encode("utf-8", "replace").decode(), str(wrong))
    seen[key] = spot.row
    return message


def _message(spot: Spot, said: dict[str, str]) -> Message:
    """Raises ValueError with a sentence for people."""
    if any("\ud800" <= c <= "\udfff" for cell in said.values() for c in cell):
        raise ValueError("The row holds bytes that are neither UTF-8 nor GBK.")
    key = clean(said["id"])
    if not key or len(key) > LONGEST_ID or key != said["id"]:
        raise ValueError(f"The id must have 1 to {LONGEST_ID} visible characters.")
    body, reply = _words(said, "body"), _words(said, "reply")
    sent, replied = _moment(said, "sent_at"), _moment(said, "replied_at")
    if not _has_time(said["replied_at"]) and replied < sent:
        # only the day of the reply is known, and it is the day of the message
        replied = replied.replace(hour=23, minute=59, second=59)
    if replied < sent:
        raise ValueError("The reply is dated before the message.")
    if replied > clock.now():
        raise ValueError("The message or its reply is dated in the future.")
    return Message(spot, key, clean(said["subject"]), body, sent, reply, replied)


def _words(said: dict[str, str], name: str) -> str:
    words = clean(said[name])
    if not words:
        raise ValueError(f"The column {name} is empty.")
    if len(words) > LONGEST_TEXT:
        raise ValueError(f"The column {name} has {len(words)} characters; at most {LONGEST_TEXT} are taken.")
    return words


_MOMENT = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:\.\d+)?)?"
)


def _has_time(text: str) -> bool:
    return ":" in text


def _moment(said: dict[str, str], name: str) -> datetime:
    """Local time; a day alone counts from its beginning."""
    found = _MOMENT.fullmatch(said[name])
    if not found:
        raise ValueError(f"The column {name} holds no date such as 2020/1/31 8:05:00.")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    local = timezone.get_default_timezone()
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=local)
    except ValueError:
        raise ValueError(f"The column {name} holds a date that does not exist.") from None
    if moment.date() < EARLIEST:
        raise ValueError(f"The column {name} holds a date before {EARLIEST.year}.")
    return moment


# --- where it goes ---


def board_place() -> Place:
    """Where imported messages go if no place is named: a board of its own, beside the first district's streets."""
    if board := Place.objects.filter(code=BOARD_CODE).first():
        return board
    district = Place.objects.filter(level=Level.DISTRICT).order_by("path").first()
    return network.add_place(
        CLOCK,
        district,
        code=BOARD_CODE,
        level=Level.COMMUNITY,
        name_zh=BOARD_NAME[0],
        name_en=BOARD_NAME[1],
    )


def prepare(place: Place, since: date) -> None:
    """There is a category for what nobody sorted, a ladder over the place, and a desk that was held from `since` on."""
    if not Category.objects.filter(code=setup.FALLBACK).exists():
        setup.enter_taxonomy(CLOCK)
    ladder = Ladder.objects.over(place.path) or actions.set_ladder(
        CLOCK, place, rungs=setup.BOARD_RUNGS, lapse_days=setup.LAPSE_DAYS, source=setup.BOARD_SOURCE
    )
    role = ladder.rungs.all()[0].role
    desks = Post.objects.over(place.path).filter(role=role)
    if not desks.held(since).exists():
        _fill_desk(place, role, desks, since)


def _fill_desk(place: Place, role: str, desks: Any, since: date) -> None:
    """The board held the first rung until the present holders came, or holds it still where there are none."""
    terms = Appointment.objects.filter(post__in=desks, from_on__gt=since)
    first = terms.order_by("from_on").values_list("from_on", flat=True).first()
    post = _board_post(place, role)
    until = first - timedelta(days=1) if first else None
    network.appoint(CLOCK, post, person=_board_clerk(place), from_on=since, until_on=until)


def _board_post(place: Place, role: str) -> Post:
    code = f"{BOARD_CODE}:{place.code}"[:60]
    if post := Post.objects.filter(code=code).first():
        return post
    zh, en = BOARD_NAME
    board = Organisation.objects.filter(code=code).first() or network.found(
        CLOCK, place, kind=Organisation.Kind.COMMITTEE, code=code, name_zh=zh, name_en=en
    )
    return network.create_post(CLOCK, board, role=role, code=code)


def _board_clerk(place: Place) -> Person:
    """Whoever answered on the board; an account nobody can sign in to."""
    name = f"{BOARD_CODE}-{place.pk}"
    found = Person.objects.filter(username=name).first()
    return found or people.register(CLOCK, None, username=name, name=BOARD_NAME[0])


# --- bringing in ---


def present(messages: list[Message]) -> set[str]:
    """The sources that are cases already."""
    found: set[str] = set()
    for batch in _batches([m.source for m in messages]):
        known = Case.objects.filter(source__in=batch).values_list("source", flat=True)
        found |= {source for source in known if source}
    return found


def bring_in(
    rows: list[Message | Bad],
    place: Place,
    *,
    visibility: str = Visibility.PUBLIC,
    each: Callable[[], object] = lambda: None,
) -> Outcome:
    """Every good row that is not a case yet becomes one. `each` is called after every row."""
    messages = [row for row in rows if isinstance(row, Message)]
    outcome = Outcome(len(rows), refused=[row for row in rows if isinstance(row, Bad)])
    there = present(messages)
    category = Category.objects.get(code=setup.FALLBACK)
    new = [message for message in messages if message.source not in there]
    outcome.already_present = len(messages) - len(new)
    for _n in range(len(rows) - len(new)):
        each()
    for begin in range(0, len(new), TOGETHER):
        batch = new[begin : begin + TOGETHER]
        _take_in_together(outcome, batch, place, category, visibility)
        for _message in batch:
            each()
    outcome.median_seconds = median_seconds(messages)
    return outcome


def _take_in_together(
    outcome: Outcome, batch: list[Message], place: Place, category: Category, visibility: str
) -> None:
    """All of them at once or, where one of them cannot be, one by one, so that it alone is left out."""
    try:
        take_in_all(batch, place, category, visibility)
        outcome.imported += len(batch)
    except (Refused, IntegrityError):
        for message in batch:
            _count(outcome, message, place, category, visibility)


def take_in_all(
    messages: list[Message], place: Place, category: Category, visibility: str = Visibility.PUBLIC
) -> list[Case]:
    """As `take_in` for each, all of them or none, and many times as fast. Raises `Refused`, IntegrityError."""
    ladder = Ladder.objects.over(place.path)
    lapse = timedelta(days=ladder.lapse_days) if ladder else None
    now = clock.now()
    return actions.bring_in(
        CLOCK,
        place,
        past=[
            actions.Past(
                place=place,
                category=category,
                words=message.body,
                title=message.subject,
                code=new_code(),
                source=message.source,
                visibility=visibility,
                reported_at=message.sent_at,
                taken_at=message.replied_at,
                answered_at=message.replied_at,
                answer=message.reply,
                basis=BASIS,
                lapsed_at=ends if lapse and (ends := message.replied_at + lapse) <= now else None,
            )
            for message in messages
        ],
    )


def _count(outcome: Outcome, message: Message, place: Place, category: Category, visibility: str) -> None:
    try:
        take_in(message, place, category, visibility)
        outcome.imported += 1
    except Refused as refusal:
        outcome.refused.append(Bad(message.spot, message.id, str(refusal.reason)))
    except IntegrityError:
        if not present([message]):
            raise
        outcome.already_present += 1  # another import was a moment faster


def take_in(message: Message, place: Place, category: Category, visibility: str = Visibility.PUBLIC) -> Case:
    """The message is a case that was reported, taken, answered and, its time being over, ended in silence: all of it
    or nothing. It was taken when it was answered, for that is the first the file knows of it. Raises `Refused`."""
    with transaction.atomic(), quietly(inboxes=False):
        with clock.at(message.sent_at):
            case = actions.report(
                ANYONE,
                place,
                words=message.body,
                title=message.subject,
                category=category,
                channel=Channel.IMPORT,
                visibility=visibility,
                code=new_code(),
                source=message.source,
            )
        holder = acting(case.holder)
        with clock.at(message.replied_at):
            case = actions.take(holder, case)
            case = actions.answer(holder, case, kind=Answer.Kind.EXPLAINED, text=message.reply, basis=BASIS)
        lapses = message.replied_at + timedelta(days=case.ladder.lapse_days)
        if lapses <= clock.now():
            with clock.at(lapses):
                case = actions.lapse(CLOCK, case)
    return case


def median_seconds(messages: list[Message]) -> float | None:
    """The median time to the first answer over those of the messages that are cases, as the cases keep it."""
    taken: list[float] = []
    for batch in _batches([m.source for m in messages]):
        times = Case.objects.filter(source__in=batch, first_answered_at__isnull=False)
        taken += [
            (answered - reported).total_seconds()
            for reported, answered in times.values_list("reported_at", "first_answered_at")
            if answered
        ]
    return median(taken) if taken else None


def _batches(sources: list[str], size: int = 500) -> Iterator[list[str]]:
    for begin in range(0, len(sources), size):
        yield sources[begin : begin + size]
