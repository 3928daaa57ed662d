"""Neighbours at the same moment: one household counts once, and joining while two are put together loses nobody."""

from functools import partial

import pytest
from tests.cases.test_at_once import at_once, refused
from tests.cases.test_voices import households, somebody

from yishi.cases import actions
from yishi.cases.models import Case, State, Voice
from yishi.network.actors import ANYONE, Actor
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def test_two_of_one_household_join_at_once(world):
    for n in range(ROUNDS):
        case = world.report()
        home = {"place": world.places["b3"], "door": f"1-{n}01"}
        results = at_once(*(partial(actions.join, ANYONE, case, **home) for _time in range(4)))
        assert not refused(results)
        assert households(case) == (2, 0)
        assert Voice.objects.counted().filter(case=case).count() == 1


def test_one_person_taps_twice_at_once(world):
    zhou = somebody(world, "zhou", "1-501")
    for _round in range(ROUNDS):
        case = world.report()
        results = at_once(*(partial(actions.join, zhou, case) for _time in range(3)))
        assert len(refused(results)) == 2 and households(case) == (2, 0)


def test_many_households_at_once_are_all_counted(world):
    case = world.report()
    homes = [{"place": world.places["b3"], "door": f"{n}-101"} for n in range(6)]
    assert not refused(at_once(*(partial(actions.join, ANYONE, case, **home) for home in homes)))
    assert households(case) == (7, 0)


def test_joining_while_it_is_put_together(world):
    for _round in range(ROUNDS):
        case, main = world.report(), world.report()
        results = at_once(
            partial(actions.merge, world.actor("steward"), case, into=main),
            partial(actions.join, ANYONE, case),
            partial(actions.join, ANYONE, main),
        )
        case.refresh_from_db()
        assert (case.state, case.merged_into) == (State.MERGED, main)
        # whoever was too late for the one reads that it has moved on; whoever was in time counts
        assert len(refused(results)) <= 1 and all(told.moved_on for told in refused(results))
        assert households(main) == (4 - len(refused(results)), 0)


def test_two_put_each_into_the_other(world):
    steward, committee = world.actor("steward"), world.actor("committee")
    for _round in range(ROUNDS):
        one, other = world.report(), world.report()
        results = at_once(
            partial(actions.merge, steward, one, into=other),
            partial(actions.merge, committee, other, into=one),
        )
        assert len(refused(results)) == 1
        merged = Case.objects.filter(pk__in=[one.pk, other.pk], state=State.MERGED).get()
        main = merged.merged_into
        assert main.merged_into is None and main.is_open and households(main) == (2, 0)
        assert Entry.objects.filter(kind="cases.Merged", subject=merged.ref).count() == 1


def test_leaving_while_it_is_taken_out(world):
    steward = world.actor("steward")
    for _round in range(ROUNDS):
        case, main = world.report(), world.report()
        voice = actions.join(ANYONE, case)
        case = actions.merge(steward, case, into=main)
        me = Actor(joined=frozenset({voice.pk}))
        assert not refused(at_once(partial(actions.split, steward, case), partial(actions.leave, me, voice)))
        assert households(case) == (1, 0) and households(main) == (1, 0)
