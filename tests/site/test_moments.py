"""What the database gives as a moment is the moment that was put in, in UTC, whatever zone it was said in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import DataError, connection
from hypothesis import given
from hypothesis import strategies as st

pytestmark = [pytest.mark.django_db, pytest.mark.database("postgresql")]
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=ZONES)


def given_back(words: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {words}", values)
        return cursor.fetchone()[0]


@given(MOMENTS)
def test_it_is_the_one_that_was_put_in(moment):
    found = given_back("%s::timestamptz", moment)
    assert found == moment
    assert found.tzinfo is UTC


def test_in_another_zone_it_is_told_in_utc():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'Asia/Kolkata'")
    assert given_back("'2026-11-23 12:00+00'::timestamptz") == datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize("odd", ["infinity", "-infinity", "0044-03-15 12:00 BC", "12026-01-01"])
def test_what_no_moment_of_ours_can_be_is_refused(odd):
    with pytest.raises(DataError):
        given_back("%s::timestamptz", odd)
