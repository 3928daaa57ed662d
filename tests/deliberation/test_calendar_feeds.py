"""Feeds as other calendars read them: by two independent readers, asked again, moved and struck out."""

from datetime import timedelta

import pytest
import vobject
from django.urls import reverse
from django.utils.timezone import localtime
from ics import Calendar
from tests.deliberation.conftest import call

from yishi.deliberation import actions, feeds
from yishi.deliberation.models import Kind
from yishi.record import clock

pytestmark = pytest.mark.django_db


def feed(client, world, place="community", **asked):
    return client.get(reverse("meet:feed", args=[world.places[place].code]), asked)


def by_vobject(text: str) -> dict:
    return {str(event.uid.value): event for event in vobject.readOne(text).vevent_list}


def test_two_readers_find_the_same_sessions_with_their_hours(client, meeting_world):
    world = meeting_world
    called = [call(world, days=days) for days in (5, 12, 40)]
    response = feed(client, world)
    assert response["Content-Type"].startswith("text/calendar")
    text = response.content.decode()
    one, other = by_vobject(text), {event.uid: event for event in Calendar(text).events}
    assert set(one) == set(other) and len(one) == 3
    assert {event.dtstart.value for event in one.values()} == {
        s.starts_at.replace(microsecond=0) for s in called
    }
    assert {event.begin.datetime for event in other.values()} == {
        s.starts_at.replace(microsecond=0) for s in called
    }
    for event in one.values():
        assert event.url.value.endswith("/") and "中心花园" in event.location.value
        assert event.status.value == "TENTATIVE", "it is in the calendar, not announced"
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75


def test_a_moved_session_keeps_its_name_and_counts_up_a_skipped_one_is_cancelled(client, meeting_world):
    world = meeting_world
    moved, skipped = call(world, days=10), call(world, days=11)
    actions.announce(world.actor("branch"), moved)
    before = by_vobject(feed(client, world).content.decode())
    to = moved.starts_at + timedelta(days=3)
    actions.move_session(
        world.actor("branch"), moved, starts_at=to, ends_at=to + timedelta(hours=1), reason="停电检修"
    )
    actions.skip_session(world.actor("branch"), skipped, reason="台风")
    after = by_vobject(feed(client, world).content.decode())
    assert set(before) == set(after)
    uid = next(uid for uid, event in after.items() if event.dtstart.value == to.replace(microsecond=0))
    assert int(after[uid].sequence.value) > int(before[uid].sequence.value)
    assert after[uid].status.value == "CONFIRMED" and "停电检修" in after[uid].description.value
    other = next(event for key, event in after.items() if key != uid)
    assert other.status.value == "CANCELLED" and "台风" in other.description.value


def test_a_calendar_that_has_the_feed_already_is_told_so_until_something_changes(client, meeting_world):
    world = meeting_world
    session = call(world)
    first = feed(client, world)
    mark = first["ETag"]
    address = reverse("meet:feed", args=[world.places["community"].code])
    assert client.get(address, headers={"if-none-match": mark}).status_code == 304
    actions.change_session(world.actor("branch"), session, spot_zh="党群服务中心")
    again = client.get(address, headers={"if-none-match": mark})
    assert again.status_code == 200 and again["ETag"] != mark


def test_a_feed_is_of_a_place_and_a_kind(client, meeting_world):
    world = meeting_world
    yard, building = call(world), call(world, kind=Kind.BUILDING, place="b3")
    assert len(by_vobject(feed(client, world).content.decode())) == 2
    of_kind = by_vobject(feed(client, world, kind="building").content.decode())
    assert [event.dtstart.value for event in of_kind.values()] == [building.starts_at.replace(microsecond=0)]
    assert "vevent" not in vobject.readOne(feed(client, world, "estate2").content.decode()).contents
    assert feed(client, world, kind="party").status_code == 404
    assert yard.pk != building.pk


def test_one_session_for_ones_own_calendar_has_the_name_it_has_in_the_feed(client, meeting_world):
    world = meeting_world
    session = call(world, theme_zh="充电桩；位置,价格\\时间")
    alone = client.get(reverse("meet:ics", args=[session.pk]))
    found = by_vobject(alone.content.decode())
    assert set(found) == set(by_vobject(feed(client, world).content.decode()))
    assert next(iter(found.values())).summary.value == session.title
    assert (
        client.get(
            reverse("meet:ics", args=[session.pk]), headers={"if-none-match": alone["ETag"]}
        ).status_code
        == 304
    )
    assert localtime(session.starts_at) > clock.now()


def test_a_feed_that_is_full_holds_the_ones_that_come_next(client, meeting_world, monkeypatch):
    monkeypatch.setattr(feeds, "MOST", 2)
    called = [call(meeting_world, days=days) for days in (5, 12, 40)]
    first = {feeds.uid(each) for each in called[:2]}
    assert set(by_vobject(feed(client, meeting_world).content.decode())) == first
    with clock.at(called[1].ends_at + timedelta(days=1)):
        later = set(by_vobject(feed(client, meeting_world).content.decode()))
    assert later == {feeds.uid(called[2]), feeds.uid(called[1])}, "what is to come, then what was last"
