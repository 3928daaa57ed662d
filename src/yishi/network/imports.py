"""Setting up the net from files: places below the official divisions, and posts with the bodies they belong to and the
people on them.

A file goes in whole or not at all. Every line is carried out through the actions everybody uses, each problem is
noted with its row and column, and where there is any problem, or nothing is to be written, all of it is taken back. So
a trial run says exactly what the real one would. What is there already stays as it is: the same file again changes
nothing, and a name or number that reads otherwise here is noted and left alone. One thing is applied to what is there:
a term without an end gets the one given.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import translation

from yishi.insight.words import clean
from yishi.people import actions as people
from yishi.people import names, phones
from yishi.people.models import Person
from yishi.record import Refused

from . import actions
from .actors import CLOCK
from .models import Appointment, Level, Organisation, Place, Post
from .powers import Role

PLACE_COLUMNS = ("code", "parent", "level", "name_zh", "name_en")
POST_COLUMNS = (
    *("place", "organisation", "kind", "organisation_name", "post", "role", "phone"),
    *("sign_in", "name", "mobile", "from_on", "until_on"),
)
OF_PERSON = ("name", "mobile", "from_on", "until_on")
EARLIEST = 1950
"""A year before this one is a slip of the hand."""


class Unreadable(Exception):
    """The file as a whole cannot be imported; the sentence says why."""


@dataclass(frozen=True)
class Remark:
    """What is to be said about one cell: the how-manieth row below the header, the line it begins on, its column."""

    row: int
    line: int
    column: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """As the command line tells it."""
        return {"row": self.row, "line": self.line, "column": self.column, "reason": self.reason}


@dataclass
class Outcome:
    """What came of an import, or would."""

    rows: int = 0
    added: Counter[str] = field(default_factory=Counter)
    problems: list[Remark] = field(default_factory=list)
    differs: list[Remark] = field(default_factory=list)
    newcomers: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One row below the header, and where to say what is wrong with it."""

    row: int
    line: int
    said: dict[str, str]
    outcome: Outcome

    def __getitem__(self, column: str) -> str:
        return self.said[column]

    def bad(self, column: str, reason: str) -> None:
        """This stands in the way of the whole file."""
        self.outcome.problems.append(Remark(self.row, self.line, column, reason))

    def differs(self, column: str, there: Any) -> None:
        """Something else is there, and stays."""
        reason = f"“{self[column]}” here, “{there}” there already; left alone."
        self.outcome.differs.append(Remark(self.row, self.line, column, reason))

    def needs(self, *columns: str) -> bool:
        """Whether these are filled in; says so where not."""
        empty = [column for column in columns if not self[column]]
        for column in empty:
            self.bad(column, "This is empty.")
        return not empty

    def fits(self, column: str, model: type[models.Model], name: str) -> bool:
        """Whether it is no longer than what it becomes."""
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if longest and len(self[column]) > longest:
            self.bad(column, f"This has {len(self[column])} characters; at most {longest} are taken.")
            return False
        return True

    def is_one_of(self, column: str, choices: Sequence[str]) -> bool:
        """Whether it is empty or one of these words."""
        if self[column] and self[column] not in choices:
            self.bad(column, f"“{self[column]}” is none of {', '.join(choices)}.")
            return False
        return True

    def is_code(self, column: str) -> bool:
        """Whether it can name a row in a file."""
        if self[column] and not re.fullmatch(r"[\w.:-]+", self[column]):
            self.bad(
                column,
                f"“{self[column]}” is no code: letters, digits and . : - _ only.{self.rounded(column)}",
            )
            return False
        return True

    def rounded(self, column: str) -> str:
        """What to do where a spreadsheet has made a number of a code."""
        looks_so = re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", self[column])
        return " A spreadsheet has rounded it: make the column text and enter it again." if looks_so else ""

    def day(self, column: str) -> date | None:
        """2026-01-31 or 2026/1/31. None, and a problem, for anything else that is not empty."""
        if not self[column]:
            return None
        found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", self[column])
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        if day is None or day.year < EARLIEST:
            self.bad(column, f"“{self[column]}” is no day such as 2026-01-31.")
            return None
        return day


# --- reading ---


