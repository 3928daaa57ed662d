"""A series and the calendar made from it: published for many places at once, changed, excepted, ended, kept ahead."""

from datetime import date, time, timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localtime

from yishi.deliberation import actions, calendar_jobs, planning
from yishi.deliberation.models import Kind, Reason, Series, Session, State
from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.network.models import Level, Organisation
from yishi.network.powers import Role
from yishi.record import Refused, clock
from yishi.record.actions import seal
from yishi.record.models import Entry, Indicator

pytestmark = pytest.mark.django_db


def start(world, place="community", **fields) -> Series:
    said = {
        "rule": "FREQ=MONTHLY;BYMONTHDAY=10",
        "kind": Kind.OPEN_DAY,
        "level": Level.ESTATE,
        "name_zh": "每月10日议事",
        "from_on": clock.today(),
        "starts": time(19),
        "minutes": 90,
        "spot_zh": "小区中心花园",
        "host_kind": Organisation.Kind.BRANCH,
        "chair_role": Role.BRANCH,
        "clerk_role": Role.STEWARD,
    }
    return actions.start_series(world.actor("committee"), world.places[place], **{**said, **fields})


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def test_each_estate_meets_on_the_tenth_hosted_led_and_written_by_its_own(meeting_world):
    world = meeting_world
    series = start(world)
    done = actions.publish_series(world.actor("committee"), series, in_days(364))
    assert (done.sessions, done.places, done.without_host) == (24, 2, 0)
    first = series.sessions.filter(place=world.places["estate"]).first()
    assert first.chair == world.posts["branch"] and first.clerk == world.posts["steward"]
    assert first.host == world.posts["branch"].organisation
    assert localtime(first.starts_at).day == 10 and localtime(first.starts_at).hour == 19
    other = series.sessions.filter(place=world.places["estate2"]).first()
    assert other.chair == world.posts["branch2"]


def test_published_twice_nothing_comes_twice(meeting_world):
    world = meeting_world
    series = start(world)
    actions.publish_series(world.actor("committee"), series, in_days(200))
    before = set(series.sessions.values_list("pk", flat=True))
    again = actions.publish_series(world.actor("committee"), series, in_days(200))
    assert again.sessions == 0 and set(series.sessions.values_list("pk", flat=True)) == before
    actions.publish_series(world.actor("committee"), series, in_days(364))
    assert series.sessions.count() == 24


def test_killed_half_way_nothing_is_left_and_it_can_be_done_again(meeting_world, monkeypatch):
    world = meeting_world
    series = start(world)

    def die(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt), transaction.atomic():
        patched.setattr("yishi.deliberation.actions.series._write_invitations", die)
        actions.publish_series(world.actor("committee"), series, in_days(364))
    assert not Session.objects.exists()
    assert not Entry.objects.filter(kind="deliberation.Called").exists()
    assert actions.publish_series(world.actor("committee"), series, in_days(364)).sessions == 24


def test_every_session_has_its_event_and_the_sums_say_how_many(meeting_world):
    world = meeting_world
    series = start(world)
    actions.publish_series(world.actor("committee"), series, in_days(364))
    assert Entry.objects.filter(kind="deliberation.Called").count() == 24
    while seal():
        pass
    street = world.places["street"].path
    sums = Indicator.objects.filter(measure="sessions_called", place=street).values_list("amount", flat=True)
    assert sum(sums) == 24


def test_a_place_without_a_body_to_host_is_left_out_and_told(meeting_world):
    world = meeting_world
    community = type(world.places["community"]).objects.get(pk=world.places["community"].pk)
    network.add_place(CLOCK, community, code="421182001901-03", level=Level.ESTATE, name_zh="海棠苑")
    done = actions.publish_series(world.actor("committee"), start(world), in_days(364))
    assert (done.sessions, done.without_host) == (24, 1)


def test_a_new_estate_joins_as_the_clock_goes_by(meeting_world):
    world = meeting_world
    series = start(world)
    actions.publish_series(world.actor("committee"), series, in_days(364))
    community = type(world.places["community"]).objects.get(pk=world.places["community"].pk)
    new = network.add_place(CLOCK, community, code="421182001901-03", level=Level.ESTATE, name_zh="海棠苑")
    network.found(CLOCK, new, kind="branch", name_zh="海棠苑党支部")
    calendar_jobs.extend_series()
    assert series.sessions.filter(place=new).count() == 12


def test_the_calendar_of_a_published_series_always_reaches_ahead(meeting_world):
    world = meeting_world
    series = start(world)
    actions.publish_series(world.actor("committee"), series, in_days(95))
    with clock.at(clock.now() + timedelta(days=40)):
        calendar_jobs.extend_series()
        series.refresh_from_db()
        assert series.published_until == in_days(184)
        ahead = series.sessions.filter(place=world.places["estate"]).order_by("starts_at").last()
        assert ahead.starts_at > clock.now() + timedelta(days=150)


