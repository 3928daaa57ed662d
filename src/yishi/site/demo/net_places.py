"""Places of the demo city as they change: grids beside the estates, a site plan drawn with shapes alone and its zones,
and a building that moved to the estate next door."""

import datetime as dt
import io
from collections.abc import Iterator

from yishi.network import actions as network
from yishi.network import pictures
from yishi.network.actors import Actor, acting
from yishi.network.models import Level, Place
from yishi.network.powers import Role
from yishi.record import clock

from . import content
from .pictures.brush import HEIGHT, WIDTH, Brush
from .told import Aside, City

COMMUNITY, PLANNED = "linjiang", "wangjiang"
MOVED_FROM, MOVED_TO, NUMBER = "liudi", "wangjiang", 9
MOVED_BEFORE = dt.timedelta(days=40)
ACROSS, HOUSE = 4, (190, 120)
"""Buildings in a row on the plan, and the size of one in points."""
GRIDS = (
    (
        "第一网格",
        "Grid 1",
        ("wangjiang", "liudi"),
        ("微网格1", "Micro-grid 1", ("wangjiang/1", "wangjiang/2")),
    ),
    ("第二网格", "Grid 2", ("hangyun",), None),
)
"""Clearwater Bay lies in none yet, as the overview says."""


def build_places(city: City) -> None:
    """Grids and the plan, and the building as long as it lies where it lay."""
    keeper = _keeper(city)
    community = city.places[content.COMMUNITIES[COMMUNITY].code]
    for zh, en, estates, micro in GRIDS:
        grid = network.make_grid(keeper, community, name_zh=zh, name_en=en)
        if micro:
            small = network.make_grid(keeper, community, name_zh=micro[0], name_en=micro[1], within=grid)
            network.set_grid(keeper, small, places=[_at(city, where) for where in micro[2]])
        network.set_grid(keeper, grid, places=[_at(city, where) for where in estates])
    _hang_plan(city, keeper)
    estate = content.ESTATES[MOVED_FROM]
    network.add_place(
        keeper,
        city.places[estate.code],
        code=f"{estate.code}-{NUMBER:02}",
        level=Level.BUILDING,
        name_zh=f"{NUMBER}{estate.word}",
        name_en=f"Building {NUMBER}",
    )


def _keeper(city: City) -> Actor:
    post = next(
        post
        for post in city.posts.values()
        if post.role == Role.COMMITTEE and post.place.code == content.COMMUNITIES[COMMUNITY].code
    )
    return acting(post, post.holders()[0])


def _at(city: City, where: str) -> Place:
    return city.places[content.code_of(where)]


def asides(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """When the building moved, seen from `now`."""
    yield now - MOVED_BEFORE, Aside(_move, city)


def _move(city: City) -> None:
    building = Place.objects.get(code=f"{content.ESTATES[MOVED_FROM].code}-{NUMBER:02}")
    network.move_place(_keeper(city), building, to=_at(city, MOVED_TO), on=clock.today())


# --- the plan ---


def _hang_plan(city: City, keeper: Actor) -> None:
    estate = content.ESTATES[PLANNED]
    houses = [_house(number) for number in range(estate.buildings)]
    file = io.BytesIO(_drawn(houses))
    file.size = len(file.getvalue())  # type: ignore[attr-defined]
    picture = pictures.read(file)
    plan = network.hang_plan(
        keeper, city.places[estate.code], picture=picture, name_zh="总平面图", name_en="Site plan"
    )
    for number, (left, top) in enumerate(houses, 1):
        right, below = left + HOUSE[0], top + HOUSE[1]
        corners = [(left, top), (right, top), (right, below), (left, below)]
        scaled = [(x * plan.width // WIDTH, y * plan.height // HEIGHT) for x, y in corners]
        network.draw_zone(keeper, plan, place=_at(city, f"{PLANNED}/{number}"), points=scaled)


def _house(number: int) -> tuple[int, int]:
    row, column = divmod(number, ACROSS)
    return (70, 330, 670, 930)[column], 170 + row * 330


def _drawn(houses: list[tuple[int, int]]) -> bytes:
    brush = Brush(1, (226, 233, 214))
    brush.panel(0, HEIGHT - 90, WIDTH, HEIGHT, (176, 206, 222))  # the river
    brush.panel(0, HEIGHT - 120, WIDTH, HEIGHT - 90, (205, 196, 170))  # the embankment
    brush.panel(40, 360, WIDTH - 40, 410, (240, 238, 230), 20)  # the road within
    brush.panel(570, 40, 620, HEIGHT - 120, (240, 238, 230))
    brush.oval(595, 385, 70, 50, (196, 216, 178))  # the round lawn
    for left, top in houses:
        brush.panel(left + 8, top + 10, left + HOUSE[0] + 8, top + HOUSE[1] + 10, (190, 196, 178), 6)
        brush.panel(left, top, left + HOUSE[0], top + HOUSE[1], (250, 244, 232), 6)
        brush.panel(left + 14, top + 14, left + HOUSE[0] - 14, top + HOUSE[1] - 14, (228, 208, 188), 4)
        for tree in range(4):
            brush.oval(left + 25 + tree * 48, top + HOUSE[1] + 32, 15, 15, (150, 184, 132))
    return brush.finished()
