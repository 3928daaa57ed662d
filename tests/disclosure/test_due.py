"""What was promised for a day stands on the home of its place, the soonest first, and nowhere else."""

from datetime import timedelta

import pytest

from yishi.cases import actions
from yishi.cases.models import Case, Promise, Visibility
from yishi.disclosure import home
from yishi.record import clock


@pytest.fixture
def promised(world):
    def promise(days: int, **what) -> Case:
        case = world.handling(**what)
        return actions.promise(
            world.actor("steward"), case, text="会清走", due_on=clock.today() + timedelta(days=days)
        )

    return promise


def told(place) -> list[tuple[str, int]]:
    """Where each leads, and in how many days."""
    found = home.due(place, None)
    return [(each.url, (each.on - clock.today()).days) for each in (found["promises"] if found else ())]


def test_promises_of_open_matters_the_soonest_first(world, promised):
    later, soon = promised(5), promised(2)
    expected = [(f"/cases/{soon.number}/", 2), (f"/cases/{later.number}/", 5)]
    for _time in range(2):  # put together, and asked again
        for place in (None, world.places["community"], world.places["estate"], world.places["b3"]):
            assert told(place) == expected
    others = [place for place in world.places.values() if not later.place_path.startswith(place.path)]
    assert others and all(told(place) == [] for place in others)


def test_of_each_the_post_and_its_words(world, promised):
    case = promised(3)
    (each,) = home.due(world.places["estate"], None)["promises"]
    assert each.words == case.title and each.who == world.posts["steward"].title and not each.is_over


def test_one_that_is_late_says_so(world, promised):
    case = promised(3)
    with clock.at(clock.now() + timedelta(days=10)):
        (each,) = home.due(None, None)["promises"]
        assert each.is_over and each.url.endswith(f"{case.number}/")


def test_what_is_kept_hidden_or_over_is_not_told(world, promised):
    promised(2, visibility=Visibility.HOTLINE)
    kept, over = promised(3), promised(4)
    Promise.objects.filter(case=kept).update(kept_at=clock.now())
    actions.withdraw(world.reporter(over), over)
    assert told(None) == told(world.places["estate"]) == []