def test_changed_hours_reach_sessions_nobody_announced_and_leave_the_announced_alone(meeting_world):
    world = meeting_world
    series = start(world)
    actions.publish_series(world.actor("committee"), series, in_days(364))
    first, second = series.sessions.filter(place=world.places["estate"]).order_by("starts_at")[:2]
    actions.announce(world.actor("branch"), first, late_reason="临时通知")
    actions.change_series(world.actor("committee"), series, starts=time(15, 30), spot_zh="党群服务中心")
    first.refresh_from_db()
    second.refresh_from_db()
    assert localtime(first.starts_at).hour == 19 and first.spot_zh == "小区中心花园"
    assert localtime(second.starts_at).time() == time(15, 30) and second.spot_zh == "党群服务中心"
    assert second.changes == 1, "subscribed calendars see that it changed"


def test_another_rule_leaves_the_old_days_out_with_a_reason_and_brings_the_new(meeting_world):
    world = meeting_world
    series = start(world)
    actions.publish_series(world.actor("committee"), series, in_days(364))
    with pytest.raises(Refused):
        actions.change_series(world.actor("committee"), series, rule="FREQ=MONTHLY;BYMONTHDAY=20")
    assert not series.sessions.filter(state=State.SKIPPED).exists()
    actions.change_series(
        world.actor("committee"),
        series,
        rule="FREQ=MONTHLY;BYMONTHDAY=20",
        reason="改到每月20日，与党群日错开",
    )
    assert series.sessions.filter(state=State.SKIPPED).count() == 24
    planned = series.sessions.filter(state=State.PLANNED)
    assert planned.count() >= 22 and {localtime(one.starts_at).day for one in planned} == {20}
    assert Reason.objects.filter(about=Reason.About.SKIPPED).count() == 24


def test_an_ended_series_takes_its_sessions_out_and_is_not_extended(meeting_world):
    world = meeting_world
    series = start(world)
    actions.publish_series(world.actor("committee"), series, in_days(364))
    actions.end_series(world.actor("committee"), series, on=clock.today(), reason="改由社区统一安排")
    assert {one.state for one in series.sessions.all()} == {State.SKIPPED}
    calendar_jobs.extend_series()
    assert series.sessions.count() == 24
    with pytest.raises(Refused):
        actions.publish_series(world.actor("committee"), series, in_days(364))


def test_an_exception_said_before_publishing_or_after_it_comes_to_the_same(meeting_world):
    world = meeting_world
    early, late = start(world), start(world, name_zh="晚说")
    on = planning.days_of(early, in_days(364))[2].by_rule
    actions.except_day(world.actor("committee"), early, on=on, reason="春节", moved_to=on + timedelta(days=3))
    actions.publish_series(world.actor("committee"), early, in_days(364))
    actions.publish_series(world.actor("committee"), late, in_days(364))
    actions.except_day(world.actor("committee"), late, on=on, reason="春节", moved_to=on + timedelta(days=3))
    for series in (early, late):
        for one in series.sessions.filter(series_on=on):
            assert localtime(one.starts_at).date() == on + timedelta(days=3)
            assert one.reasons.get().about == Reason.About.MOVED
    left_out = planning.days_of(early, in_days(364))[4].by_rule
    actions.except_day(
        world.actor("committee"), early, on=left_out, reason="高考期间", place=world.places["estate"]
    )
    assert early.sessions.filter(series_on=left_out, state=State.SKIPPED).count() == 1


def test_only_whoever_calls_sessions_there_keeps_a_series(meeting_world):
    world = meeting_world
    series = start(world)
    for post in ("steward", "branch", "property", "hotline"):
        with pytest.raises(Refused):
            actions.publish_series(world.actor(post), series, in_days(364))
    with pytest.raises(Refused):
        actions.start_series(world.actor("branch"), world.places["estate2"], rule="FREQ=DAILY")


def test_a_series_that_can_never_meet_or_runs_backwards_is_refused(meeting_world):
    world = meeting_world
    for wrong in (
        {"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
        {"rule": "FREQ=MINUTELY"},
        {"until_on": in_days(-5)},
        {"minutes": 3},
    ):
        with pytest.raises(Refused):
            start(world, **wrong)
    assert not Series.objects.exists()


def test_two_clerks_may_be_asked_for_and_departments_are_invited_to_each(meeting_world):
    world = meeting_world
    series = start(world, invited=[world.posts["fire"], world.posts["property"]])
    actions.publish_series(world.actor("committee"), series, in_days(364))
    assert all(one.invitations.count() == 2 for one in series.sessions.all())
