"""Neighbours of the demo city: where they live, how they say so too, and what is put together and taken out again."""

from collections.abc import Callable
from typing import Any

from yishi.cases import actions
from yishi.cases.models import Case
from yishi.network import actions as network
from yishi.network.actors import ANYONE, Actor, acting
from yishi.network.models import Level
from yishi.record import Refused

from . import content
from .shapes import Step
from .told import City, Told

DOORS_A_FLOOR, FLOORS = 2, 9
FIRST_DOOR = 3
"""Neighbours without an account live beside those whose door somebody went to."""
STILL_WAITING = 6
"""Every so-manieth home waits for somebody to vouch for it."""


def settle_in(city: City) -> None:
    """Residents have said where they live, and most of them are vouched for."""
    for number, person in enumerate(content.RESIDENTS.values(), 1):
        home = city.places[person.home]
        unit = f"{int(person.home.rsplit('-', 1)[1])}-" if home.level == Level.UNIT else ""
        building = city.places[home.code.rsplit("-", 1)[0]] if unit else home
        who = Actor(person=city.people[person.key])
        kept = network.claim_home(who, building, door=f"{unit}{number % 5 + 1}0{number % 2 + 1}")
        if number % STILL_WAITING:
            steward = next(post for post in city.posts.values() if _looks_after(post, building.path))
            network.vouch_for_home(acting(steward), kept)


def _looks_after(post: Any, path: str) -> bool:
    return post.role == "steward" and post.covers(path)


PLAYS: dict[str, Callable[[Told, Step], None]] = {}


def play(telling: Told, step: Step) -> bool:
    """The step happens, if it is one of these. Says whether it was."""
    if step.does not in PLAYS:
        return False
    PLAYS[step.does](telling, step)
    return True


def _neighbours(telling: Told, step: Step) -> None:
    """So many households join: first those of the estate with an account, then others with building and door."""
    estate, left = content.ESTATES[telling.matter.estate].code, step.count
    for person in content.RESIDENTS.values():
        if left and person.home.startswith(estate) and person.key != telling.matter.by:
            left -= _joins(telling, Actor(person=telling.city.people[person.key]))
    place = telling.city.places[_building(telling.matter.place)]
    for n in range(telling.case.voices, telling.case.voices + left):
        unit, rest = divmod(n, DOORS_A_FLOOR * FLOORS)
        floor, door = divmod(rest, DOORS_A_FLOOR)
        _joins(telling, ANYONE, place=place, door=f"{unit + 1}-{floor + 1}0{door + FIRST_DOOR}")


def _joins(telling: Told, who: Actor, **home: Any) -> int:
    before = Case.objects.get(pk=telling.case.pk).voices
    try:
        actions.join(who, telling.case, **home)
    except Refused:  # they have joined before
        return 0
    telling.case.refresh_from_db()
    return telling.case.voices - before


def _building(where: str) -> str:
    return content.code_of("/".join(where.split("/")[:2]))


def _merge(telling: Told, step: Step) -> None:
    main = Case.objects.get(pk=telling.city.cases[step.to])
    telling.case = actions.merge(telling.acting(step.who), telling.case, into=main)


def _split(telling: Told, step: Step) -> None:
    resident = Actor(follows=frozenset({telling.case.pk}))
    telling.case = actions.split(
        resident if step.who == "resident" else telling.acting(step.who), telling.case
    )


PLAYS |= {"neighbours": _neighbours, "merge": _merge, "split": _split}
