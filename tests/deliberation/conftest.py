"""Sessions of the small neighbourhood."""

from datetime import timedelta

import pytest

from yishi.deliberation import actions, setup
from yishi.deliberation.models import Kind, Session
from yishi.network.actors import CLOCK
from yishi.record import clock


@pytest.fixture
def meeting_world(world):
    """The neighbourhood, with the usual rules of sessions."""
    setup.enter_rules(CLOCK)
    return world


def call(world, *, days: int = 20, place: str = "estate", kind: str = Kind.YARD, **fields) -> Session:
    """The estate branch calls a session in so many days."""
    begins = clock.now() + timedelta(days=days)
    said = {
        "kind": kind,
        "starts_at": begins,
        "ends_at": begins + timedelta(minutes=90),
        "host": world.posts["branch"].organisation,
        "chair": world.posts["branch"],
        "clerk": world.posts["steward"],
        "spot_zh": "小区中心花园",
        "spot_en": "the garden in the middle",
    }
    return actions.call_session(world.actor("branch"), world.places[place], **{**said, **fields})


def underway(world, **fields) -> Session:
    """A session that is going on now."""
    session = actions.announce(world.actor("branch"), call(world, **fields))
    with clock.at(session.starts_at):
        return actions.begin(world.actor("steward"), session)
