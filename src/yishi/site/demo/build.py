"""Builds the demo city by calling actions, and nothing else: places, posts, people, then every story step by step in
the order of time, with the clock of the house set to each step's moment. All of it is one transaction, so a build that
is cut short leaves nothing behind and simply begins anew."""

import datetime as dt
import heapq
from collections.abc import Callable
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from yishi.cases import actions, setup
from yishi.cases.models import Case, Category, Photo, State
from yishi.deliberation import setup as sessions
from yishi.network import actions as network
from yishi.network.actors import CLOCK, Actor, acting
from yishi.network.models import Place, Post
from yishi.notices.actions import mark_all_read, quietly
from yishi.notices.models import Message
from yishi.people import actions as people
from yishi.people.models import Person
from yishi.record import clock
from yishi.record.jobs import seal_waiting
from yishi.record.models import Entry

from . import (
    board_hung,
    checking,
    confiding,
    content,
    handed_in,
    hands,
    joining,
    judging,
    meet_before,
    meet_calendar,
    meet_heating,
    meet_sheds,
    meet_yard,
    net_bodies,
    net_helpers,
    net_large,
    net_places,
    net_plaques,
    net_roll,
    scenes,
    shapes,
    themes_set,
)
from .playing import Telling
from .told import City

PASSWORD = "yishi-demo"
"""Of everybody in the demo city, and of nobody else."""
BEFORE_FIRST_STORY = dt.timedelta(days=30)
READ_AFTER = dt.timedelta(days=1)
"""What was told longer ago than this has been read."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, and of how many."""


def quiet(_what: str, _done: int, _of: int) -> None:
    """No progress is shown."""


def is_built() -> bool:
    """Whether the database holds the demo city. Its communities have codes that are issued to nobody."""
    codes = [place.code for place in content.COMMUNITIES.values()]
    names = [place.zh for place in content.COMMUNITIES.values()]
    return Place.objects.filter(code__in=codes, name_zh__in=names).count() == len(codes)


def holds_something_else() -> bool:
    """Whether somebody has begun to use this database for something that the demo must not be mixed into."""
    return not is_built() and (
        Case.objects.exclude(source__startswith="messages:").exists()
        or Post.objects.exclude(code__startswith="imported-board").exists()
    )


def build(progress: Progress = quiet, matters: tuple[shapes.Matter, ...] = content.MATTERS) -> dict[str, Any]:
    """The demo city stands, told up to this moment. Gives what it counts."""
    now = timezone.localtime(clock.now())
    told = (shapes.told_at(matter, now) for matter in matters)
    begins = min(now - meet_heating.LONG_AGO, *told) - BEFORE_FIRST_STORY
    with transaction.atomic(), quietly():
        with clock.at(begins):
            city = _found(progress)
        _tell_everything(city, matters, now, progress)
        _read_old_messages(city, now)
    while seal_waiting():
        pass
    return counted()


def add_scenes(progress: Progress = quiet) -> None:
    """The full city stands beside the small one."""
    above = {place.code: place for place in Place.objects.filter(code__in=scenes.ABOVE)}
    district, city = (above[code] for code in scenes.ABOVE)
    with transaction.atomic(), quietly():
        scenes.build_scenes(city, district, progress)
    while seal_waiting():
        pass
    progress("Scenes", scenes.PARTS + 1, scenes.PARTS + 1)


def counted() -> dict[str, Any]:
    """How much there is."""
    return {
        "places": Place.objects.count(),
        "people": Person.objects.count(),
        "cases": Case.objects.count(),
        "photos": Photo.objects.count(),
        "events": Entry.objects.count(),
    }


# --- places, bodies, people, posts ---


