"""Lists that can be saved as a file. A list says once what its columns are and which rows whoever asks may see, as its
page shows them; from that follow its CSV and its spreadsheet, written a portion at a time, so that a million rows take
the memory of a few hundred.

A list is saved as it is shown: what the page hides, the file hides. So a file says no more than somebody could write
down from the page. Cells that a spreadsheet program would take for a formula are made harmless (`sheets.harmless`),
and read back as they were meant (`sheets.as_meant`).
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from typing import IO, Any

import xlsxwriter
from django.db.models import Q
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yishi.record import clock

from .sheets import harmless

PORTION = 500
BOM = "\ufeff"
"""By this spreadsheet programs know that a CSV file is UTF-8."""
LONGEST_CELL = 32_000
"""A spreadsheet holds 32,767 characters in a cell."""
UNSEEN = dict.fromkeys(n for n in range(32) if chr(n) not in "\t\n\r")
"""Signs no cell can hold."""
MOST_ROWS = 1_000_000
"""Of one sheet of a spreadsheet; what is more goes onto further ones."""
WIDE = 18


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """`value` is the name of what a row has (`place.label`), or gives it from a row. `name` is what an import calls it,
    where the list can be brought in again."""

    heading: str | Promise
    value: str | Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    name: str = ""

    def of(self, row: Any) -> Any:
        """What a row has in it."""
        if callable(self.value):
            return self.value(row)
        return reduce(lambda found, name: getattr(found, name, None), self.value.split("."), row)


@dataclass(frozen=True)
class Rows:
    """Rows read by key: a query, and by what it is in order. No row lacks what it is ordered by, and the last name is
    one of a kind (`id`)."""

    query: Any
    order: tuple[str, ...]

    def count(self) -> int:
        return self.query.order_by().count()

    def portions(self) -> Iterator[list[Any]]:
        """The rows in their order, some hundreds at a time."""
        query, last = self.query.order_by(*self.order), None
        while True:
            portion = list((query.filter(_behind(self.order, last)) if last else query)[:PORTION])
            if portion:
                yield portion
            if len(portion) < PORTION:
                return
            last = [_value(portion[-1], name) for name in self.order]


@dataclass(frozen=True)
class Few:
    """Rows that are worked out and never many, such as the agenda of a session."""

    rows: list[Any]

    def count(self) -> int:
        return len(self.rows)

    def portions(self) -> Iterator[list[Any]]:
        """All of them at once."""
        yield self.rows


def _value(row: Any, name: str) -> Any:
    return reduce(getattr, name.lstrip("-").split("__"), row)


def _behind(order: tuple[str, ...], last: list[Any]) -> Q:
    """Rows behind the one with these values. The first half says again what follows from the second, so that an index
    begins there."""
    edges = [(name.lstrip("-"), "lt" if name.startswith("-") else "gt") for name in order]
    after = Q()
    for n, (name, edge) in enumerate(edges):
        same = {edges[before][0]: last[before] for before in range(n)}
        after |= Q(**same, **{f"{name}__{edge}": last[n]})
    first, edge = edges[0]
    return Q(**{f"{first}__{edge}e": last[0]}) & after


@dataclass(frozen=True)
class Listed:
    """One list of the house. `rows` gives what somebody may see of it, as the query of an address narrows it; raises
    Http404 for what is not theirs to see. `beyond`: it shows some more than everybody sees, so that saving it is
    noted. `ready` prepares a portion, such as by reading what belongs to its rows."""

    name: str
    title: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[[Any, QueryDict], Rows | Few]
    beyond: bool = True
    ready: Callable[[list[Any], Any], Any] = lambda _portion, _actor: None


LISTS: dict[str, Listed] = {}
"""Every list that can be saved, by its name; each room adds its own (`saved_lists.py`)."""


def declare(*lists: Listed) -> None:
    """These lists can be saved."""
    LISTS.update({each.name: each for each in lists})


# --- writing ---


def told(column: Column, row: Any) -> Any:
    """What stands in a cell: a text made harmless, a number, a day, a moment of the place, or nothing."""
    value = column.of(row)
    if value is None or value == "":
        return None
    if column.kind == Kind.NUMBER and isinstance(value, int | float | Decimal):
        return value
    if column.kind == Kind.MOMENT and isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None, microsecond=0)
    if column.kind == Kind.DAY and isinstance(value, date):
        return localtime(value).date() if isinstance(value, datetime) else value
    return harmless(str(value).translate(UNSEEN)[:LONGEST_CELL])


def lines(listed: Listed, rows: Rows | Few, actor: Any, language: str) -> Iterator[list[list[Any]]]:
    """The lines of the list, a portion at a time, in the language."""
    portions = rows.portions()
    while True:
        # put on anew for each portion: between two of them other requests are answered
        with translation.override(language):
            portion = next(portions, None)
            if portion is None:
                return
            listed.ready(portion, actor)
            made = [[told(column, row) for column in listed.columns] for row in portion]
        yield made


def headings(listed: Listed, language: str) -> list[str]:
    """What stands over the columns."""
    with translation.override(language):
        return [str(column.heading) for column in listed.columns]


def csv_of(listed: Listed, rows: Rows | Few, actor: Any, language: str) -> Iterator[bytes]:
    """The list as CSV, piece by piece."""
    yield _csv([headings(listed, language)], BOM)
    for portion in lines(listed, rows, actor, language):
        yield _csv([[_as_text(cell) for cell in line] for line in portion])


def _csv(rows: Iterable[list[Any]], begin: str = "") -> bytes:
    out = io.StringIO()
    out.write(begin)
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _as_text(cell: Any) -> Any:
    return cell.strftime("%Y-%m-%d %H:%M") if isinstance(cell, datetime) else "" if cell is None else cell


def xlsx_of(
    listed: Listed,
    rows: Rows | Few,
    actor: Any,
    language: str,
    each: Callable[[int], None] = lambda _done: None,
) -> IO[bytes]:
    """The list as a spreadsheet, in a file that is gone once it is closed. `each` is told how many rows are written;
    what it raises ends the work."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  whoever asked for it closes it
    try:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(out, options) as book:
            book.set_properties({"created": clock.now().replace(tzinfo=None)})
            sheets = _Sheets(book, listed, headings(listed, language), language)
            for portion in lines(listed, rows, actor, language):
                for line in portion:
                    sheets.put(line)
                each(sheets.done)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


