"""What each test stands on in the database, made once and not once a test.

A test that wants the `world` and stays within its transaction finds the one that was built for the test before it:
world and test are two transactions, one within the other, and only the inner one is taken back between two tests of
a module. The first test of a module gets a new one, and so does one after a test that stands on none. A test that
must be there before its world is (because it sets the clock, say) is marked `own_world` and builds one for itself.
"""

import copy
from collections.abc import Iterator

import pytest
from django.db import connection, transaction


class Ground:
    """The world that stands in an open transaction; None while nothing does."""

    def __init__(self) -> None:
        self._outer: transaction.Atomic | None = None
        self._world = None
        self._line: object = None
        self.blocker = None

    @property
    def stands(self) -> bool:
        """Whether the transaction is still the one that was begun here; a test may have hung up the line."""
        return self._outer is not None and connection.connection is self._line and connection.in_atomic_block

    def lay(self) -> None:
        """Build the world, unless it stands."""
        if self.stands:
            return
        self.clear()
        outer = transaction.atomic()
        outer.__enter__()
        self._outer, self._line = outer, connection.connection
        # what is told once all is committed is told to nobody within a test
        outer._from_testcase = True
        from tests.world import build

        self._world = build()

    def world(self):
        """A copy of it: what a test does to a row it holds is not the next one's."""
        from yishi.record import clock

        assert not clock.is_set(), "the clock stands before the world is built: mark the test `own_world`"
        return copy.deepcopy(self._world)

    def clear(self) -> None:
        """Take the world back."""
        outer, self._outer, self._world = self._outer, None, None
        if outer is None or connection.connection is not self._line or not connection.in_atomic_block:
            return
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


GROUND = Ground()


def wants_world(item: pytest.Item | None) -> bool:
    """Whether a test can stand on the world the one before it stood on."""
    names = getattr(item, "fixturenames", ())
    mark = item.get_closest_marker("django_db") if item else None
    committed = mark is not None and (mark.kwargs.get("transaction") or bool(mark.args and mark.args[0]))
    committed = committed or bool({"transactional_db", "live_server"} & set(names))
    own = item is not None and item.get_closest_marker("own_world") is not None
    return "world" in names and not committed and not own


@pytest.fixture
def _django_db_helper(
    request, django_db_setup, django_db_blocker, _ground, _django_db_helper
) -> Iterator[None]:
    """As pytest-django has it, within the transaction of the world."""
    yield


@pytest.fixture
def _ground(request, django_db_setup, django_db_blocker) -> None:
    if wants_world(request.node):
        GROUND.blocker = django_db_blocker
        with django_db_blocker.unblock():
            GROUND.lay()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    """The world goes before anything else begins."""
    try:
        return (yield)
    finally:
        if GROUND.blocker and not (wants_world(nextitem) and nextitem.path == item.path):
            with GROUND.blocker.unblock():
                GROUND.clear()
