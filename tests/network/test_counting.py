"""Counting time to a deadline: the Civil Code's rules, working days with the weekends that are worked, and stops."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yishi.network import holidays, statutory
from yishi.network.calendar import Calendar
from yishi.network.counting import (
    ZONE,
    Unit,
    count,
    office,
    working_days,
    working_time,
)

KNOWN = holidays.from_package()
DAYS = [day for notice in KNOWN for day in notice.days]
CALENDAR = Calendar(
    (day for day, works, _n in DAYS if not works),
    (day for day, works, _n in DAYS if works),
    (n.year for n in KNOWN),
)
OFFICE = office("09:00-12:00,14:00-18:00")
CLOSING = office("09:00-12:00,14:00-18:00", True)


def at(day: str, hour: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZONE)


def due(since: datetime, amount: int, unit: str, *stops, hours=OFFICE):
    return count(since, amount, unit, CALENDAR, hours, stops)


def last_day(*asked, **more) -> str:
    return due(*asked, **more).at.date().isoformat()


# --- the rules ---


@pytest.mark.parametrize(
    ("since", "amount", "unit", "expected"),
    [
        # the day it begins is not counted, and the last one lasts until midnight
        (at("2026-11-02", "00:01"), 7, Unit.DAYS, "2026-11-09 23:59:59"),
        (at("2026-11-02", "23:59"), 7, Unit.DAYS, "2026-11-09 23:59:59"),
        # days of the calendar do not skip weekends, and may end on one
        (at("2026-11-06"), 2, Unit.DAYS, "2026-11-08 23:59:59"),
        # a last day on a holiday moves to the next day that is worked: here a Thursday after National Day
        (at("2026-09-28"), 5, Unit.DAYS, "2026-10-08 23:59:59"),
        # working days leave out the weekend …
        (at("2026-11-06"), 1, Unit.WORK_DAYS, "2026-11-09 23:59:59"),
        (at("2026-11-07"), 1, Unit.WORK_DAYS, "2026-11-09 23:59:59"),
        # … and count a Saturday that is worked: 2026-02-14, before nine days of Spring Festival
        (at("2026-02-13"), 1, Unit.WORK_DAYS, "2026-02-14 23:59:59"),
        (at("2026-02-13"), 2, Unit.WORK_DAYS, "2026-02-24 23:59:59"),
        # hours count at once, night or not
        (at("2026-11-07", "23:30"), 2, Unit.HOURS, "2026-11-08 01:30:00"),
        # office hours rest at noon, at night, and on days off
        (at("2026-11-06", "11:30"), 2, Unit.WORK_HOURS, "2026-11-06 15:30:00"),
        (at("2026-11-06", "17:00"), 2, Unit.WORK_HOURS, "2026-11-09 10:00:00"),
        (at("2026-11-07", "17:00"), 7, Unit.WORK_HOURS, "2026-11-09 18:00:00"),
        (at("2026-11-09", "09:00"), 3, Unit.WORK_HOURS, "2026-11-09 12:00:00"),
        # 2026-02-28, a Saturday, is worked
        (at("2026-02-28", "08:00"), 1, Unit.WORK_HOURS, "2026-02-28 10:00:00"),
    ],
)
def test_counting_follows_the_civil_code(since, amount, unit, expected):
    found = due(since, amount, unit)
    assert found.at.strftime("%Y-%m-%d %H:%M:%S") == expected
    assert not found.provisional


def test_a_limit_in_days_may_end_when_the_office_closes():
    assert due(at("2026-11-02"), 7, Unit.DAYS, hours=CLOSING).at == at("2026-11-09", "18:00")
    assert due(at("2026-11-02"), 5, Unit.WORK_DAYS, hours=CLOSING).at == at("2026-11-09", "18:00")


def test_nothing_lies_between_the_last_moment_of_a_day_and_the_next_day():
    last = due(at("2026-11-02"), 1, Unit.DAYS).at
    assert last + timedelta(microseconds=1) == at("2026-11-04", "00:00")


@pytest.mark.parametrize(
    "wrong", ["", "9-18", "18:00-09:00", "09:00-12:00,11:00-18:00", "09:00-24:30", "09:00"]
)
def test_office_hours_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError):
        office(wrong)


# --- years whose notice is not out ---


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.WORK_DAYS])
def test_what_reaches_into_a_year_without_notice_is_provisional(unit):
    found = due(at("2026-12-29"), 5, unit)
    assert found.provisional
    assert found.at.year == 2027


def test_running_hours_need_no_calendar_and_are_never_provisional():
    assert not due(at("2026-12-31", "23:00"), 24, Unit.HOURS).provisional


def test_statutory_days_hold_where_no_notice_is_out():
    # 2027-01-01 is free by law; the Saturday and Sunday after it are free as ever
    assert last_day(at("2026-12-31"), 1, Unit.WORK_DAYS) == "2027-01-04"
    assert last_day(at("2026-12-25"), 7, Unit.DAYS) == "2027-01-04"
    assert not CALENDAR.works(date(2027, 2, 8))  # the third day of the Spring Festival
    assert CALENDAR.works(date(2027, 2, 9))


@pytest.mark.parametrize("year", [1995, 2027, 2041, 2150])
def test_no_year_is_beyond_counting(year):
    found = due(at(f"{year}-04-28"), 15, Unit.WORK_DAYS)
    assert found.provisional
    assert found.at > at(f"{year}-05-17", "00:00")


@pytest.mark.parametrize("year", range(2025, 2027))
def test_the_statutory_rule_agrees_with_the_notices_that_are_out(year):
    """Fixed days are off in the notices too."""
    assert all(CALENDAR.is_holiday(day) for day in statutory.fixed(year))


# --- stops ---


@pytest.mark.parametrize(
    ("amount", "unit", "stop", "expected"),
    [
        # begun on Monday the 2nd at 10:00, stood from Wednesday the 4th 15:00 to Friday the 6th 09:00
        (72, Unit.HOURS, ("2026-11-04T15:00", "2026-11-06T09:00"), "2026-11-07 04:00:00"),
        (21, Unit.WORK_HOURS, ("2026-11-04T15:00", "2026-11-06T09:00"), "2026-11-06 15:00:00"),
        (7, Unit.DAYS, ("2026-11-04T15:00", "2026-11-06T09:00"), "2026-11-11 23:59:59"),
        (5, Unit.WORK_DAYS, ("2026-11-04T15:00", "2026-11-06T09:00"), "2026-11-11 23:59:59"),
        # stood on the very last day: what is left of that day is there again on the day it goes on
        (2, Unit.DAYS, ("2026-11-04T15:00", "2026-11-10T09:00"), "2026-11-10 23:59:59"),
        (2, Unit.WORK_DAYS, ("2026-11-04T15:00", "2026-11-07T09:00"), "2026-11-09 23:59:59"),
        # a stop after the time was over changes nothing
        (1, Unit.DAYS, ("2026-11-04T15:00", "2026-11-10T09:00"), "2026-11-03 23:59:59"),
        (24, Unit.HOURS, ("2026-11-04T15:00", "2026-11-10T09:00"), "2026-11-03 10:00:00"),
        # a stop within one day gives no day away
        (7, Unit.DAYS, ("2026-11-04T09:00", "2026-11-04T17:00"), "2026-11-09 23:59:59"),
    ],
)
def test_what_was_left_when_the_clock_stood_is_left_when_it_goes_on(amount, unit, stop, expected):
    span = tuple(at(*end.split("T")) for end in stop)
    assert due(at("2026-11-02"), amount, unit, span).at.strftime("%Y-%m-%d %H:%M:%S") == expected


unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the arithmetic."""
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 9, 1)).map(
    lambda moment: moment.replace(tzinfo=ZONE)
)
LENGTHS = st.integers(0, 60 * 24 * 40).map(lambda minutes: timedelta(minutes=minutes))
SPANS = st.lists(st.tuples(MOMENTS, LENGTHS).map(lambda span: (span[0], span[0] + span[1])), max_size=4)
UNITS = st.sampled_from(list(Unit))
NEAR = st.lists(st.tuples(st.integers(0, 60 * 24 * 20), st.integers(0, 60 * 24 * 9)), max_size=4)


