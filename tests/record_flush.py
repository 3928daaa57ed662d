"""Empties the database after a transactional test, although triggers forbid it, and quickly.

`conftest.py` imports the fixture below. Django empties every table there is, which on PostgreSQL is a new file for each
of some hundreds and takes seconds, and then tells everybody that all is migrated, so that all permissions are made
anew. Here only the tables that hold something are emptied, and what came with the migrations stays or is put back.
"""

from collections.abc import Iterator
from functools import cache

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from yishi.network import calendar, holidays
from yishi.network.models import CalendarDay, CalendarYear
from yishi.record import clock, triggers

_emptying = TransactionTestCase._fixture_teardown
# they say which models there are, which no test changes
KEPT = {"django_content_type", "auth_permission"}


def _emptying_the_record_too(case: TransactionTestCase) -> None:
    if connection.vendor == "postgresql" and not _may_silence_triggers():
        _without_triggers(lambda: _emptying(case))
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL session_replication_role = replica"
            )  # no trigger and no foreign key is asked
            _delete_from_all(cursor)
        if triggers.missing(connection):  # a test that took them away, and did not get to its end
            triggers.install(connection)
    else:
        _without_triggers(_empty_sqlite)
    _fill_the_calendar()


def _without_triggers(empty) -> None:
    triggers.remove(connection)
    try:
        empty()
    finally:
        triggers.install(connection)


def _empty_sqlite() -> None:
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        _delete_from_all(cursor)


def _delete_from_all(cursor) -> None:
    """Until nothing is left: a trigger may note in one table what went from another."""
    for _ in range(4):
        full = _tables_with_rows(cursor)
        for table in full:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        if not full:
            return
    raise AssertionError(f"still not empty: {full}")


def _tables_with_rows(cursor) -> list[str]:
    names = [name for name in _tables() if name not in KEPT]
    found: list[str] = []
    for first in range(0, len(names), 100):  # SQLite joins at most so many selects
        ask = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})"
            for name in names[first : first + 100]
        )
        cursor.execute(ask)
        found += [name for (name,) in cursor.fetchall()]
    return found


@cache
def _tables() -> tuple[str, ...]:
    return tuple(connection.introspection.django_table_names(only_existing=True, include_views=False))


@cache
def _may_silence_triggers() -> bool:
    """Whoever runs the tests on a server of their own may be no superuser there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()[0]


@cache
def _notices() -> tuple:
    return tuple(holidays.from_package())


def _fill_the_calendar() -> None:
    """As the migration did it, which every database has gone through; without an entry in the record."""
    for notice in _notices():
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