def read(path: Path, columns: Sequence[str]) -> tuple[list[Row], Outcome]:
    """Every row that has the columns, and an outcome that holds what is wrong with the others. Raises `Unreadable` or
    OSError."""
    reader = csv.reader(io.StringIO(_decoded(path.read_bytes()), newline=""), strict=True)
    rows: list[Row] = []
    outcome = Outcome()
    try:
        header = _header(next(reader, []), columns)
    except csv.Error as error:
        raise Unreadable(f"The first line cannot be read as CSV: {error}.") from None
    for at, cells in _records(reader, outcome):
        outcome.rows += 1
        if len(cells) < len(header) or any(cells[len(header) :]):
            reason = f"The line has {len(cells)} columns; {len(header)} are expected."
            outcome.problems.append(Remark(outcome.rows, at, "", reason))
        else:
            rows.append(Row(outcome.rows, at, dict(zip(header, cells, strict=False)), outcome))
    if not outcome.rows:
        raise Unreadable("There is nothing below the first line.")
    return rows, outcome


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("The file is neither UTF-8 nor GBK. Save it as “CSV UTF-8”.")


def _header(cells: list[str], columns: Sequence[str]) -> list[str]:
    found = [clean(cell).lower() for cell in cells]
    while found and not found[-1]:
        found.pop()  # a spreadsheet keeps columns that were emptied
    missing = [name for name in columns if name not in found]
    unknown = [name or "(no name)" for name in found if name not in columns]
    if missing or unknown or len(found) != len(columns):
        wrong = f"missing: {', '.join(missing)}" if missing else f"unknown: {', '.join(unknown)}"
        wrong = wrong if missing or unknown else "one is named twice"
        raise Unreadable(f"The first line must name the columns {', '.join(columns)}; {wrong}.")
    return found


