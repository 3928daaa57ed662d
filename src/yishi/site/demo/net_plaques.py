"""What the net of the demo city does for its places: duty hours on doors, visits to buildings, opening commitments that
are done, promised or overdue, and plaques, two of which no longer say what is so."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from yishi.network import actions, pictures, plaques
from yishi.network.actors import acting
from yishi.network.models import Level, Place, Plaque, Post, Visit
from yishi.network.powers import Role
from yishi.record import clock

from . import content
from .pictures import draw
from .told import Aside, City

HOURS = {
    Role.STEWARD: "每天 8:00–20:00",
    Role.BRANCH: "周一至周五 8:30–17:30",
    Role.COMMITTEE: "周一至周五 8:30–17:30",
}
OPENINGS = (  # what, promised so many days ago, to be done and done so many days later, how; its picture, what it shows
    (
        "单元门口装夜灯",
        80,
        30,
        26,
        "六个单元门口都装好了，晚上七点自动亮。",
        "lamp",
        "夜里单元门口的灯亮着，路看得清",
    ),
    (
        "补上小广场的地砖",
        60,
        25,
        31,
        "下雨耽误了几天，现在全部补平。",
        "pavement",
        "补平以后的地砖，没有高低差",
    ),
    ("门口添两张长椅", 40, 60, None, "", "", ""),
    ("疏通东边的下水道", 50, 35, None, "", "", ""),
)
WITH_PICTURE = tuple(content.ESTATES)[:4]
"""Whose branches took a picture of what they did."""
NEVER_VISITED = 4
"""Every so-manieth building has not been visited yet."""


def build_plaques(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """What happens between the stories, each at its time."""

    def later(days: int, act: Callable[[City], None]) -> tuple[dt.datetime, Aside]:
        return now - dt.timedelta(days=days, hours=2), Aside(act, city)

    yield later(85, _hours)
    yield later(45, _plaques)
    for turn, estate in enumerate(content.ESTATES):
        for said in (OPENINGS[turn % len(OPENINGS)], OPENINGS[(turn + 1) % len(OPENINGS)]):
            yield later(said[1], partial(_promise, estate=estate, said=said))
            if said[3]:
                yield later(said[1] - said[3], partial(_fulfil, estate=estate, said=said))
    for days in (20, 9, 3):
        yield later(days, partial(_visit, days=days))
    yield later(2, _change)


def _hours(city: City) -> None:
    """Doors say when somebody is there."""
    for key, said in content.POSTS.items():
        post = city.posts[key]
        if said.role in HOURS and not post.duty_hours:
            keeper = city.posts[f"{_community(said.place)}.committee"]
            if keeper.pk != post.pk:
                city.posts[key] = actions.change_post(
                    acting(keeper),
                    post,
                    phone=post.phone,
                    duty_hours=HOURS[Role(said.role)],
                    seats=post.seats,
                )


def _community(code: str) -> str:
    return next(key for key, place in content.COMMUNITIES.items() if code.startswith(place.code))


def _plaques(city: City) -> None:
    """Every community has printed the plaques of its posts."""
    for key, said in content.COMMUNITIES.items():
        place = city.places[said.code]
        keeper = acting(city.posts[f"{key}.committee"])
        for size in (Plaque.Size.A4, Plaque.Size.DOOR):
            roles = (Role.STEWARD, Role.BRANCH) if size == Plaque.Size.A4 else (Role.GROUP, Role.MEMBER_HOME)
            if posts := list(plaques.posts_with_plaque(place.path, roles)):
                actions.print_plaques(keeper, place, posts=posts, size=size)


def _promise(city: City, estate: str, said: tuple) -> None:
    branch = city.posts[f"{estate}.branch"]
    due = clock.today() + dt.timedelta(days=said[2])
    actions.promise_opening(acting(branch), branch.organisation, title=said[0], due_on=due)


def _fulfil(city: City, estate: str, said: tuple) -> None:
    branch = city.posts[f"{estate}.branch"]
    made = branch.organisation.commitments.filter(title=said[0], done_on=None).first()
    if made:
        shown = _shown(said[5], list(content.ESTATES).index(estate)) if estate in WITH_PICTURE else None
        says = said[6] if shown else ""
        actions.fulfil_opening(acting(branch), made, proof=said[4], picture=shown, picture_says=says)


def _shown(kind: str, seed: int) -> pictures.Picture:
    """Drawn as the matters' pictures are: the place after something was done."""
    drawn = draw(kind, seed, after=True)
    return pictures.read(SimpleUploadedFile("proof.jpg", drawn, "image/jpeg"))


def _visit(city: City, days: int) -> None:
    """Stewards go round most buildings; once a session was held for each estate."""
    buildings = Place.objects.on().filter(level=Level.BUILDING, code__in=city.places).order_by("path")
    for number, building in enumerate(buildings):
        steward = _steward(city, building.path)
        if steward and number % NEVER_VISITED and number % 3 == days % 3:
            actions.note_visit(acting(steward), building)
    if days == 9:
        for said in list(content.ESTATES.values())[:5]:
            estate = city.places[said.code]
            if (steward := _steward(city, estate.path)) and estate.is_open:
                actions.note_visit(acting(steward), estate, kind=Visit.Kind.SESSION)


def _steward(city: City, path: str) -> Post | None:
    return next(
        (post for post in city.posts.values() if post.role == Role.STEWARD and post.covers(path)), None
    )


def _change(city: City) -> None:
    """Two stewards have other hours now; their plaques still say the old ones."""
    stewards = [key for key, said in content.POSTS.items() if said.role == Role.STEWARD][:2]
    for key in stewards:
        post = city.posts[key]
        keeper = acting(city.posts[f"{_community(content.POSTS[key].place)}.committee"])
        city.posts[key] = actions.change_post(
            keeper, post, phone=post.phone, duty_hours="每天 9:00–21:00", seats=post.seats
        )
