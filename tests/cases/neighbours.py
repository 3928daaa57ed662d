"""Neighbours with homes somebody vouched for, and people with a telephone."""

from typing import Any

from tests.world import PASSWORD, World

from yishi.cases import actions
from yishi.cases.models import Case
from yishi.network import actions as network
from yishi.network.actors import CLOCK, Actor
from yishi.people import actions as people

PHONE = "13900000001"


def neighbour(world: World, name: str, door: str, place: str = "b3", *, vouched: bool = True) -> Actor:
    """Somebody who lives behind a door; `vouched` by the steward."""
    person = people.register(CLOCK, None, username=name, name="郑邻", password=PASSWORD)
    world.people[name] = person
    actor = Actor(person=person)
    home = network.claim_home(actor, world.places[place], door=door)
    if vouched:
        network.vouch_for_home(world.actor("steward2" if place == "c1" else "steward"), home)
    return actor


def closed(world: World, **what: Any) -> Case:
    """A case its resident called solved."""
    case = world.answered(**what)
    return actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied")
