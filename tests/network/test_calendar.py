"""The calendar of working days: what comes with the house, and the yearly notice read from a file."""

import json
from datetime import date

import pytest

from yishi.network import calendar, holidays
from yishi.network.actors import CLOCK
from yishi.network.holidays import Unreadable
from yishi.network.models import CalendarDay, CalendarYear
from yishi.record.models import Entry

NOTICE = {
    "year": 2027,
    "source": "试验用的通知",
    "days_off": [
        {"name": "元旦", "from": "2026-12-31", "until": "2027-01-02"},
        {"name": "春节", "from": "2027-02-05", "until": "2027-02-11"},
        {"name": "劳动节", "from": "2027-05-01", "until": "2027-05-05"},
        {"name": "国庆节", "from": "2027-10-01", "until": "2027-10-07"},
    ],
    "working_weekends": ["2027-01-30", "2027-02-14"],
}


BOAT = {"name": "端午节", "from": "2027-06-09"}


@pytest.fixture(autouse=True)
def read_anew():
    calendar.forget()
    yield
    calendar.forget()


def read(**other):
    return holidays.read(json.dumps({**NOTICE, **other}))


def test_the_house_comes_with_the_notices_up_to_2026(db):
    known = calendar.current()
    assert known.last_known == 2026
    off = [
        "2026-01-01",
        "2026-02-15",
        "2026-02-23",
        "2026-04-06",
        "2026-05-05",
        "2026-06-21",
        "2026-09-27",
        "2026-10-07",
    ]
    worked = [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
        "2026-10-08",
    ]
    assert not any(known.works(date.fromisoformat(day)) for day in off)
    assert all(known.works(date.fromisoformat(day)) for day in worked)


def test_a_notice_from_a_file_is_known_at_once_and_entering_it_again_changes_nothing(db):
    assert calendar.current().works(date(2027, 2, 9))
    assert holidays.enter(CLOCK, read())
    known = calendar.current()
    assert known.last_known == 2027
    assert not known.works(date(2027, 2, 9))
    assert known.works(date(2027, 2, 14))
    assert not known.works(date(2026, 12, 31))  # a notice may begin in the December before
    assert not holidays.enter(CLOCK, read())
    assert Entry.objects.filter(kind="network.CalendarSet").count() == 1


def test_a_corrected_notice_takes_the_place_of_the_first(db):
    holidays.enter(CLOCK, read())
    holidays.enter(CLOCK, read(working_weekends=["2027-02-20"]))
    assert not calendar.current().works(date(2027, 2, 14))
    assert CalendarDay.objects.filter(of__year=2027, works=True).count() == 1


def test_a_day_at_the_turn_of_the_year_belongs_to_the_notice_that_names_it_last(db):
    holidays.enter(CLOCK, read())
    later = CalendarYear.objects.get(year=2026)
    assert not later.days.filter(day=date(2026, 12, 31)).exists()
    assert CalendarDay.objects.get(day=date(2026, 12, 31)).of.year == 2027


def test_the_years_of_the_package_leave_a_notice_from_a_file_alone(db):
    holidays.enter(CLOCK, read())
    assert holidays.enter_known(CLOCK) == []
    assert CalendarYear.objects.get(year=2027).source == "试验用的通知"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"days_off": [*NOTICE["days_off"], {"name": "", "from": "2027-06-09"}]}, ("days_off", 5)),
        ({"days_off": [*NOTICE["days_off"], {"name": "端午", "from": "2027-06-31"}]}, ("days_off", 5)),
        ({"days_off": [*NOTICE["days_off"], {"name": "端午", "from": "2028-06-09"}]}, ("days_off", 5)),
        ({"days_off": [*NOTICE["days_off"], {"name": "端午", "from": "2027-05-05"}]}, ("days_off", 5)),
        (
            {
                "days_off": [
                    *NOTICE["days_off"],
                    {"name": "端午", "from": "2027-06-09", "until": "2027-06-01"},
                ]
            },
            ("days_off", 5),
        ),
        (
            {
                "days_off": [
                    *NOTICE["days_off"],
                    {"name": "端午", "from": "2027-06-09", "until": "2027-07-09"},
                ]
            },
            ("days_off", 5),
        ),
        ({"days_off": [*NOTICE["days_off"], "端午"]}, ("days_off", 5)),
        ({"working_weekends": ["2027-02-15"]}, ("working_weekends", 1)),
        ({"working_weekends": ["2027-02-14", "2027-02-14"]}, ("working_weekends", 2)),
        ({"working_weekends": ["2027-02-06"]}, ("working_weekends", 1)),
        ({"working_weekends": [20270214]}, ("working_weekends", 1)),
        ({"days_off": NOTICE["days_off"][:3]}, ("days_off", 0)),
    ],
)
def test_what_is_wrong_with_a_notice_is_said_with_its_row_and_nothing_is_written(db, wrong, where):
    notice = read(**wrong)
    assert {(p.list, p.row) for p in notice.problems} == {where}
    with pytest.raises(ValueError):
        holidays.enter(CLOCK, notice)
    assert not CalendarYear.objects.filter(year=2027).exists()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"year": "2027"}', json.dumps({**NOTICE, "source": " "}), json.dumps({**NOTICE, "year": 19}),
     json.dumps({**NOTICE, "days_off": []}), json.dumps({**NOTICE, "working_weekends": None})],
)  # fmt: skip
def test_what_is_no_notice_is_refused(text):
    with pytest.raises(Unreadable):
        holidays.read(text)


def test_the_table_is_asked_only_now_and_then(db, django_assert_num_queries):
    calendar.current()
    with django_assert_num_queries(0):
        for _n in range(100):
            calendar.current()
