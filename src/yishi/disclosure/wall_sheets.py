"""What hangs in buildings, in lifts and on doors: one PDF with a sheet for each of them, whose code begins a report
from just there; and the number to ring. Always in Chinese, for it hangs where Chinese is read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.network import paper
from yishi.network.models import Level, Place
from yishi.network.ringing import to_ring

MOST = 3000
"""Sheets in one file."""
RED, INK, GREY = "0.66 0.20 0.12 rg", "0 g", "0.35 g"
TITLE, SCAN, MINUTE, RING = (
    "有事请说",
    "扫一扫，从这里反映",
    "一分钟说完，不用注册，随时看办到哪一步",
    "也可以拨打",
)


@dataclass(frozen=True)
class Kind:
    """One kind of sheet: what it is called, how large it is in millimetres, and how many stand on a page."""

    label: str | Promise
    width: float
    height: float
    on_a_page: int


KINDS = {
    "building": Kind(_("poster for the hall of each building (A4)"), 210, 297, 1),
    "lift": Kind(_("sheet for each lift (A5, two on a page)"), 210, 148.5, 2),
    "door": Kind(_("slip for each door (A6, four on a page)"), 105, 148.5, 4),
}


def places(place: Place, kind: str) -> QuerySet[Place]:
    """Where such a sheet hangs within a place: at each building; in lifts and on doors at each unit, and at the
    buildings that are not divided into units."""
    there = Place.objects.on().inside(place.path)
    if kind == "building":
        return there.filter(level=Level.BUILDING).order_by("path")
    units = there.filter(level=Level.UNIT)
    divided = {path[:-4] for path in units.values_list("path", flat=True)}
    whole = there.filter(level=Level.BUILDING).exclude(path__in=divided)
    return (units | whole).order_by("path")


def pages_of(many: int, kind: str) -> int:
    """How many pages so many sheets take."""
    return -(-many // KINDS[kind].on_a_page)


def file_of(
    found: Iterable[Place], kind: str, address: Callable[[Place], str], title: str
) -> Iterator[bytes]:
    """One PDF, piece by piece; `address` gives the page a code leads to. Raises paper.NoType before anything is
    given."""
    said = [(place, _number(place)) for place in found]
    face = paper.cut(_characters(said))
    return paper.written(_pages(said, KINDS[kind], address, face), face, title)


def _number(place: Place) -> tuple[str, str]:
    """Whom one rings there: office and number; nothing where nobody has one."""
    post = next(iter(to_ring(place)), None)
    return (f"{post.organisation.name_zh}", post.phone) if post else ("", "")


def _characters(said: Iterable[tuple[Place, tuple[str, str]]]) -> str:
    lines = (f"{place.label_zh}{place.name_zh}{body}{phone}" for place, (body, phone) in said)
    return "".join([*lines, TITLE, SCAN, MINUTE, RING, " :：·0123456789"])


def _pages(
    said: list[tuple[Place, tuple[str, str]]], kind: Kind, address: Callable[[Place], str], face: paper.Type
) -> Iterator[paper.Page]:
    for begin in range(0, len(said), kind.on_a_page):
        page = paper.Page(face, 210, 297)
        for n, (place, ring) in enumerate(said[begin : begin + kind.on_a_page]):
            across = int(210 // kind.width)
            _sheet(
                page, place, ring, address(place), kind, n % across * kind.width, n // across * kind.height
            )
        yield page


def _sheet(
    page: paper.Page, place: Place, ring: tuple[str, str], address: str, kind: Kind, x: float, y: float
) -> None:
    """One sheet, its upper left at x, y; all lengths go by its height. A wide one has its code at the right."""
    unit, wide = kind.height / 100, kind.width > kind.height
    label, type_ = place.label_zh or place.name_zh, unit * (1.7 if wide else 1.2)
    if kind.on_a_page > 1:  # where to cut
        page.block(x, y, kind.width, 0.15, GREY)
        page.block(x, y, 0.15, kind.height, GREY)
    page.block(x, y, kind.width, 3 * unit, RED)
    side = min(kind.width * 0.42 if wide else kind.width * 0.62, 56 * unit)
    middle = x + (kind.width - side - 8) / 2 if wide else x + kind.width / 2
    room = (kind.width - side - 20) if wide else kind.width * 0.88
    page.fitted(TITLE, middle, y + (26 if wide else 15) * unit, 26 * type_, room, middle=True, colour=RED)
    page.fitted(label, middle, y + (42 if wide else 22) * unit, 12 * type_, room, middle=True)
    if wide:
        page.code(address, x + kind.width - side - 8, y + (kind.height - side) / 2, side)
    else:
        page.code(address, x + (kind.width - side) / 2, y + 25 * unit, side)
    low = (55, 65, 81, 90) if wide else (82, 86.5, 92.5, 96.5)
    page.fitted(SCAN, middle, y + low[0] * unit, 9 * type_, room, middle=True)
    page.fitted(MINUTE, middle, y + low[1] * unit, 6 * type_, room, middle=True, colour=GREY)
    body, phone = ring
    if phone:
        page.fitted(f"{RING} {phone}", middle, y + low[2] * unit, 11 * type_, room, middle=True)
        page.fitted(body, middle, y + low[3] * unit, 6 * type_, room, middle=True, colour=GREY)