class _Sheets:
    """Lines put onto sheets, one after another; a new sheet begins when one is full."""

    def __init__(self, book: Any, listed: Listed, heads: list[str], language: str) -> None:
        self._book, self._listed, self._heads, self.done = book, listed, heads, 0
        with translation.override(language):
            self._name = _("List")
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._formats = {
            Kind.DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
            Kind.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        self._begin(1)

    def _begin(self, n: int) -> None:
        self._page = self._book.add_worksheet(f"{self._name} {n}" if n > 1 else self._name)
        self._page.freeze_panes(1, 0)
        self._page.set_column(0, len(self._heads) - 1, WIDE)
        for at, head in enumerate(self._heads):
            self._page.write_string(0, at, head, self._bold)

    def put(self, line: list[Any]) -> None:
        """One line more."""
        if self.done and self.done % MOST_ROWS == 0:
            self._begin(self.done // MOST_ROWS + 1)
        at = self.done % MOST_ROWS + 1
        for n, (column, cell) in enumerate(zip(self._listed.columns, line, strict=True)):
            if isinstance(cell, date):
                self._page.write_datetime(at, n, cell, self._formats.get(column.kind))
            elif isinstance(cell, int | float | Decimal):
                self._page.write_number(at, n, cell)
            elif cell is not None:
                self._page.write_string(at, n, cell)
        self.done += 1
