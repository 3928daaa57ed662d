"""The tree of places under several hands at the same moment."""

from datetime import timedelta
from functools import partial

import pytest
from tests.cases.test_at_once import at_once, refused

from yishi.network import actions
from yishi.network.actors import CLOCK, Actor
from yishi.network.models import Grid, GridPart, Level, Place, Residence
from yishi.record import clock

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_move_one_building_and_it_moves_once(world):
    committee, b3 = world.actor("committee"), world.places["b3"]
    third = actions.add_place(
        CLOCK, world.places["community"], code="421182001901-03", level=Level.ESTATE, name_zh="三苑"
    )
    results = at_once(
        partial(actions.move_place, committee, b3, to=world.places["estate2"], on=clock.today()),
        partial(actions.move_place, committee, b3, to=third, on=clock.today()),
    )
    [told] = refused(results)
    assert told.moved_on
    assert Place.objects.living().filter(name_zh="3栋").count() == 1
    assert Place.objects.find_problems() == ([], [], [], [], [])


def test_what_is_added_or_claimed_while_a_building_moves_is_not_left_behind(world):
    committee, estate = world.actor("committee"), world.places["estate"]
    for turn in range(3):
        building = actions.add_place(
            CLOCK, estate, code=f"{estate.code}-5{turn}", level=Level.BUILDING, name_zh=f"5{turn}栋"
        )
        at_once(
            partial(
                actions.add_place,
                committee,
                building,
                code=f"{building.code}-01",
                level=Level.UNIT,
                name_zh="1单元",
            ),
            partial(actions.claim_home, Actor(person=world.people["resident"]), building, door="1-101"),
            partial(actions.move_place, committee, building, to=world.places["estate2"], on=clock.today()),
        )
        building.refresh_from_db()
        assert building.closed_on
        assert not Place.objects.living().inside(building.path).exists()
        assert not Residence.objects.present().filter(place__closed_on__isnull=False).exists()
    assert Place.objects.find_problems() == ([], [], [], [], [])


def test_crossing_moves_and_closings_end(world):
    """Each waits for the other in one order, so neither waits for ever."""
    committee, yesterday = world.actor("committee"), clock.today() - timedelta(days=1)
    results = at_once(
        partial(actions.move_place, committee, world.places["b3"], to=world.places["estate2"], on=yesterday),
        partial(actions.move_place, committee, world.places["c1"], to=world.places["estate"], on=yesterday),
        partial(actions.close_place, committee, world.places["estate2"], on=clock.today()),
    )
    assert len(refused(results)) <= 2
    closed = Place.objects.get(pk=world.places["estate2"].pk)
    assert closed.closed_on and not Place.objects.living().inside(closed.path).exists()
    assert Place.objects.find_problems() == ([], [], [], [], [])


def test_two_grids_reach_for_one_building_and_one_gets_it(world):
    committee, community = world.actor("committee"), world.places["community"]
    grids = [actions.make_grid(committee, community, name_zh=name) for name in ("甲", "乙")]
    results = at_once(
        *(partial(actions.set_grid, committee, grid, places=[world.places["b3"]]) for grid in grids)
    )
    assert len(refused(results)) == 1
    assert GridPart.objects.count() == 1 and Grid.objects.count() == 2
