"""How a plaque is drawn, in two sizes: A4 for the wall beside the entrance, a door plate of 150 × 100 mm."""

from collections.abc import Callable, Iterable, Iterator

from . import paper
from .models import Plaque
from .plaques import Said, said_of

RED = "0.71 0.19 0.10 rg"
INK = "0 g"
GREY = "0.3 g"
WORDS = {
    "hours": "值班时间",
    "phone": "联系电话",
    "relay": "电话由值班岗位接听",
    "scan": "扫一扫，看看现在谁负责、本月办了多少事",
    "body": "所属",
}
"""A plaque is in Chinese: it hangs where Chinese is read."""


def file_of(plaques: Iterable[Plaque], address: Callable[[str], str], title: str) -> Iterator[bytes]:
    """One PDF with these plaques, piece by piece; `address` gives the page of a token in full. The posts must come with
    organisation and place. Raises paper.NoType before anything is given."""
    plaques = list(plaques)
    said = said_of([plaque.post for plaque in plaques])
    face = paper.cut(_characters(said.values()))
    drawn: dict[str, Callable[..., paper.Page]] = {Plaque.Size.A4: _a4, Plaque.Size.DOOR: _door}
    pages = (drawn[plaque.size](face, said[plaque.post_id], address(plaque.token)) for plaque in plaques)
    return paper.written(pages, face, title)


def _characters(said: Iterable[Said]) -> str:
    lines = (each for one in said for each in (one.title, one.body, one.place, one.hours, one.phone))
    return "".join([*lines, *WORDS.values(), " :：·0123456789"])


def _a4(face: paper.Type, said: Said, address: str) -> paper.Page:
    page = paper.Page(face, 210, 297)
    page.block(0, 0, 210, 14, RED)
    page.block(0, 291, 210, 6, RED)
    page.fitted(said.place, 105, 46, 34, 180, middle=True)
    page.fitted(said.title, 105, 78, 62, 180, middle=True, colour=RED)
    if said.body != said.title:
        page.fitted(said.body, 105, 98, 26, 180, middle=True, colour=GREY)
    page.block(30, 108, 150, 0.5, INK)
    _lines(page, said, x=30, y=128, size=24, room=150, apart=18)
    page.code(address, 60, 172, 90)
    page.fitted(WORDS["scan"], 105, 272, 18, 180, middle=True)
    if said.phone:
        page.fitted(WORDS["relay"], 105, 283, 13, 180, middle=True, colour=GREY)
    return page


def _door(face: paper.Type, said: Said, address: str) -> paper.Page:
    page = paper.Page(face, 150, 100)
    page.block(0, 0, 150, 7, RED)
    page.fitted(said.place, 8, 21, 20, 134)
    page.fitted(said.title, 8, 38, 34, 134, colour=RED)
    if said.body != said.title:
        page.fitted(said.body, 8, 48, 15, 134, colour=GREY)
    _lines(page, said, x=8, y=62, size=14, room=84, apart=10)
    if said.phone:
        page.fitted(WORDS["relay"], 8, 84, 9, 84, colour=GREY)
    page.fitted(WORDS["scan"], 8, 93, 10, 84)
    page.code(address, 96, 50, 48)
    return page


def _lines(
    page: paper.Page, said: Said, *, x: float, y: float, size: float, room: float, apart: float
) -> None:
    """Duty hours and number, as far as there are any."""
    lines = [(WORDS["hours"], said.hours), (WORDS["phone"], said.phone)]
    for label, words in lines:
        if words:
            page.fitted(f"{label}：{words}", x, y, size, room)
            y += apart
