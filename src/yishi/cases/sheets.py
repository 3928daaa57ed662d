"""Bringing in cases from a spreadsheet (XLSX or CSV): each row is read, checked and filed for itself.

The first row names the columns, in Chinese or English. A row's case bears a name made of the file's place and the
row's own number (or of what the row says), so that the same file brought in twice brings nothing twice.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.network.sheets import PACKED, Limits, Unreadable, from_csv, from_xlsx
from yishi.record import Refused, clock

from . import actions
from .actions.intake import new_code
from .forms.lines import Named, ReportLine, categories, places_within, usual
from .models import Case, Category, Channel, Ladder

COLUMNS = {
    "place": ("place", "地点", "位置", "地址", "楼栋", "小区楼栋"),
    "category": ("category", "类别", "类型", "分类", "诉求类型"),
    "words": ("words", "内容", "诉求", "诉求内容", "反映内容", "问题", "事项"),
    "contact_name": ("name", "姓名", "称呼", "联系人", "反映人"),
    "contact_phone": ("phone", "电话", "手机", "联系电话", "联系方式"),
    "said_at": ("said_at", "时间", "反映时间", "登记时间", "日期"),
    "id": ("id", "编号", "序号", "工单号", "工单编号"),
}
NEEDED = ("place", "words")
MOST_ROWS = 5000
MOST_COLUMNS = 200
LARGEST = 8 * 1024 * 1024
OLDEST = timedelta(days=366)


@dataclass
class Row:
    """One row of the sheet and what is to be said of it."""

    number: int
    said: dict[str, str]
    form: ReportLine
    said_at: datetime | None
    source: str
    faults: list[tuple[str, str]] = field(default_factory=list)
    present: bool = False

    @property
    def is_good(self) -> bool:
        return not self.faults

    @property
    def named_faults(self) -> list[tuple[str, str]]:
        """What is wrong, by the name of its column as people write it; empty for the row as a whole."""
        return [(COLUMNS[name][1] if name in COLUMNS else "", fault) for name, fault in self.faults]


@dataclass
class Outcome:
    """What came of bringing rows in."""

    brought_in: int = 0
    already_present: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def table(_name: str, data: bytes) -> list[list[str]]:
    """The cells of the first sheet, or of the CSV text, as text. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(_("The file is larger than 8 MB. Please split it."))
    packed = data.startswith(PACKED)
    cells = from_xlsx(data, Limits(LARGEST, MOST_ROWS, MOST_COLUMNS)).rows if packed else from_csv(data)
    rows = [row for row in cells if any(cell.strip() for cell in row)]
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable(_("The file has more than 5,000 rows. Please split it."))
    if len(rows) < 2:
        raise Unreadable(_("The file holds no rows below its first line."))
    return rows


def look(cells: list[list[str]], within: Place) -> list[Row]:
    """Every row below the first, checked against the places under `within`. Raises Unreadable for the header."""
    names = _header(cells[0])
    places, kinds = places_within(within.path), categories()
    fallback = usual(kinds.things)
    rows, above = [], None
    for number, line in enumerate(cells[1:], start=2):
        said = {name: line[at].strip() if at < len(line) else "" for name, at in names.items()}
        row = _row(number, said, places, kinds, fallback, above, within)
        above = row.form.cleaned_data.get("place", above)
        rows.append(row)
    _mark_repeated(rows)
    _mark_present(rows)
    _mark_without_desk(rows)
    return rows


def _header(cells: list[str]) -> dict[str, int]:
    written = ["".join(cell.split()).lower().strip("*：:") for cell in cells]
    found = {
        name: next((written.index(alias) for alias in aliases if alias in written), -1)
        for name, aliases in COLUMNS.items()
    }
    found = {name: at for name, at in found.items() if at >= 0}
    if missing := [COLUMNS[name][1] for name in NEEDED if name not in found]:
        raise Unreadable(
            _("The first line must name the columns. Missing: %(names)s.") % {"names": "、".join(missing)}
        )
    return found


