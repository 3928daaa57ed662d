"""A session is called, announced, begun and ended."""

import pytest
from tests.deliberation.conftest import call, underway

from yishi.deliberation import actions
from yishi.deliberation.models import Reason, State
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db


def test_a_session_goes_from_the_calendar_to_its_end(meeting_world):
    session = underway(meeting_world)
    with clock.at(session.ends_at):
        session = actions.end(meeting_world.actor("branch"), session)
    assert session.state == State.HELD
    told = [entry.kind for entry in Entry.objects.about(session.ref)]
    assert told == [f"deliberation.{name}" for name in ("Called", "Announced", "Begun", "Ended")]


def test_a_late_announcement_wants_a_reason_which_is_kept(meeting_world):
    session = call(meeting_world, days=1)
    with pytest.raises(Refused):
        actions.announce(meeting_world.actor("branch"), session)
    actions.announce(meeting_world.actor("branch"), session, late_reason="昨夜水管爆了，等不得。")
    assert [reason.about for reason in session.reasons.all()] == [Reason.About.LATE]


def test_who_neither_leads_nor_calls_sessions_announces_nothing(meeting_world):
    session = call(meeting_world)
    for who in ("steward", "property", "branch2"):
        with pytest.raises(Refused):
            actions.announce(meeting_world.actor(who), session)


def test_of_two_who_end_a_session_the_second_is_told(meeting_world):
    session = underway(meeting_world)
    actions.end(meeting_world.actor("branch"), session)
    with pytest.raises(Refused) as refused:
        actions.end(meeting_world.actor("committee"), session)
    assert refused.value.moved_on