def _found(progress: Progress) -> City:
    city = City()
    for done, said in enumerate(content.PLACES, 1):
        city.places[said.code] = _place(city, said)
        progress("Places", done, len(content.PLACES))
    for done, person in enumerate(content.PEOPLE.values(), 1):
        city.people[person.key] = _person(person)
        progress("People", done, len(content.PEOPLE))
    for done, body in enumerate(content.ORGANISATIONS, 1):
        place = city.places[body.place]
        city.organisations[body.key] = network.found(
            CLOCK, place, kind=body.kind, code=body.key, name_zh=body.zh, name_en=body.en
        )
        progress("Bodies", done, len(content.ORGANISATIONS))
    for done, post in enumerate(content.POSTS.values(), 1):
        city.posts[post.key] = _post(city, post)
        progress("Posts", done, len(content.POSTS))
    net_bodies.build_bodies(city)
    net_places.build_places(city)
    setup.enter_taxonomy(CLOCK)
    city.categories = {category.code: category for category in Category.objects.all()}
    setup.enter_ladder(CLOCK, city.places[content.STREET])
    sessions.enter_rules(CLOCK)
    joining.settle_in(city)
    net_roll.build_roll(city)
    net_large.build_large(city)
    checking.settle_in(city)
    return city


def _place(city: City, said: shapes.Place) -> Place:
    there = Place.objects.filter(code=said.code).first()  # where divisions were imported before
    parent = city.places.get(said.parent)
    return there or network.add_place(
        CLOCK, parent, code=said.code, level=said.level, name_zh=said.zh, name_en=said.en
    )


_encoded: list[str] = []


def _person(said: shapes.Person) -> Person:
    if not _encoded:
        _encoded.append(make_password(PASSWORD))  # slow by design, so once for all
    return people.register(
        CLOCK, None, username=said.key, name=said.zh, phone=said.phone, encoded=_encoded[0]
    )


def _post(city: City, said: shapes.Post) -> Post:
    holders = [city.people[key] for key in said.holders]
    post = network.create_post(
        CLOCK,
        city.organisations[said.organisation],
        role=said.role,
        code=said.key,
        place=city.places[said.place],
        phone=content.PEOPLE[said.holders[0]].phone,
    )
    for holder in holders:
        for term in net_bodies.terms(said, len(city.posts)):
            network.appoint(CLOCK, post, person=holder, **term)
    return post


# --- stories ---


def _tell_everything(
    city: City, matters: tuple[shapes.Matter, ...], now: dt.datetime, progress: Progress
) -> None:
    """Everything that was said and done, all stories interwoven as they happened."""
    turn, tellings = count(), [Telling(city, matter) for matter in matters]
    due: list[tuple[dt.datetime, int, Any, shapes.Step | None]] = []
    for telling in tellings:
        due.append((shapes.told_at(telling.matter, now), next(turn), telling, None))
        due += [(at, next(turn), telling, step) for at, step in shapes.timeline(telling.matter, now)]
    due += [(at, next(turn), aside, None) for at, aside in judging.asides(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in hands.asides(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in handed_in.asides(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in confiding.asides(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in net_helpers.build_helpers(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in net_places.asides(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in net_plaques.build_plaques(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in meet_before.build_before(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in meet_yard.build_yard(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in board_hung.build_board(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in themes_set.build_themes(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in meet_calendar.build_calendar(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in meet_heating.build_heating(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in meet_sheds.build_sheds(city, now)]
    heapq.heapify(due)
    total = len(due)
    for done in range(1, total + 1):
        at, _turn, telling, step = heapq.heappop(due)
        _let_lapse(at)
        with clock.at(at):
            telling.begin() if step is None else telling.go_on(step)
        progress("Story", done, total)
    _let_lapse(now)


def _let_lapse(until: dt.datetime) -> None:
    """What nobody replied to has ended in silence, each when its time was over."""
    wait = dt.timedelta(days=setup.LAPSE_DAYS, minutes=1)
    silent = Case.objects.filter(state=State.ANSWERED, answered_at__lt=until - wait).order_by("answered_at")
    for case in silent:
        if case.answered_at:
            with clock.at(case.answered_at + wait):
                actions.lapse(CLOCK, case)


def _read_old_messages(city: City, now: dt.datetime) -> None:
    newest = Message.objects.filter(created_at__lt=now - READ_AFTER).order_by("-pk").first()
    if newest is None:
        return
    readers = [acting(post) for post in city.posts.values()]
    readers += [Actor(person=person) for person in city.people.values()]
    with clock.at(now):
        for reader in readers:
            mark_all_read(reader, up_to=newest.pk)