def _row(
    number: int,
    said: dict[str, str],
    places: Named,
    kinds: Named,
    fallback: Category | None,
    above: Place | None,
    within: Place,
) -> Row:
    form = ReportLine(said, places=places, categories=kinds, usual=fallback, above=above)
    form.is_valid()
    faults = [(name, " ".join(map(str, errors))) for name, errors in form.errors.items()]
    moment, fault = _moment(said.get("said_at", ""))
    if fault:
        faults.append(("said_at", fault))
    return Row(number, said, form, moment, _source(said, within), faults)


def _source(said: dict[str, str], within: Place) -> str:
    name = said.get("id") or hashlib.sha256("\n".join(said.values()).encode()).hexdigest()[:24]
    source = f"sheet:{within.code}:{name}"
    return source if len(source) <= 80 else f"sheet:{hashlib.sha256(source.encode()).hexdigest()[:40]}"


def _moment(text: str) -> tuple[datetime | None, str]:
    """When it was said, and what is wrong with that."""
    if not text:
        return None, ""
    plain = text.replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "").strip()
    for candidate in (plain, f"{plain} 00:00"):
        try:
            moment = parse_datetime(_padded(candidate))
        except ValueError:
            moment = None
        if moment:
            break
    else:
        return None, str(_("This is no date such as 2026-03-05 or 2026-03-05 14:30."))
    moment = moment if moment.tzinfo else timezone.make_aware(moment)
    if moment > clock.now():
        return None, str(_("This moment lies in the future."))
    if moment < clock.now() - OLDEST:
        return None, str(_("This is more than a year ago; such matters are not brought in as open ones."))
    return moment, ""


def _padded(text: str) -> str:
    day, _blank, hour = text.partition(" ")
    parts = day.split("-")
    if len(parts) == 3:
        day = f"{parts[0]:0>4}-{parts[1]:0>2}-{parts[2]:0>2}"
    return f"{day} {hour}"


def _mark_repeated(rows: list[Row]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if first := seen.get(row.source):
            row.faults.append(("id", str(_("The same as row %(row)d.") % {"row": first})))
        seen.setdefault(row.source, row.number)


def _mark_present(rows: list[Row]) -> None:
    sources = [row.source for row in rows]
    there: set[str | None] = set()
    for at in range(0, len(sources), 500):
        there |= set(Case.objects.filter(source__in=sources[at : at + 500]).values_list("source", flat=True))
    for row in rows:
        row.present = row.source in there


def _mark_without_desk(rows: list[Row]) -> None:
    known: dict[str, bool] = {}
    for row in rows:
        if (place := row.form.cleaned_data.get("place")) is None:
            continue
        if place.path not in known:
            known[place.path] = Ladder.objects.first_desk(place.path) is not None
        if not known[place.path]:
            row.faults.append(("place", str(_("Nobody holds a post for this place yet."))))


def bring_in(actor: Any, rows: Iterator[Row] | list[Row], each: Callable[[], None] = lambda: None) -> Outcome:
    """File every good row that is not there yet, in the actor's name, at the time it was said."""
    outcome = Outcome()
    for row in rows:
        if row.present:
            outcome.already_present += 1
        elif row.is_good:
            _file(actor, row, outcome)
        each()
    return outcome


def _file(actor: Any, row: Row, outcome: Outcome) -> None:
    place = row.form.cleaned_data["place"]
    what = {**row.form.arguments(), "channel": Channel.IMPORT, "code": new_code(), "source": row.source}
    try:
        with clock.at(row.said_at or clock.now()):
            actions.file(actor, place, **what)
        outcome.brought_in += 1
    except IntegrityError:  # somebody brings the same file in at this moment
        outcome.already_present += 1
    except Refused as refused:
        outcome.refused.append((row.number, str(refused.reason)))