def near(since: datetime, offsets) -> list:
    """Stops shortly after the beginning, where they matter."""
    spans = []
    for ahead, long in offsets:
        began = since + timedelta(minutes=ahead)
        spans.append((began, began + timedelta(minutes=long)))
    return spans


@unhurried
@given(MOMENTS, st.integers(1, 60), UNITS, NEAR, SPANS)
def test_a_stop_never_shortens(since, amount, unit, offsets, far):
    plain = due(since, amount, unit).at
    assert due(since, amount, unit, *near(since, offsets), *far).at >= plain >= since


@unhurried
@given(MOMENTS, st.integers(1, 60), UNITS, NEAR)
def test_the_same_stop_told_twice_or_in_pieces_is_one_stop(since, amount, unit, offsets):
    stops = near(since, offsets)
    halves = [half for b, e in stops for half in ((b, b + (e - b) / 2), (b + (e - b) / 2, e))]
    once = due(since, amount, unit, *stops)
    assert due(since, amount, unit, *stops, *stops) == once
    assert due(since, amount, unit, *reversed(halves)) == once


@unhurried
@given(MOMENTS, st.integers(1, 60), NEAR)
def test_running_hours_are_extended_by_the_time_stood_and_no_more(since, amount, offsets):
    stops = near(since, offsets)
    end = due(since, amount, Unit.HOURS, *stops).at
    stood = sum((e - b for b, e in _apart(stops, end)), timedelta())
    assert end - since == timedelta(hours=amount) + stood


@unhurried
@given(MOMENTS, st.integers(1, 60), NEAR)
def test_the_office_time_that_was_not_stood_is_exactly_what_was_given(since, amount, offsets):
    stops = near(since, offsets)
    end = due(since, amount, Unit.WORK_HOURS, *stops).at
    stood = sum((working_time(b, e, CALENDAR, OFFICE) for b, e in _apart(stops, end)), timedelta())
    assert working_time(since, end, CALENDAR, OFFICE) - stood == timedelta(hours=amount)


@unhurried
@given(MOMENTS, st.integers(1, 40))
def test_so_many_working_days_lie_between(since, amount):
    end = due(since, amount, Unit.WORK_DAYS).at.date()
    assert working_days(since.date(), end, CALENDAR) == amount
    assert CALENDAR.works(end)


@unhurried
@given(MOMENTS, st.integers(1, 40), UNITS)
def test_more_time_never_ends_sooner(since, amount, unit):
    assert due(since, amount + 1, unit).at >= due(since, amount, unit).at


def _apart(stops, end):
    """The stops without their overlaps, up to the end."""
    apart = []
    for b, e in sorted(stops):
        if apart and b <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(e, apart[-1][1]))
        else:
            apart.append((b, e))
    return [(b, min(e, end)) for b, e in apart if b < end]
