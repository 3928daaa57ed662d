"""Open data: what there is, what each column means, and the files."""

import gzip
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.record.doors import open_page

from ..models import Edition
from ..opendata import writing
from ..opendata.tables import TABLES, Table

TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl", "json": "application/json"}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_A_SHEET = 100_000
"""Rows of a spreadsheet made on demand; whoever needs more takes the CSV, which any such program reads, too."""
EARLIER = 40
DAY = 86400


@open_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest edition, the tables with their columns, and earlier editions."""
    editions = list(Edition.objects.filter(dropped_at=None)[:EARLIER])
    newest = editions[0] if editions else None
    return render(
        request,
        "disclosure/data/home.html",
        {
            "newest": newest,
            "tables": [_shown(table, newest) for table in TABLES.values()],
            "earlier": editions[1:],
        },
    )


def _shown(table: Table, edition: Edition | None) -> dict[str, Any]:
    files = {kind: edition.files.get(f"{table.name}.{kind}") for kind in ("csv", "jsonl")} if edition else {}
    csv = files.get("csv")
    return {
        "table": table,
        "rows": csv["rows"] if csv else None,
        "files": [(f"{table.name}.{kind}", kind.upper(), each) for kind, each in files.items() if each],
        "sheet": f"{table.name}.xlsx" if csv and csv["rows"] <= MOST_IN_A_SHEET else "",
    }


@open_page
@require_safe
def checksums(request: HttpRequest, day: str) -> HttpResponse:
    """The digests of an edition's files, as `sha256sum -c` reads them; also of one whose files are gone."""
    edition = _edition(day)
    return _kept_long(
        request, HttpResponse(writing.manifest(edition.files), content_type="text/plain"), edition.digest
    )


@open_page
@require_safe
def file(request: HttpRequest, day: str, name: str) -> HttpResponse:
    """One file of an edition; `latest` stands for the newest. A table as a spreadsheet is made when it is asked for."""
    edition = _edition(day)
    table = TABLES.get(name.removesuffix(".xlsx")) if name.endswith(".xlsx") else None
    known = edition.file(f"{table.name}.csv" if table else name)
    if known is None or (table and known["rows"] > MOST_IN_A_SHEET):
        raise Http404(_("There is no such file. Files of old editions are taken away; their digests stay."))
    unchanged = get_conditional_response(request, etag=f'"{known["sha256"]}{".xlsx" if table else ""}"')
    if unchanged is not None:
        return unchanged
    try:
        packed = writing.opened(edition.folder, known_name := f"{table.name}.csv" if table else name)
    except FileNotFoundError:
        raise Http404(
            _("There is no such file. Files of old editions are taken away; their digests stay.")
        ) from None
    if table:
        packed.close()
        answer: Any = FileResponse(_as_sheet(edition, table), content_type=SHEET)
    else:
        answer = _as_it_lies(request, packed, TYPES[known_name.rpartition(".")[2]])
    answer["Content-Disposition"] = f'attachment; filename="yishi-{edition.day:%Y%m%d}-{name}"'
    answer = _kept_long(request, answer, f"{known['sha256']}{'.xlsx' if table else ''}")
    if day == "latest":
        patch_cache_control(answer, public=True, max_age=600)
    return answer


def _edition(day: str) -> Edition:
    """The edition of a day, or the newest. Raises Http404."""
    found = None
    if day == "latest":
        found = Edition.objects.filter(dropped_at=None).first()
    elif wanted := _day(day):
        found = Edition.objects.filter(day=wanted).first()
    if found is None:
        raise Http404(_("No open data were published on that day."))
    return found


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _as_it_lies(request: HttpRequest, packed: IO[bytes], kind: str) -> HttpResponse:
    """Packed, as nearly everybody can take it; else unpacked on the way."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer: Any = FileResponse(packed, content_type=kind)
        answer["Content-Encoding"] = "gzip"
    else:
        answer = StreamingHttpResponse(_unpacked(packed), content_type=kind)
    answer["Vary"] = "Accept-Encoding"
    return answer


def _unpacked(packed: IO[bytes]) -> Iterator[bytes]:
    with packed, gzip.open(packed) as content:
        while piece := content.read(1 << 16):
            yield piece


def _as_sheet(edition: Edition, table: Table) -> IO[bytes]:
    """A spreadsheet with headings in the reader's language, row after row, so that it needs no memory."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold, wide = book.add_format({"bold": True, "bottom": 1}), 18
        page = book.add_worksheet(table.name)
        page.freeze_panes(1, 0)
        page.set_column(0, len(table.columns) - 1, wide)
        for n, column in enumerate(table.columns):
            page.write_string(0, n, column.name, bold)
        for line, row in enumerate(writing.rows_of(edition.folder, table), 1):
            for n, column in enumerate(table.columns):
                value = row[column.name]
                if isinstance(value, bool):
                    page.write_boolean(line, n, value)
                elif isinstance(value, int):
                    page.write_number(line, n, value)
                elif value:
                    page.write_string(line, n, str(value))
        meaning = book.add_worksheet(_("Columns"))
        meaning.set_column(1, 1, 80)
        for n, column in enumerate(table.columns):
            meaning.write_string(n, 0, column.name, bold)
            meaning.write_string(n, 1, str(column.meaning))
    out.seek(0)
    return out


def _kept_long(request: HttpRequest, answer: Any, tag: str) -> Any:
    """What is published never changes: browsers and others on the way may keep it."""
    answer["ETag"] = f'"{tag}"'
    patch_cache_control(answer, public=True, max_age=30 * DAY)
    return get_conditional_response(request, etag=answer["ETag"], response=answer)
