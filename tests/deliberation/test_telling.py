"""Who learns what: those who lead and write, who is invited, and whoever proposed what a session talks about."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime
from django.utils.translation import override

from yishi.deliberation import actions
from yishi.deliberation.models import Invitation, Item
from yishi.network.actors import Actor
from yishi.notices.models import Message
from yishi.record import clock

from .closed import posted
from .conftest import call, underway
from .test_topics import propose

pytestmark = pytest.mark.django_db


def told(kind: str, **whom) -> int:
    return Message.objects.filter(kind=f"meet.{kind}", **whom).count()


@pytest.fixture
def proposed(meeting_world):
    """A topic of the resident and one of the neighbour that goes on with it."""
    people = meeting_world.people
    main = propose(meeting_world, by=Actor(person=people["resident"]))
    other = propose(meeting_world, by=Actor(person=people["neighbour"]), words="充电棚放到哪里，谁出钱？")
    branch = meeting_world.actor("branch")
    for topic in (main, other):
        if not topic.is_shown:
            actions.show_topic(branch, topic)
    actions.join_topics(branch, other, into=main)
    main.refresh_from_db()
    return main


def test_what_becomes_of_a_topic_is_told_to_all_who_proposed_it(meeting_world, proposed):
    branch, both = (
        meeting_world.actor("branch"),
        [meeting_world.people[who] for who in ("resident", "neighbour")],
    )
    session = actions.announce(branch, call(meeting_world))
    item = actions.add_item(branch, session, topic=proposed)
    actions.remove_item(branch, item, reason="下次一起议")
    for kind in ("topic_accepted", "topic_on_agenda", "topic_taken_off"):
        assert [told(kind, person=person) for person in both] == [1, 1], kind


def test_a_topic_that_is_put_off_tells_so_once(meeting_world, proposed):
    branch = meeting_world.actor("branch")
    session = underway(meeting_world)
    item = actions.add_item(branch, session, topic=proposed)
    actions.note_item(branch, item, came=Item.Came.PUT_OFF)
    for came in (Item.Came.PUT_OFF, Item.Came.NOT_REACHED):
        item.refresh_from_db()
        actions.note_item(branch, item, came=came, summary="下次再议")
    assert told("topic_put_off", person=meeting_world.people["neighbour"]) == 1


def test_who_leads_and_who_writes_learn_so(meeting_world):
    branch = meeting_world.actor("branch")
    session = call(meeting_world, chair=meeting_world.posts["committee"])
    assert told("leads") == told("writes") == 0
    session = actions.announce(branch, session)
    assert told("leads", post=meeting_world.posts["committee"]) == 1
    assert told("writes", post=meeting_world.posts["steward"]) == 1
    actions.change_session(branch, session, clerk=meeting_world.posts["steward2"])
    assert told("writes", post=meeting_world.posts["steward2"]) == 1
    assert told("leads") == 1


def test_whoever_named_themselves_is_not_told(meeting_world):
    actions.announce(meeting_world.actor("branch"), call(meeting_world))
    assert told("leads", post=meeting_world.posts["branch"]) == 0


def test_a_moved_session_asks_those_invited_once_more(meeting_world):
    branch, fire = meeting_world.actor("branch"), meeting_world.actor("fire")
    session = actions.announce(branch, call(meeting_world))
    actions.invite(branch, session, posts=[fire.post])
    invitation = session.invitations.get()
    actions.reply_to_invitation(fire, invitation, reply=Invitation.Reply.values[0], text="一定到")
    later = {
        "starts_at": session.starts_at + timedelta(days=7),
        "ends_at": session.ends_at + timedelta(days=7),
    }
    actions.move_session(branch, session, reason="有大雨", **later)
    invitation.refresh_from_db()
    assert (invitation.reply, invitation.reply_text, invitation.replied_at) == ("", "", None)
    assert told("moved_asked", post=fire.post) == 1 and told("moved", post=fire.post) == 0


def test_an_agenda_is_open_again_where_the_new_day_leaves_time(meeting_world):
    branch = meeting_world.actor("branch")
    session = actions.announce(branch, call(meeting_world))
    actions.add_item(branch, session, title="充电棚放到哪里")
    session = actions.freeze_agenda(branch, session)
    soon = {
        "starts_at": session.starts_at + timedelta(days=14),
        "ends_at": session.ends_at + timedelta(days=14),
    }
    session = actions.move_session(branch, session, reason="有大雨", **soon)
    assert session.frozen_at is None


def test_units_that_were_invited_are_told_of_the_draft(meeting_world):
    branch, fire = meeting_world.actor("branch"), meeting_world.actor("fire")
    session = actions.announce(branch, call(meeting_world))
    actions.invite(branch, session, posts=[fire.post])
    with clock.at(session.starts_at):
        session = actions.begin(branch, session)
    with clock.at(session.ends_at):
        session = actions.end(branch, session)
        minutes = actions.draft_minutes(branch, session)
    assert told("draft_for_invited", post=fire.post) == 1
    message = Message.objects.get(kind="meet.draft_for_invited", post=fire.post)
    until = localtime(minutes.corrections_until)
    with override("zh-hans"):
        assert f"{until.month}月{until.day}日" in message.body, "by when a correction can be proposed"


def test_units_that_were_invited_are_told_that_the_minutes_hang_on_the_board(meeting_world):
    session = posted(meeting_world)
    invited = session.invitations.filter(withdrawn_at=None, sent_at__isnull=False)
    assert invited.exists()
    for each in invited:
        assert told("posted_for_invited", post=each.post) == 1
