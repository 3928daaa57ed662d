"""Bringing in a spreadsheet: what its rows may be, and how it is read, tried and written.

An import says what its columns are and how one row is carried out, through the actions everybody uses, by whoever
brought the file. A trial carries out all of it and takes it back, so it says exactly what the real one would; a file
goes in whole or not at all. What is there already stays as it is. A file that was saved here (`saving.py`) can be
brought in again: its headings are known in both languages, and what was made harmless is read as it was meant.
"""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import xlsxwriter
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from yishi.insight.words import clean
from yishi.record import Refused, Verdict

from .sheets import MEGABYTE, Limits, Unreadable, as_meant, harmless, table

LIMITS = Limits(bytes=5 * MEGABYTE, rows=5_000, columns=60)
LANGUAGES = ("zh-hans", "en")
EARLIEST = 1950
MOST_TOLD = 2_000
"""Problems that are kept to be read."""


@dataclass(frozen=True)
class Column:
    """One column: what it is called in code and by people, whether it must be filled in, and what belongs there."""

    name: str
    heading: str | Promise
    hint: str | Promise = ""
    needed: bool = False
    example: str = ""


@dataclass
class Outcome:
    """What came of a file, or would: each problem and remark with its row and column."""

    rows: int = 0
    added: int = 0
    same: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)


class Row:
    """One row of the file, by the number a spreadsheet program shows, and where to say what is wrong with it."""

    def __init__(self, number: int, said: dict[str, str], of: "Import", outcome: Outcome) -> None:
        self.number, self._said, self._of, self.outcome = number, said, of, outcome
        self.sound = True

    def __getitem__(self, name: str) -> str:
        return self._said.get(name, "")

    def bad(self, name: str, why: str | Promise) -> None:
        """This stands in the way of the whole file."""
        self.sound = False
        self.outcome.problems.append((self.number, str(self._of.heading(name)), str(why)))

    def differs(self, name: str, there: Any) -> None:
        """Something else is there, and stays."""
        why = _("“%(here)s” in the file, “%(there)s” here already; left as it is.")
        told = why % {"here": self[name], "there": there}
        self.outcome.remarks.append((self.number, str(self._of.heading(name)), told))

    def choice(self, name: str, choices: Iterable[tuple[str, Any]]) -> str:
        """The value a cell names, by its code or as people call it in either language."""
        said, choices = self[name].casefold(), list(choices)
        for value, label in choices:
            if said and said in _called(value, label):
                return value
        if said:
            known = "、".join(str(label) for _value, label in choices)
            self.bad(
                name,
                _("“%(said)s” is not known here. Known are: %(known)s.")
                % {"said": self[name], "known": known},
            )
        return ""

    def day(self, name: str) -> date | None:
        """A day such as 2026-01-31 or 2026/1/31."""
        found = _DAY.match(self[name])
        try:
            day = date(*map(int, found.groups()[:3])) if found else None
        except ValueError:
            day = None
        if self[name] and (day is None or not EARLIEST <= day.year < 2100):
            self.bad(name, _("“%(said)s” is no day such as 2026-01-31.") % {"said": self[name]})
            return None
        return day

    def moment(self, name: str) -> datetime | None:
        """A moment such as 2026-01-31 19:00, of the clock on the wall."""
        day = self.day(name)
        found = re.search(r"[ T](\d{1,2})[:：](\d{2})", self[name])
        if day is None or found is None or int(found[1]) > 23 or int(found[2]) > 59:
            if day is not None:
                self.bad(name, _("“%(said)s” is no moment such as 2026-01-31 19:00.") % {"said": self[name]})
            return None
        return make_aware(datetime.combine(day, time(int(found[1]), int(found[2]))))

    def short(self, name: str, longest: int) -> bool:
        """Whether it is no longer than what it becomes."""
        if len(self[name]) > longest:
            said = {"n": len(self[name]), "most": longest}
            self.bad(name, _("This has %(n)d characters; at most %(most)d are taken.") % said)
            return False
        return True

    def code(self, name: str) -> bool:
        """Whether it can name a row in a file; says what a spreadsheet program has done to it."""
        if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", self[name]):
            self.bad(
                name,
                _("A spreadsheet program has rounded this number: make the column text and enter it again."),
            )
            return False
        if self[name] and not re.fullmatch(r"[\w.:@-]+", self[name]):
            self.bad(name, _("A code has letters, digits and . : - _ only."))
            return False
        return True


_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")


@lru_cache(maxsize=2000)
def _called(value: str, label: Any) -> set[str]:
    return _headings(label) | {str(value).casefold()}


def _headings(label: Any) -> set[str]:
    """What something is called in every language of the house."""
    names = set()
    for language in LANGUAGES:
        with translation.override(language):
            names.add(str(label).casefold())
    return names