def _records(reader: Any, outcome: Outcome) -> Iterator[tuple[int, list[str]]]:
    """(line it begins on, its cells) of every record that is not blank, as far as the file can be read."""
    while True:
        at = reader.line_num + 1
        try:
            cells = [" ".join(clean(cell).split()) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            outcome.rows += 1
            reason = f"The line cannot be read as CSV: {error}. What follows was not looked at."
            outcome.problems.append(Remark(outcome.rows, at, "", reason))
            return
        if any(cells):
            yield at, cells


# --- places ---


def bring_in_places(path: Path, *, dry_run: bool = False) -> Outcome:
    """The places of the file lie where it says, or none of them was added. Raises `Unreadable` or OSError."""
    rows, outcome = read(path, PLACE_COLUMNS)
    with _whole_or_not_at_all(outcome, dry_run):
        first: dict[str, int] = {}
        for row in rows:
            if row["code"] in first:
                row.bad("code", f"Row {first[row['code']]} has this code already.")
            elif _is_place(row):
                first[row["code"]] = row.row
                _place(row)
    return outcome


def _is_place(row: Row) -> bool:
    sound = [
        row.needs("code", "level", "name_zh"),
        row.is_code("code") and row.fits("code", Place, "code"),
        row.is_one_of("level", Level.values),
        row.fits("name_zh", Place, "name_zh"),
        row.fits("name_en", Place, "name_en"),
    ]
    return all(sound)


def _place(row: Row) -> None:
    parent = Place.objects.filter(code=row["parent"]).first() if row["parent"] else None
    there = Place.objects.filter(code=row["code"]).first()
    if row["parent"] and parent is None:
        row.bad(
            "parent", f"No place has the code {row['parent']}, here or in a row above.{row.rounded('parent')}"
        )
    elif there:
        _compare_place(row, there, parent)
    elif parent and Level.values.index(row["level"]) <= Level.values.index(parent.level):
        row.bad("level", f"A {row['level']} does not lie in a {parent.level}.")
    elif not parent and row["level"] != Level.PROVINCE and Place.objects.exists():
        row.bad("parent", "This is empty, so the place would lie in none of those there are.")
    else:
        actions.add_place(
            CLOCK, parent, **{name: row[name] for name in ("code", "level", "name_zh", "name_en")}
        )
        row.outcome.added["places"] += 1


def _compare_place(row: Row, there: Place, parent: Place | None) -> None:
    lies_in = Place.objects.get_parent(there)
    if lies_in != parent:
        row.bad(
            "parent",
            f"{there.code} lies in {lies_in.code if lies_in else 'no place'}; a place does not move.",
        )
    if there.level != row["level"]:
        row.bad("level", f"{there.code} is a {there.level} already.")
    for name in ("name_zh", "name_en"):
        if row[name] and row[name] != getattr(there, name):
            row.differs(name, getattr(there, name))


# --- posts ---


def bring_in_posts(path: Path, *, dry_run: bool = False) -> Outcome:
    """The bodies, posts, people and terms of the file are there, or nothing was changed. Raises `Unreadable` or
    OSError."""
    rows, outcome = read(path, POST_COLUMNS)
    with _whole_or_not_at_all(outcome, dry_run), translation.override("en"):
        net = _Net()
        for row in rows:
            net.take_in(row)
        net.appoint()
    return outcome


@dataclass(frozen=True)
class _Term:
    """Who is to be on which post from when until when."""

    row: Row
    post: Post
    person: Person
    from_on: date
    until_on: date | None


class _Net:
    """What the file has said so far. Terms wait until all is said, so that an old one ends before a new one begins."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, str, str], tuple[str, int]] = {}
        self.terms: list[_Term] = []

    def take_in(self, row: Row) -> None:
        """Organisation, post and person of the row are there."""
        sound = _is_post(row)
        from_on, until_on = _days(row)
        place = _place_of(row) if row["place"] else None
        organisation = self.organisation(row, place) if sound and place else None
        post = self.post(row, organisation, place) if organisation and place else None
        person = self.person(row) if sound and row["sign_in"] else None
        if post and person and from_on:
            self.terms.append(_Term(row, post, person, from_on, until_on))
        elif post and not row["sign_in"] and (holders := post.holders()):
            row.differs("sign_in", ", ".join(holder.username for holder in holders))

    def agrees(self, row: Row, what: str, *columns: str) -> bool:
        """Whether the row says of an organisation, post or person what the rows above said, or nothing."""
        sound = True
        for column in filter(row.__getitem__, columns):
            said, first = self.said.setdefault(
                (what, row[what].lower(), column), (_compared(row, column), row.row)
            )
            if said != _compared(row, column):
                row.bad(column, f"Row {first} says something else of {row[what]}: “{said}”.")
                sound = False
        return sound

    def organisation(self, row: Row, place: Place) -> Organisation | None:
        """The body, founded over the place of the first row that names it."""
        if not self.agrees(row, "organisation", "kind", "organisation_name"):
            return None
        code = row["organisation"]
        there = Organisation.objects.filter(code=code).first()
        if there is None:
            if not row.needs("kind", "organisation_name"):
                return None
            row.outcome.added["organisations"] += 1
            return actions.found(CLOCK, place, kind=row["kind"], code=code, name_zh=row["organisation_name"])
        if row["kind"] and row["kind"] != there.kind:
            row.bad("kind", f"{code} is a {there.kind} already; another body needs a code of its own.")
            return None
        if row["organisation_name"] and row["organisation_name"] != there.name_zh:
            row.differs("organisation_name", there.name_zh)
        return there

    def post(self, row: Row, organisation: Organisation, place: Place) -> Post | None:
        """The post, new or as it was."""
        if not self.agrees(row, "post", "place", "organisation", "role", "phone"):
            return None
        code = row["post"]
        there = Post.objects.filter(code=code).select_related("place", "organisation").first()
        if there is None:
            if not row.needs("role"):
                return None
            row.outcome.added["posts"] += 1
            return actions.create_post(
                CLOCK, organisation, role=row["role"], code=code, place=place, phone=row["phone"]
            )
        is_now = {"place": there.place.code, "organisation": there.organisation.code, "role": there.role}
        moved = [column for column, value in is_now.items() if row[column] and row[column] != value]
        for column in moved:
            row.bad(column, f"The post {code} has {is_now[column]}; another post needs a code of its own.")
        if row["phone"] and row["phone"] != there.phone:
            row.differs("phone", there.phone)
        return None if moved else there

    def person(self, row: Row) -> Person | None:
        """Whoever signs in by this name, new or known."""
        if not self.agrees(row, "sign_in", "name", "mobile"):
            return None
        mobile = phones.mobile(row["mobile"]) if row["mobile"] else ""
        there = Person.objects.filter(username__iexact=names.one_spelling(row["sign_in"])).first()
        taken = Person.objects.filter(phone=mobile).first() if mobile else None
        if there is None:
            return _new_person(row, mobile, taken)
        if there in row.outcome.newcomers:
            return there
        if not there.appointments.exists() and not (
            mobile and there.phone_verified and there.phone == mobile
        ):
            # anybody may have opened an account by a name; it takes more than that to be given a post
            row.bad(
                "sign_in",
                f"Somebody without a post has the sign-in name {there.username}. If it is the same person, give the "
                "mobile number of that account; if not, choose another sign-in name.",
            )
            return None
        if row["name"] and row["name"] != there.name:
            row.differs("name", there.name)
        if mobile and mobile != there.phone:
            row.differs("mobile", phones.starred(there.phone) if there.phone else "none")
        return there

    def appoint(self) -> None:
        """Everybody is on their posts, in the order the terms begin."""
        first: dict[tuple[int, int, date], int] = {}
        for term in sorted(self.terms, key=lambda term: term.from_on):
            key = (term.post.pk, term.person.pk, term.from_on)
            if key in first:
                term.row.bad(
                    "from_on", f"Row {first[key]} has this person on this post from this day already."
                )
            else:
                first[key] = term.row.row
                _appoint(term)


def _is_post(row: Row) -> bool:
    """Whether the cells are what they should be, each for itself."""
    sound = [
        row.needs("place", "organisation", "post"),
        row.is_code("organisation") and row.fits("organisation", Organisation, "code"),
        row.is_one_of("kind", Organisation.Kind.values),
        row.fits("organisation_name", Organisation, "name_zh"),
        row.is_code("post") and row.fits("post", Post, "code"),
        row.is_one_of("role", Role.values),
        row.fits("phone", Post, "phone") and _rings(row),
        _may_be_name(row),
        row.fits("name", Person, "name"),
        _is_mobile(row),
    ]
    if not row["sign_in"]:
        for column in filter(row.__getitem__, OF_PERSON):
            row.bad(column, "There is no sign_in, so the post would be vacant, yet this is filled in.")
            sound.append(False)
    return all(sound)


def _days(row: Row) -> tuple[date | None, date | None]:
    if row["sign_in"]:
        row.needs("from_on")
    from_on, until_on = row.day("from_on"), row.day("until_on")
    if from_on and until_on and until_on < from_on:
        row.bad("until_on", f"The term would end on {until_on}, before it begins on {from_on}.")
        return None, None
    return from_on, until_on


def _place_of(row: Row) -> Place | None:
    place = Place.objects.filter(code=row["place"]).first()
    if place is None:
        row.bad("place", f"No place has the code {row['place']}.{row.rounded('place')}")
    return place


def _rings(row: Row) -> bool:
    if row["phone"] and not re.fullmatch(r"[0-9+(][0-9 +()#*-]*", row["phone"]):
        row.bad("phone", f"“{row['phone']}” is no telephone number.")
        return False
    return True


def _may_be_name(row: Row) -> bool:
    checks: list[Any] = names.ALLOWED if row["sign_in"] else []
    try:
        for check in checks:
            check(names.one_spelling(row["sign_in"]))
    except ValidationError as error:
        row.bad("sign_in", error.messages[0])
        return False
    return True


def _is_mobile(row: Row) -> bool:
    if row["mobile"] and not phones.is_mobile(row["mobile"]):
        row.bad("mobile", f"“{row['mobile']}” is no mobile number.{row.rounded('mobile')}")
        return False
    return True


def _compared(row: Row, column: str) -> str:
    return phones.mobile(row[column]) if column == "mobile" else row[column]


def _new_person(row: Row, mobile: str, taken: Person | None) -> Person | None:
    if taken:
        row.bad("mobile", f"This number belongs to the account with the sign-in name {taken.username}.")
    if taken or not row.needs("name"):
        return None
    person = people.register(CLOCK, None, username=row["sign_in"], name=row["name"], phone=mobile, given=True)
    row.outcome.newcomers.append(person)
    row.outcome.added["people"] += 1
    return person


def _appoint(term: _Term) -> None:
    row, held = term.row, Appointment.objects.filter(post=term.post, person=term.person)
    there = held.filter(from_on=term.from_on).first()
    if there is None:
        if other := _overlapping(held, term):
            until = f"until {other.until_on}" if other.until_on else "without an end"
            row.bad(
                "from_on",
                f"{row['sign_in']} has this post from {other.from_on} {until}; terms may not overlap.",
            )
        else:
            _appoint_anew(term)
    elif there.until_on is None and term.until_on:
        actions.relieve(CLOCK, there, until_on=term.until_on)
        row.outcome.added["ended"] += 1
    elif there.until_on != term.until_on:
        row.differs("until_on", there.until_on)


def _appoint_anew(term: _Term) -> None:
    try:
        actions.appoint(CLOCK, term.post, person=term.person, from_on=term.from_on, until_on=term.until_on)
    except Refused as refused:
        term.row.bad("until_on" if term.post.role == Role.OPERATOR else "from_on", str(refused.reason))
    else:
        term.row.outcome.added["appointments"] += 1


def _overlapping(held: models.QuerySet[Appointment], term: _Term) -> Appointment | None:
    others = held.exclude(until_on__lt=term.from_on)
    if term.until_on:
        others = others.filter(from_on__lte=term.until_on)
    return others.first()


@contextmanager
def _whole_or_not_at_all(outcome: Outcome, dry_run: bool) -> Iterator[None]:
    """A transaction that is taken back where a problem was noted, or where this is only a trial."""
    with transaction.atomic():
        yield
        if outcome.problems or dry_run:
            transaction.set_rollback(True)
