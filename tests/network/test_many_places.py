"""Many places at once are what they would be one by one; the roll adds its buildings and units that way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.network.rolls import csv_of, row

from yishi.network import actions, roll_jobs
from yishi.network.actions import NewPlace
from yishi.network.actors import CLOCK
from yishi.network.models import Level, Place
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
SOUND = ([], [], [], [], [])


def buildings(estate, numbers):
    return [NewPlace(f"{estate.code}-{n}", estate.code, Level.BUILDING, f"{n}栋") for n in numbers]


def test_a_post_adds_many_as_it_adds_one(world):
    committee, estate = world.actor("committee"), world.places["estate2"]
    alone = actions.add_place(
        committee, estate, code=f"{estate.code}-70", level=Level.BUILDING, name_zh="70栋"
    )
    made = actions.add_places(committee, world.places["community"], new=buildings(estate, (71, 72)))
    beside = made[f"{estate.code}-71"]
    assert (beside.label_zh, beside.depth, beside.opened_on) == (
        alone.label_zh.replace("70", "71"),
        alone.depth,
        alone.opened_on,
    )
    assert beside.path > alone.path
    assert Place.objects.find_problems() == SOUND
    one, other = (Entry.objects.get(subject=each.ref) for each in (alone, beside))
    assert (other.kind, other.actor, other.public) == (one.kind, one.actor, one.public)
    actions.add_place(committee, estate, code=f"{estate.code}-73", level=Level.BUILDING, name_zh="73栋")
    assert Place.objects.find_problems() == SOUND


@pytest.mark.parametrize(
    ("who", "code", "level"),
    [
        ("committee", "without-its-estate", Level.BUILDING),
        ("committee", "{}-1", Level.COMMUNITY),
        ("steward", "{}-1", Level.BUILDING),
    ],
)
def test_what_one_could_not_add_alone_one_cannot_add_among_many(world, who, code, level):
    estate = world.places["estate2"]
    new = [*buildings(estate, (71,)), NewPlace(code.format(estate.code), estate.code, level, "错")]
    with pytest.raises(Refused):
        actions.add_places(world.actor(who), world.places["community"], new=new)
    assert not Place.objects.filter(code=f"{estate.code}-71").exists()


def test_nothing_is_added_to_what_is_closed_or_lies_elsewhere(world):
    estate, other = world.places["estate"], world.places["estate2"]
    with pytest.raises(Refused):
        actions.add_places(CLOCK, estate, new=buildings(other, (71,)))
    actions.close_place(CLOCK, other, on=clock.today())
    with pytest.raises(Refused) as refused:
        actions.add_places(CLOCK, world.places["community"], new=buildings(other, (71,)))
    assert refused.value.moved_on


def written(place, rows):
    content = csv_of(rows)
    sheet, plan = roll_jobs.looked_at(content, place)
    assert not sheet.problems
    told = []
    with CaptureQueriesContext(
        connection,
    ) as asked:
        actions.write_roll(
            CLOCK, place, content, plan, with_units=True, each=lambda done, of: told.append((done, of))
        )
    return len(asked), told


def test_the_buildings_and_units_of_a_file_are_added_at_once(world):
    estate = world.places["estate2"]
    rows = [
        row(estate=estate.name_zh, building=f"{n}栋", unit=f"{unit}单元", door="101")
        for n in range(41, 44)
        for unit in (1, 2)
    ]
    few, told = written(estate, rows)
    assert told[-1] == (6, 6)
    assert Place.objects.find_problems() == SOUND
    unit = Place.objects.get(code=f"{estate.code}-42-02")
    assert (unit.level, unit.label_zh) == (Level.UNIT, f"{estate.name_zh} 42栋 2单元")
    assert Entry.objects.filter(kind="network.PlaceAdded", place__startswith=unit.path[:-4]).count() == 3
    many, _told = written(
        estate,
        [
            row(estate=estate.name_zh, building=f"{n}栋", unit=f"{unit}单元", door="101")
            for n in range(51, 81)
            for unit in (1, 2, 3)
        ],
    )
    assert many <= few + 4, "ten times as many buildings ask the database no more"
    assert Place.objects.find_problems() == SOUND


def test_a_number_whose_code_is_taken_gets_the_next_free_code(world):
    estate, elsewhere = world.places["estate2"], world.places["estate"]
    actions.add_place(CLOCK, elsewhere, code=f"{estate.code}-41", level=Level.BUILDING, name_zh="甲栋")
    written(
        estate, [row(estate=estate.name_zh, building="41栋"), row(estate=estate.name_zh, building="东楼")]
    )
    codes = set(
        Place.objects.inside(estate.path).filter(name_zh__in=("41栋", "东楼")).values_list("code", flat=True)
    )
    assert len(codes) == 2 and f"{estate.code}-41" not in codes
    assert all(code.startswith(f"{estate.code}-b") for code in codes)
