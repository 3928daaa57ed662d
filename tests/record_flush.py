"""Lets transactional tests empty the database although triggers forbid it.

`conftest.py` imports the fixture below; from then on the triggers are away while the tables are emptied.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from yishi.record import triggers

_emptying = TransactionTestCase._fixture_teardown


def _emptying_the_record_too(case: TransactionTestCase) -> None:
    triggers.remove(connection)
    try:
        _emptying(case)
    finally:
        triggers.install(connection)


@pytest.fixture(autouse=True, scope="session")
def record_can_be_emptied() -> Iterator[None]:
    """For the whole session; tests within one transaction never notice."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", _emptying_the_record_too)
    yield
    patch.undo()
