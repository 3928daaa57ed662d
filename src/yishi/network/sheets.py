"""Reading spreadsheets that people bring: XLSX or CSV, in UTF-8, GBK or UTF-16, as rows of text. What would fill the
memory is found before it does: a file is unpacked no further than it may be large, and cells that lie far out are
refused before anybody makes room for them."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import python_calamine
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
UNPACKED = 400 * MEGABYTE
"""The most a packed file may hold when it is unpacked."""
PARTS = 2_000
TEXT = 1024 * MEGABYTE
"""The most all cells of text may hold together, were each as long as the longest."""
OLD = b"\xd0\xcf\x11\xe0"
PACKED = b"PK\x03\x04"
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet program takes for the beginning of a formula; some take the wide signs for it, too."""
MARK = "'"
"""What stands before such a text, so that it is none."""


class Unreadable(Exception):
    """The file as a whole cannot be taken; the sentence says why."""


@dataclass(frozen=True)
class Limits:
    """How large a file may be: bytes, rows, columns."""

    bytes: int
    rows: int
    columns: int


@dataclass
class Table:
    """The cells of the first sheet as text, the first row first; and what of it was not as it should be."""

    rows: list[list[str]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    """Areas of merged cells: (row, column) of their first and last cell, counted from 0."""
    unworked: list[str] = field(default_factory=list)
    """Cells with a formula whose result is not in the file: `F12`."""


def table(data: bytes, limits: Limits) -> Table:
    """What the file holds. Raises Unreadable."""
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    if len(data) > limits.bytes:
        raise Unreadable(
            _("The file is larger than %(mb)d MB. Please split it, for example by building.")
            % {"mb": limits.bytes // MEGABYTE}
        )
    if data.startswith(OLD):
        raise Unreadable(
            _(
                "Whatever its name says, this is an old XLS file or one with a password. Please open it and save it "
                "as XLSX without a password, or as CSV."
            )
        )
    found = from_xlsx(data, limits) if data.startswith(PACKED) else Table(from_csv(data))
    widest = max((_width(row) for row in found.rows), default=0)
    if widest > limits.columns:
        raise Unreadable(_too_wide(widest, limits))
    if len(found.rows) > limits.rows + 1:
        raise Unreadable(
            _("The file has more than %(rows)d rows. Please split it, for example by building.")
            % {"rows": limits.rows}
        )
    return found


def _width(row: list[str]) -> int:
    return next((n for n in range(len(row), 0, -1) if row[n - 1]), 0)


def _too_wide(columns: int, limits: Limits) -> str:
    return _(
        "The file has %(columns)d columns; at most %(most)d are read. Please delete those that are not needed, also "
        "empty ones at the right, and save it again."
    ) % {"columns": columns, "most": limits.columns}


# --- XLSX ---


def from_xlsx(data: bytes, limits: Limits) -> Table:
    """The cells of the first sheet, and what is odd about it. Raises Unreadable."""
    sheet = _looked_through(data, limits)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        first = book.get_sheet_by_index(0)
        cells = first.to_python(skip_empty_area=False, nrows=limits.rows + 2)
        merged = list(first.merged_cell_ranges or ())
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise Unreadable(_("The file is no readable XLSX. Please save it again, or as CSV.")) from error
    return Table([[cell(value) for value in row] for row in cells], merged, _unworked(sheet))


def cell(value: Any) -> str:
    """A cell as somebody reads it: a telephone number is no fraction, a moment has no letter in it. Of a number that is
    longer than a spreadsheet can hold it stays visible that it was rounded (`3.40524E+17`)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        if abs(value) >= 1e15:
            return f"{value:.6E}"
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _looked_through(data: bytes, limits: Limits) -> bytes:
    """The first sheet as it is written, once nothing in the file is larger than it may be. Raises Unreadable."""
    left = UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if len(packed.infolist()) > PARTS:
                raise Unreadable(_bomb())
            parts = {}
            for info in packed.infolist():
                if info.flag_bits & 1:
                    raise Unreadable(_("The file has a password. Please save it without one."))
                parts[info.filename] = _unpacked(packed, info, left)
                left -= len(parts[info.filename])
                if not _is_wanted(info.filename):
                    parts[info.filename] = b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Unreadable(_("The file is damaged. Please save it again and bring that.")) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise Unreadable(_("The file is damaged. Please save it again and bring that.")) from error
    for name, content in parts.items():
        if name.startswith("xl/worksheets/"):
            _measure(content, parts.get("xl/sharedStrings.xml", b""), limits)
    return parts.get(_first_sheet(parts), b"")


def _bomb() -> str:
    return str(_("The file unpacks to far more than a spreadsheet holds. Please save what is needed as CSV."))


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """What a part of the file holds; counted as it comes out, whatever it says of itself."""
    pieces, so_far = [], 0
    with packed.open(info) as part:
        while piece := part.read(MEGABYTE):
            so_far += len(piece)
            if so_far > left:
                raise Unreadable(_bomb())
            pieces.append(piece)
    return b"".join(pieces)


def _is_wanted(name: str) -> bool:
    return name.startswith("xl/worksheets/") or name in (
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    )


_CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)[0-9]+["']""")
_CELL_ROW = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*([0-9]+)["']""")
_STRING = re.compile(rb"<(?:\w+:)?si\b[^>]*>(.*?)</(?:\w+:)?si>", re.DOTALL)
_AS_STRING = re.compile(rb"""\st\s*=\s*["']s["']""")


def _measure(sheet: bytes, strings: bytes, limits: Limits) -> None:
    """Nothing lies further out than may be read, and no text is repeated beyond measure. Raises Unreadable."""
    columns = max(map(_column, set(_CELL.findall(sheet))), default=0)
    if columns > limits.columns:
        raise Unreadable(_too_wide(columns, limits))
    if any(len(row) > 7 or int(row) > limits.rows + 1 for row in set(_CELL_ROW.findall(sheet))):
        raise Unreadable(
            _(
                "The sheet reaches below row %(rows)d. Please delete what lies there, also rows that only look empty, "
                "or split the file."
            )
            % {"rows": limits.rows + 1}
        )
    longest = max((len(found) for found in _STRING.findall(strings)), default=0)
    if longest * len(_AS_STRING.findall(sheet)) > TEXT:
        raise Unreadable(_bomb())


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def _first_sheet(parts: dict[str, bytes]) -> str:
    """The name of the part that holds the first sheet."""
    first = re.search(rb'<(?:\w+:)?sheet\b[^>]*?\sr:id="([^"]+)"', parts.get("xl/workbook.xml", b""))
    relations = re.findall(rb"<Relationship\b[^>]*>", parts.get("xl/_rels/workbook.xml.rels", b""))
    for each in relations:
        if first and b'Id="' + first[1] + b'"' in each and (target := re.search(rb'Target="([^"]+)"', each)):
            name = target[1].decode(errors="replace").lstrip("/")
            return name if name.startswith("xl/") else f"xl/{name}"
    return "xl/worksheets/sheet1.xml"


_UNWORKED = re.compile(
    rb'<c\b[^>]*?\sr="([A-Z]+[0-9]+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)


def _unworked(sheet: bytes) -> list[str]:
    return [found.decode() for found in _UNWORKED.findall(sheet)] if b"<f" in sheet else []


# --- CSV ---


def from_csv(data: bytes) -> list[list[str]]:
    """The cells of a text of columns, split by what its first line is split by. Raises Unreadable."""
    if b"\x00" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("This is neither XLSX nor CSV. Old XLS files: please save them as XLSX."))
    if data.lstrip()[:1] == b"<" or data.startswith(b"%PDF"):
        raise Unreadable(
            _("Whatever its name says, this is no spreadsheet. Please open it and save it as XLSX or CSV.")
        )
    text = decoded(data).encode("utf-8", "replace").decode()
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise Unreadable(_("The file cannot be read as CSV: a quotation mark is not closed.")) from error


def decoded(data: bytes) -> str:
    """The text, from UTF-8 or GBK (GB 18030), whichever reads more lines. Bytes that neither can read stay marked, so
    that only their rows are refused."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").replace("\r\n", "\n")
    data = data.removeprefix(b"\xef\xbb\xbf")
    encodings = ("utf-8", "gb18030")
    best = min(encodings, key=lambda encoding: _unreadable_lines(data, encoding))
    return data.decode(best, errors="surrogateescape").replace("\r\n", "\n")


def _unreadable_lines(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
        return 0
    except UnicodeDecodeError:
        return sum(not _reads(line, encoding) for line in data.split(b"\n"))


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def harmless(value: Any) -> Any:
    """A value for a file that a spreadsheet program opens: it would take what begins like a formula for one. What looks
    as if it had been made harmless gets one mark more, so that `as_meant` finds every text again."""
    return f"{MARK}{value}" if isinstance(value, str) and _looks_harmful(value) else value


def as_meant(text: str) -> str:
    """A text that `harmless` wrote, as it was before."""
    return text[1:] if text.startswith(MARK) and _looks_harmful(text[1:]) else text


def _looks_harmful(text: str) -> bool:
    return text.lstrip(MARK).startswith(FORMULA)