@dataclass(frozen=True)
class Import:
    """What a file of one kind may hold. `carry_out` writes one row through the actions; it notes what is wrong with it
    on the row, or raises Refused. It gives whether something was added. `finish` is called once with all rows that
    were sound, for what can be done only together."""

    name: str
    title: str | Promise
    lead: str | Promise
    columns: tuple[Column, ...]
    may: Callable[[Any], Verdict]
    carry_out: Callable[[Any, Row], bool]
    back: str
    """Name of the page one comes from."""
    finish: Callable[[Any, list[Row]], int] | None = None

    def heading(self, name: str) -> str | Promise:
        """What people call a column."""
        return next((column.heading for column in self.columns if column.name == name), name)


IMPORTS: dict[str, Import] = {}
"""Everything that can be brought in on a page, by its name; each room adds its own (`brought_in.py`)."""


def declare(*imports: Import) -> None:
    """These can be brought in."""
    IMPORTS.update({each.name: each for each in imports})


# --- reading ---


def read(
    content: bytes, of: Import, each: Callable[[int, int], None] = lambda _done, _all: None
) -> tuple[list[Row], Outcome]:
    """The rows of the file. Raises Unreadable."""
    lines, outcome = table(content, LIMITS).rows, Outcome()
    columns = _columns(lines[0] if lines else [], of, outcome)
    rows = []
    for n, cells in enumerate(lines[1:], start=2):
        said = {name: _cell(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
        if any(said.values()):
            rows.append(_checked(Row(n, said, of, outcome)))
        if n % 500 == 0:
            each(n, len(lines))
    outcome.rows = len(rows)
    if not rows:
        raise Unreadable(_("There is nothing below the first line."))
    return rows, outcome


def _cell(text: str) -> str:
    kept = as_meant(text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(clean(line) for line in kept.split("\n")).strip()


def _columns(header: list[str], of: Import, outcome: Outcome) -> dict[str, int]:
    """Where each column stands. Raises Unreadable where one that is needed is missing, or one stands there twice."""
    headings = {name: column.name for column in of.columns for name in _headings(column.heading)}
    codes = {column.name: column.name for column in of.columns}
    found: dict[str, int] = {}
    for names in (headings, codes):  # what people call a column goes before what a program calls another
        for at, cell in enumerate(header):
            name, taken = names.get(clean(cell).casefold()), at in found.values()
            if name and not taken and name in found and names is headings:
                raise Unreadable(_("The column “%(column)s” stands there twice.") % {"column": clean(cell)})
            if name and not taken:
                found.setdefault(name, at)
    for at, cell in enumerate(header):
        if clean(cell) and at not in found.values():
            outcome.remarks.append((1, clean(cell), _("This column is not read.")))
    missing = [str(column.heading) for column in of.columns if column.needed and column.name not in found]
    if missing:
        raise Unreadable(
            _("The first line must name the columns. Missing: %(missing)s.") % {"missing": "、".join(missing)}
        )
    return found


def _checked(row: Row) -> Row:
    for column in row._of.columns:
        if column.needed and not row[column.name]:
            row.bad(column.name, _("This is empty."))
    return row


# --- trying and writing ---


def tried(actor: Any, of: Import, rows: list[Row], outcome: Outcome) -> Outcome:
    """All of it is carried out and taken back."""
    with transaction.atomic():
        carried_out(actor, of, rows, outcome)
        transaction.set_rollback(True)
    return outcome


def carried_out(actor: Any, of: Import, rows: list[Row], outcome: Outcome) -> Outcome:
    """Every sound row is carried out, one after another; what one becomes the next may name."""
    for row in rows:
        if row.sound:
            _one(actor, of, row)
    sound = [row for row in rows if row.sound]
    if of.finish and sound and not outcome.problems:
        try:
            with transaction.atomic():
                outcome.added += of.finish(actor, sound)
        except Refused as refused:
            sound[0].bad("", refused.reason)
    return outcome


def _one(actor: Any, of: Import, row: Row) -> None:
    try:
        with transaction.atomic():
            added = of.carry_out(actor, row)
    except Refused as refused:
        row.bad("", refused.reason)
        return
    if row.sound:
        row.outcome.added += added
        row.outcome.same += not added and of.finish is None


# --- a sheet to begin with ---


def example(of: Import) -> bytes:
    """A sheet with the headings, and below them one row that shows how they are filled in."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, page = book.add_format({"bold": True, "bottom": 1}), book.add_worksheet()
        text = book.add_format({"num_format": "@"})
        page.freeze_panes(1, 0)
        page.set_column(0, len(of.columns) - 1, 20, text)
        for at, column in enumerate(of.columns):
            page.write_string(0, at, str(column.heading), bold)
            page.write_string(1, at, harmless(column.example), text)
            if column.hint:
                page.write_comment(0, at, str(column.hint))
    return out.getvalue()
