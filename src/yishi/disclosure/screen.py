"""What the screen in the community hall shows of a place: one thing on each sheet, in type that is read from five
metres.

The sheets turn by themselves. How much stands on one is counted beforehand, so that no word is cut off and nobody has
to scroll a television: what is more than a sheet holds goes on to the next.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yishi.cases import listing
from yishi.cases.models.case import Case
from yishi.deliberation import listed
from yishi.network.actors import ANYONE
from yishi.network.models import Place
from yishi.network.ringing import to_ring
from yishi.record import clock
from yishi.record.models import Indicator

from . import home, periods

LINE = 27
"""Chinese characters in a line of the large type; Latin letters take half of one and a little."""
LATIN = 0.55
HEIGHT = 20.0
"""What a sheet holds below its heading, in the measure of the type: a line takes SPOKEN, what stands beneath it
BENEATH, and a row that does not fit into half a sheet is set in smaller type (SIZES)."""
SPOKEN, BENEATH = 1.95, 2.7
SMALL_LINE, SMALL = 33, 1.55
"""Characters in a line of what stands beneath, and its height."""
SIZES = (1.0, 0.72, 0.52)
"""Of the large type; the smallest for a promise of a whole page."""
MOST_LATE, MOST_OPEN, MOST_RING = 8, 8, 6
MOST_PAIRS = 3
SECONDS = 20
"""How long a sheet stays: long enough to read four lines twice over, slowly."""


@dataclass(frozen=True)
class Row:
    """One line of a list: what is said, and beneath it where, who and since when. `mark`: a badge's kind and words."""

    words: str
    beneath: str = ""
    mark: tuple[str, str] | None = None

    @property
    def size(self) -> int:
        """In which of SIZES it is set."""
        if self._at(0) <= HEIGHT / 2:
            return 0
        return 1 if self._at(1) <= HEIGHT else 2

    @property
    def height(self) -> float:
        return self._at(self.size)

    def _at(self, size: int) -> float:
        part = SIZES[size]
        beneath = BENEATH + (_lines(self.beneath, SMALL_LINE) - 1) * SMALL
        return beneath + _lines(self.words, int(LINE / part)) * SPOKEN * part


@dataclass(frozen=True)
class Sheet:
    """One turn of the screen: `kind` says how it is drawn."""

    kind: str
    title: str
    rows: list[Row] = field(default_factory=list)
    what: Any = None


def sheets(place: Place) -> list[Sheet]:
    """All of them, in the order they turn in. Only what everybody may see, and no names."""
    solved = home.solved(place, None)
    found = [Sheet("month", _("How it goes here"), what=_tiles(place))]
    for pair in (solved["pairs"] if solved else [])[:MOST_PAIRS]:
        found.append(Sheet("pair", _("Solved: %(period)s") % {"period": solved["period"]}, what=pair))  # type: ignore[index]
    late = _overdue(place)
    found += _listed(_("Overdue, longest first"), [_row(case) for case in late])
    found += _listed(_("No answer yet, longest first"), _open(place, {case.pk for case in late}))
    found += _listed(_("Promised, and due"), _due(place))
    found += _listed(_("Next sessions"), _sessions(place))
    found += _listed(_("Who is responsible here"), _ring(place), kind="ring")
    return found


def packed(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows as sheets take them, in their order; one that fills a sheet has it for itself."""
    here: list[Row] = []
    for row in rows:
        if here and sum(each.height for each in here) + row.height > HEIGHT:
            yield here
            here = []
        here.append(row)
    if here:
        yield here


def _listed(title: str, rows: Iterable[Row], kind: str = "list") -> list[Sheet]:
    return [Sheet(kind, title, each) for each in packed(rows)]


def _lines(words: str, long: int = LINE) -> int:
    """How many lines of so many characters they take, generously."""
    wide = sum(1 if unicodedata.east_asian_width(sign) in "WFA" else LATIN for sign in words)
    return max(1, -(-int(wide * 1.04 + 0.99) // long))


def _tiles(place: Place) -> list[dict[str, Any]]:
    """The figures of the month, and how it stands now."""
    period = periods.usual()
    happened = Indicator.objects.totals(("reported", "confirmed"), place.path, period.since, period.until)
    now = listing.standing.at(place.path)
    late = "overdue" if now.overdue else "plain"
    name = periods.name_of(period)
    return [
        {
            "value": happened["confirmed"],
            "label": _("solved, the residents say"),
            "note": name,
            "kind": "done",
        },
        {"value": happened["reported"], "label": _("raised"), "note": name, "kind": "plain"},
        {"value": now.open, "label": _("still open"), "note": _("today"), "kind": "due"},
        {"value": now.overdue, "label": _("of them overdue"), "note": _("today"), "kind": late},
    ]


def _overdue(place: Place) -> list[Case]:
    rows = Case.objects.visible_to(ANYONE).at(place.path).overdue()
    return list(rows.for_lines().order_by("due_at", "id")[:MOST_LATE])


def _open(place: Place, told: set[int]) -> Iterator[Row]:
    found = listing.seen_by_anyone(place.path, "unanswered", MOST_OPEN + MOST_LATE)
    for case in [case for case in found if case.pk not in told][:MOST_OPEN]:
        yield _row(case)


def _row(case: Case) -> Row:
    """A matter: what, where, whose turn it is, and for how long it waits."""
    who = case.holder.title if case.holder else ""
    return Row(case.title, " · ".join(filter(None, (case.place.label, who, _waiting(case)))), _late(case))


def _waiting(case: Case) -> str:
    days = (clock.now() - case.reported_at).days
    if days < 1:
        return _("since today")
    return ngettext("for %(n)s day", "for %(n)s days", days) % {"n": days}


def _late(case: Case) -> tuple[str, str] | None:
    return ("overdue", _("overdue")) if case.due_at and case.due_at < clock.now() else None


def _due(place: Place) -> Iterator[Row]:
    found = home.due(place, None)
    for each in found["promises"] if found else ():
        by = f"{pgettext('a day', 'by')} {_day(each.on)}"
        mark = ("overdue", _("its day is over")) if each.is_over else None
        yield Row(each.words, " · ".join(filter(None, (each.who, by))), mark)


def _sessions(place: Place) -> Iterator[Row]:
    for each in listed.next_of(place.path):
        when = localtime(each.starts_at)
        yield Row(each.title, f"{_day(when.date())} {when:%H:%M} · {each.place.label} {each.spot}".strip())


def _ring(place: Place) -> Iterator[Row]:
    for post in to_ring(place)[:MOST_RING]:
        yield Row(post.title, post.phone)


def _day(day: date) -> str:
    return f"{date_format(day, 'DATE_FORMAT')} {date_format(day, 'D')}"
