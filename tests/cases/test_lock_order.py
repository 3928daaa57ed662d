"""Nobody waits for somebody who waits for them: a main case and what was put together with it are locked in one order,
that of their numbers, whoever begins where."""

import sys
import threading
import time

import pytest
from tests.cases.test_at_once import at_once, refused
from tests.cases.test_voices import somebody

from yishi.cases import actions
from yishi.cases.models import Case, State
from yishi.network.actors import Actor

pytestmark = pytest.mark.django_db(transaction=True)
voices = sys.modules["yishi.cases.actions.voices"]


@pytest.fixture
def together(world):
    """A part with a lower number than the main case it was put together with, and who raised either."""
    part, main = world.report(), world.handling()
    part = actions.merge(world.actor("steward"), part, into=main)
    assert part.pk < main.pk
    return part, Case.objects.get(pk=main.pk)


@pytest.fixture
def crossing(monkeypatch):
    """Whoever lets go of the parts of a main case stops there until somebody else has come for one of them."""
    come, real = threading.Event(), voices.let_go_of_parts

    def slowly(main):
        come.set()
        time.sleep(0.6)  # long enough for the other to stand at its lock; with a wrong order, for good
        real(main)

    monkeypatch.setattr(voices, "let_go_of_parts", slowly)

    def after(doing):
        def wait():
            come.wait(timeout=10)
            return doing()

        return wait

    return after


def ended_well(part: Case, main: Case) -> None:
    part.refresh_from_db()
    main.refresh_from_db()
    assert (main.state, part.state, part.merged_into_id) == (State.WITHDRAWN, State.REPORTED, None)


def test_the_main_one_is_withdrawn_while_its_part_is_taken_out(world, together, crossing):
    part, main = together
    results = at_once(
        lambda: actions.withdraw(world.reporter(main), main),
        crossing(lambda: actions.split(world.reporter(part), part)),
    )
    assert len(refused(results)) == 1, "it was let go of already"
    ended_well(part, main)


def test_the_last_voice_leaves_while_a_part_is_taken_out(world, together):
    """Whoever comes second leaves a matter behind for which nobody asks any more."""
    part, main = together
    zhou = somebody(world, "zhou", "1-501")
    voice = actions.join(zhou, main)
    main = actions.withdraw(world.reporter(main), main)
    assert main.is_left and main.is_open
    results = at_once(lambda: actions.leave(zhou, voice), lambda: actions.split(world.reporter(part), part))
    assert not refused(results)
    ended_well(part, main)


def test_an_account_is_erased_while_a_part_is_taken_out(world, crossing):
    me = Actor(person=world.people["resident"])
    part = world.report()
    main = world.report(by=me)
    actions.take(world.actor("steward"), main)
    part = actions.merge(world.actor("steward"), part, into=main)
    erasure = actions.ask_to_be_erased(me, open_cases="withdraw")
    results = at_once(
        lambda: actions.erase(me, erasure), crossing(lambda: actions.split(world.reporter(part), part))
    )
    assert len(refused(results)) == 1
    ended_well(part, main)
