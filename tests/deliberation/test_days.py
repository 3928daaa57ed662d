"""The figures of a month and the lists behind them say the same, whenever something was noticed or written down."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.deliberation.closed import take_down
from tests.deliberation.conftest import call

from yishi.deliberation import actions, place_figures
from yishi.deliberation.models import Kind
from yishi.deliberation.place_figures import Span
from yishi.network.actors import CLOCK
from yishi.record import clock
from yishi.record.actions import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def months_end():
    """The last evening of the next month but one, and the month after it."""
    first = clock.today().replace(day=1)
    for _month in range(3):
        first = (first + timedelta(days=32)).replace(day=1)
    last = first - timedelta(days=1)
    evening = timezone.make_aware(datetime(last.year, last.month, last.day, 21, 30))
    return evening, Span(last.year, last.month), Span(first.year, first.month)


def at(world, begins, **fields):
    return call(world, starts_at=begins, ends_at=begins + timedelta(minutes=90), **fields)


def of_month(world, span, what):
    """The figure of a month, which is as large as its list is long."""
    while seal():
        pass
    place = world.places["community"]
    figure = place_figures.figures(place.path, span.year).months[span.month - 1][what]
    rows = place_figures.listed(place, what, span, {}).rows
    assert figure == (sum(row.collected for row in rows) if what == "opinions" else len(rows))
    return figure


def test_one_that_was_missed_counts_in_the_month_of_its_day_though_it_was_noticed_in_the_next(
    meeting_world, months_end
):
    evening, month, following = months_end
    session = at(meeting_world, evening)
    with clock.at(evening + timedelta(hours=13)):
        actions.miss_session(CLOCK, session)
        assert (of_month(meeting_world, month, "missed"), of_month(meeting_world, following, "missed")) == (
            1,
            0,
        )


def test_one_that_was_held_after_all_is_taken_off_where_it_was_counted(meeting_world, months_end):
    evening, month, following = months_end
    session = actions.announce(meeting_world.actor("branch"), at(meeting_world, evening))
    with clock.at(evening + timedelta(hours=13)):
        session = actions.miss_session(CLOCK, session)
        session = actions.begin(meeting_world.actor("steward"), session)
        take_down(meeting_world, session, "路灯不亮。", "下水道堵了。")
        actions.end(meeting_world.actor("branch"), session)
        for what, expected in (("missed", 0), ("held", 1), ("opinions", 2)):
            assert of_month(meeting_world, month, what) == expected
            assert of_month(meeting_world, following, what) == 0


def test_one_that_is_left_out_counts_in_the_month_it_would_have_been_in(meeting_world, months_end):
    evening, month, _following = months_end
    actions.skip_session(meeting_world.actor("branch"), at(meeting_world, evening), reason="当天停电。")
    today = clock.today()
    with clock.at(evening):
        assert of_month(meeting_world, month, "skipped") == 1
        assert of_month(meeting_world, Span(today.year, today.month), "skipped") == 0


def test_one_that_was_moved_across_the_months_end_counts_where_it_was_held(meeting_world, months_end):
    evening, month, following = months_end
    branch, steward = meeting_world.actor("branch"), meeting_world.actor("steward")
    session = actions.announce(branch, at(meeting_world, evening, kind=Kind.YARD))
    later = evening + timedelta(days=2)
    session = actions.move_session(
        branch, session, starts_at=later, ends_at=later + timedelta(minutes=90), reason="下雨。"
    )
    with clock.at(later):
        session = actions.begin(steward, session)
        said = take_down(meeting_world, session, "路灯不亮。", "广告一条。")
        actions.moderate(steward, said[1], hide="advert")
    with clock.at(later + timedelta(minutes=80)):
        actions.end(branch, session)
        for what in ("held", "opinions"):
            assert of_month(meeting_world, month, what) == 0
            assert of_month(meeting_world, following, what) == 1


def test_one_that_goes_on_past_midnight_counts_on_the_evening_it_began(meeting_world, months_end):
    evening, month, following = months_end
    session = actions.announce(meeting_world.actor("branch"), at(meeting_world, evening))
    with clock.at(evening):
        session = actions.begin(meeting_world.actor("steward"), session)
    with clock.at(evening + timedelta(hours=3)):
        take_down(meeting_world, session, "半夜施工。")
        actions.end(meeting_world.actor("branch"), session)
        for what in ("held", "opinions"):
            assert (of_month(meeting_world, month, what), of_month(meeting_world, following, what)) == (1, 0)
