"""A connection kept from one request to the next is looked at before it is used, and asked only where something was
heard on it."""

import contextlib
import socket

import psycopg
import pytest
from django.db import connections

from yishi.site.postgresql.base import DatabaseWrapper


class Line:
    """A connection to a server at the other end of a pair of sockets."""

    def __init__(self) -> None:
        self.here, self.there = socket.socketpair()
        self.closed, self.cut, self.asked = False, False, 0

    def fileno(self) -> int:
        return self.here.fileno()

    @contextlib.contextmanager
    def cursor(self):
        yield self

    def execute(self, _statement: str) -> None:
        self.asked += 1
        if self.cut:
            raise psycopg.OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def line():
    found = Line()
    yield found
    found.here.close()
    found.there.close()


@pytest.fixture
def kept(line):
    settings = {**connections["default"].settings_dict, "OPTIONS": {}}
    found = DatabaseWrapper(settings)
    found.connection = line
    return found


def test_a_silent_one_is_used_unasked(kept, line):
    assert kept.is_usable() and line.asked == 0


def test_one_the_server_has_cut_is_noticed(kept, line):
    line.cut = True
    line.there.close()
    assert not kept.is_usable()


def test_one_on_which_something_was_said_is_asked(kept, line):
    line.there.send(b"N")
    assert kept.is_usable() and line.asked == 1


def test_after_an_error_it_is_asked(kept, line):
    kept.errors_occurred = line.cut = True
    assert not kept.is_usable() and line.asked == 1


def test_a_closed_one_is_not_used(kept, line):
    line.closed = True
    assert not kept.is_usable() and line.asked == 0
    kept.connection = None
    assert not kept.is_usable()
