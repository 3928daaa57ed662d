"""A building moves and goes on elsewhere: whoever lives in it is the household it was."""

import pytest
from tests.cases.neighbours import neighbour

from yishi.cases import actions
from yishi.cases.actions.voices import count
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK, Actor
from yishi.network.models import Place
from yishi.people import actions as people
from yishi.record import Refused, clock

pytestmark = pytest.mark.django_db


def moved(place: Place, to: Place) -> Place:
    place, to = Place.objects.get(pk=place.pk), Place.objects.get(pk=to.pk)
    return network.move_place(CLOCK, place, to=to, on=clock.today())


def test_a_household_does_not_join_an_old_case_a_second_time(world):
    case, zhou = world.report(), neighbour(world, "zhou", "1-501")
    actions.join(zhou, case)
    before = count(case)
    there = moved(world.places["b3"], world.places["estate2"])
    with pytest.raises(Refused):
        actions.join(zhou, case)
    wife = Actor(
        person=people.register(CLOCK, None, username="wife", name="周", password="osmanthus-in-autumn")
    )
    network.claim_home(wife, there, door="1单元501室")
    actions.join(wife, case)
    actions.join(ANYONE, case, place=there, door="1-501", phone="19900000011")
    assert count(case) == before, "one door, wherever its building lies now"
    actions.join(ANYONE, case, place=there, door="1-502")
    assert count(case)[0] == before[0] + 1, "another door is another household"


def test_nor_after_a_second_move_and_the_building_beside_it_is_another(world):
    case, zhou = world.report(), neighbour(world, "zhou", "1-501")
    actions.join(zhou, case)
    before = count(case)
    there = moved(world.places["b3"], world.places["estate2"])
    back = moved(there, world.places["estate"])
    assert zhou.person.residences.get().household == f"{world.places['b3'].pk}:1-501"
    actions.join(ANYONE, case, place=back, door="1-501")
    assert count(case) == before
    actions.join(ANYONE, case, place=world.places["b5"], door="1-501")
    assert count(case)[0] == before[0] + 1


def test_the_reporters_household_stays_counted_once(world):
    case = world.report(by=neighbour(world, "zhou", "1-501"))
    there = moved(world.places["b3"], world.places["estate2"])
    actions.join(ANYONE, case, place=there, door="1-501")
    assert count(case)[0] == 1
