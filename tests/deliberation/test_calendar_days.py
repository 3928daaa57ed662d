"""On which days a series meets: rules of repetition, days off, and no day twice."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yishi.deliberation.repeating import WEEKDAYS, Shift, Unreadable, days, normal
from yishi.network.calendar import Calendar

HOLIDAY = [date(2026, 10, 1) + timedelta(days=n) for n in range(8)]
WORKED = [date(2026, 9, 20), date(2026, 10, 10)]
CALENDAR = Calendar(HOLIDAY, WORKED, [2026, 2027])
YEAR = {
    "starts": date(2026, 1, 1),
    "first": date(2026, 1, 1),
    "last": date(2026, 12, 31),
    "calendar": CALENDAR,
}


def met(rule: str, **fields) -> list[date]:
    return [day.on for day in days(rule, **{**YEAR, **fields}) if day.on]


def test_the_tenth_of_every_month_is_twelve_days_and_moves_off_weekends_where_that_is_wanted():
    assert met("FREQ=MONTHLY;BYMONTHDAY=10") == [date(2026, month, 10) for month in range(1, 13)]
    moved = met("FREQ=MONTHLY;BYMONTHDAY=10", shift=Shift.NEXT)
    assert moved[0] == date(2026, 1, 12), "10 January is a Saturday"
    assert moved[9] == date(2026, 10, 10), "a Saturday that is worked for the holiday"
    assert len(moved) == 12


def test_the_last_saturday_is_a_weekend_on_purpose_and_moves_for_a_holiday_alone():
    found = met("FREQ=MONTHLY;BYDAY=-1SA", shift=Shift.NEXT)
    assert found == met("FREQ=MONTHLY;BYDAY=-1SA"), "no last Saturday of 2026 is a holiday"
    third = days("FREQ=MONTHLY;BYDAY=1SA", **YEAR, shift=Shift.BEFORE)[9]
    assert (third.by_rule, third.on) == (date(2026, 10, 3), date(2026, 9, 30))


def test_a_summer_long_series_that_hits_the_holiday_leaves_it_out_or_meets_once_after_it():
    weekly = "FREQ=WEEKLY;BYDAY=TH,FR,SA,SU"
    autumn = {"first": date(2026, 9, 28), "last": date(2026, 10, 11)}
    left_out = days(weekly, **{**YEAR, **autumn}, shift=Shift.SKIP)
    assert [day.by_rule for day in left_out if day.on is None] == HOLIDAY[:4] + HOLIDAY[7:]
    moved = days(weekly, **{**YEAR, **autumn}, shift=Shift.NEXT)
    assert [day.on for day in moved if day.is_moved] == [], "9 October, the next working day, is met already"
    assert {day.why for day in moved if day.on is None} == {"twice"}


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every tenth",
        "FREQ=HOURLY",
        "FREQ=MONTHLY;COUNT=3",
        "FREQ=MONTHLY;UNTIL=20261231",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=9999",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=ten",
        "FREQ=WEEKLY;BYHOUR=9",
        "FREQ=DAILY\nRRULE:FREQ=WEEKLY",
        "FREQ=MONTHLY;BYMONTHDAY=" + "1," * 100,
    ],
)
def test_what_is_no_rule_for_days_is_refused_in_words(rule):
    with pytest.raises(Unreadable) as told:
        normal(rule)
    assert len(str(told.value)) > 10


def test_a_rule_that_never_comes_true_ends_and_gives_no_day():
    assert days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", **YEAR) == []


RULES = st.one_of(
    st.integers(1, 31).map(lambda day: f"FREQ=MONTHLY;BYMONTHDAY={day}"),
    st.builds(
        lambda which, day: f"FREQ=MONTHLY;BYDAY={which}{day}",
        st.sampled_from([1, 2, 3, 4, -1]),
        st.sampled_from(WEEKDAYS),
    ),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True).map(
        lambda listed: "FREQ=WEEKLY;BYDAY=" + ",".join(listed)
    ),
)
SHIFTS = st.sampled_from(list(Shift))
OFF = st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=60)


@given(RULES, SHIFTS, OFF)
def test_no_day_is_met_twice_and_none_that_moves_is_a_day_off(rule, shift, off):
    calendar = Calendar(off, (), [2025, 2026, 2027])
    found = days(rule, **{**YEAR, "calendar": calendar}, shift=shift)
    on = [day.on for day in found if day.on]
    assert len(on) == len(set(on))
    assert all(calendar.works(day.on) for day in found if day.is_moved)
    assert [day.by_rule for day in found] == sorted({day.by_rule for day in found})
    if shift == Shift.KEEP:
        assert all(day.on == day.by_rule for day in found)


@given(RULES, SHIFTS, st.dates(date(2026, 2, 1), date(2026, 11, 30)))
def test_a_year_published_in_two_parts_has_the_days_of_one_published_at_once(rule, shift, cut):
    whole = days(rule, **YEAR, shift=shift)
    parts = days(rule, **{**YEAR, "last": cut}, shift=shift)
    parts += days(rule, **{**YEAR, "first": cut + timedelta(days=1)}, shift=shift)
    assume(whole)
    assert parts == whole
