"""Lets transactional tests empty the database although triggers forbid it.

`conftest.py` imports the fixture below; from then on the triggers are away while the tables are emptied.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from yishi.network import calendar, holidays
from yishi.network.models import CalendarDay, CalendarYear
from yishi.record import clock, triggers

_emptying = TransactionTestCase._fixture_teardown


def _emptying_the_record_too(case: TransactionTestCase) -> None:
    triggers.remove(connection)
    try:
        _emptying(case)
    finally:
        triggers.install(connection)
    _fill_the_calendar()


def _fill_the_calendar() -> None:
    """As the migration did it, which every database has gone through; without an entry in the record."""
    for notice in holidays.from_package():
        of = CalendarYear.objects.create(year=notice.year, source=notice.source, set_at=clock.real_now())
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, works=works, name=name, of=of) for day, works, name in notice.days
        )
    calendar.forget()


@pytest.fixture(autouse=True, scope="session")
def record_can_be_emptied() -> Iterator[None]:
    """For the whole session; tests within one transaction never notice."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", _emptying_the_record_too)
    yield
    patch.undo()
