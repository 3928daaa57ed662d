"""A community has the ladder it describes in a file."""

import json

import pytest

from yishi.cases.models import Ladder
from yishi.cases.setup import Unreadable, enter_ladder_from
from yishi.network.actors import CLOCK

RUNGS = [
    {"role": "steward", "take_hours": 1, "answer_hours": 24},
    {"role": "council", "take_hours": 9, "answer_hours": 99},
]
SAID = {"place": "421182001901-02", "source": "小区议事规则第三条", "lapse_days": 3, "rungs": RUNGS}


def test_an_estate_may_have_a_ladder_of_its_own(world):
    enter_ladder_from(CLOCK, json.dumps(SAID))
    case = world.report(place="c1")
    assert (case.due_at - case.reported_at).total_seconds() == 24 * 3600
    assert case.ladder.lapse_days == 3
    assert Ladder.objects.over(world.places["b3"].path).rungs.count() == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "nowhere"},
        {"rungs": []},
        {"rungs": [{"role": "property", "take_hours": 1, "answer_hours": 1}]},
        {"rungs": [{"role": "steward", "take_hours": 0, "answer_hours": 1}]},
        {"rungs": [{"role": "steward"}]},
        {"lapse_days": "soon"},
    ],
)
def test_a_file_that_says_no_ladder_changes_nothing(world, wrong):
    with pytest.raises(Unreadable):
        enter_ladder_from(CLOCK, json.dumps({**SAID, **wrong}))
    assert Ladder.objects.count() == 1


def test_text_that_is_no_json_is_told_so(world):
    with pytest.raises(Unreadable):
        enter_ladder_from(CLOCK, "rungs: none")
