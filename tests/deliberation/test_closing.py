"""What is begun, drafted and sealed is not left lying: the clock ends, reminds and raises."""

from datetime import timedelta

import pytest
from tests.deliberation.closed import drafted, held, posted, sealed
from tests.deliberation.conftest import call, underway

from yishi.deliberation import actions, calendar_jobs, closing_jobs
from yishi.deliberation.models import LEFT_OPEN, Kind, Reason, SessionRule, State
from yishi.network.actors import CLOCK
from yishi.notices.models import Message
from yishi.record import Refused, clock

pytestmark = pytest.mark.django_db


def told(post, kind) -> int:
    return Message.objects.filter(post=post, kind=kind).count()


def test_a_session_nobody_ended_is_ended_by_the_clock_and_that_is_shown(meeting_world, client):
    session = underway(meeting_world)
    with clock.at(session.ends_at + LEFT_OPEN - timedelta(minutes=1)):
        assert calendar_jobs.end_left_open() == 0
        with pytest.raises(Refused):
            actions.end(CLOCK, session)
    with clock.at(session.ends_at + LEFT_OPEN + timedelta(minutes=1)):
        assert calendar_jobs.end_left_open() == 1
        assert calendar_jobs.end_left_open() == 0
        session.refresh_from_db()
        assert (session.state, session.ended_at) == (State.HELD, session.ends_at)
        assert session.reasons.get().about == Reason.About.UNENDED
        assert "没有人登记散会" in client.get(f"/meet/{session.pk}/").content.decode()
        for post in ("branch", "steward"):
            assert told(meeting_world.posts[post], "meet.left_unended") == 1
        minutes = actions.draft_minutes(meeting_world.actor("steward"), session)
        assert minutes.compiled["reasons"][0]["about"] == "unended"
        page = client.get(f"/meet/{session.pk}/minutes/").content.decode()
        assert "没有人登记散会，按原定时间算作结束</li>" in page


def test_one_written_down_as_held_after_all_is_not_ended_while_it_is_written(meeting_world):
    session = actions.announce(meeting_world.actor("branch"), call(meeting_world))
    with clock.at(session.starts_at + timedelta(days=1)):
        session = actions.miss_session(CLOCK, session)
    with clock.at(session.starts_at + timedelta(days=2)):
        actions.begin(meeting_world.actor("steward"), session)
        assert calendar_jobs.end_left_open() == 0


def test_the_clerk_ends_it_too(meeting_world):
    session = underway(meeting_world, kind="yard")
    with clock.at(session.ends_at):
        assert actions.end(meeting_world.actor("steward"), session).state == State.HELD


def test_sealed_minutes_that_hang_on_no_board_are_asked_for_and_raised(meeting_world, client):
    session = sealed(meeting_world)
    seal, branch = session.minutes.sealed_at, meeting_world.posts["branch"]
    with clock.at(seal + timedelta(days=3, hours=1)):
        client.force_login(meeting_world.people["branch"])
        assert "待张贴的纪要" in client.get("/meet/mine/").content.decode()
        assert (closing_jobs.remind_unclosed(), closing_jobs.remind_unclosed()) == (1, 0)
        assert told(branch, "meet.post_please") == 1
        assert closing_jobs.raise_unclosed() == 0
    with clock.at(seal + timedelta(days=7, hours=1)):
        assert (closing_jobs.raise_unclosed(), closing_jobs.raise_unclosed()) == (1, 0)
    assert Message.objects.filter(kind="meet.not_posted").exists()


def test_posted_minutes_are_not_asked_for(meeting_world):
    session = posted(meeting_world)
    with clock.at(session.minutes.sealed_at + timedelta(days=8)):
        assert closing_jobs.remind_unclosed() == 0


def test_drafting_anew_does_not_put_the_reminders_off(meeting_world):
    session = drafted(meeting_world)
    first = session.minutes.drafted_at
    for days in (2, 4, 6):
        with clock.at(first + timedelta(days=days)):
            actions.draft_minutes(meeting_world.actor("steward"), session)
            assert closing_jobs.remind_unclosed() == (1 if days == 4 else 0)
    with clock.at(first + timedelta(days=7, hours=1)):
        assert closing_jobs.raise_unclosed() == 1


def test_what_was_announced_keeps_the_rule_that_held_then(meeting_world):
    session = held(meeting_world)
    before = SessionRule.objects.of(session)
    actions.set_session_rule(
        CLOCK, None, kind=session.kind, correction_days=1, posting_days=1, source="新的章程"
    )
    assert SessionRule.objects.of(session).correction_days == before.correction_days > 1
    assert SessionRule.objects.of(session).source == before.source
    now = SessionRule.objects.over(session.place_path, session.kind)
    assert (now.correction_days, now.posting_days) == (1, 1)
    with clock.at(session.ended_at + timedelta(hours=1)):
        minutes = actions.draft_minutes(meeting_world.actor("branch"), session)
    assert minutes.corrections_until >= session.ended_at + timedelta(days=before.correction_days)


def test_the_clock_reminds_by_the_days_that_were_kept(meeting_world):
    actions.set_session_rule(CLOCK, None, kind="yard", remind_days=1, raise_days=2, source="旧的章程")
    session = held(meeting_world)
    assert session.kind == "yard"
    actions.set_session_rule(CLOCK, None, kind="yard", remind_days=20, raise_days=30, source="新的章程")
    for kind in Kind.values:
        SessionRule.objects.filter(kind=kind).update(remind_days=20, raise_days=30)
    with clock.at(session.ended_at + timedelta(hours=23)):
        assert closing_jobs.remind_unclosed() == 0
    with clock.at(session.ended_at + timedelta(days=1, hours=1)):
        assert (closing_jobs.remind_unclosed(), closing_jobs.raise_unclosed()) == (1, 0)
    with clock.at(session.ended_at + timedelta(days=2, hours=1)):
        assert (closing_jobs.raise_unclosed(), closing_jobs.raise_unclosed()) == (1, 0)
