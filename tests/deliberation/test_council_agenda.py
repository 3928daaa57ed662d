"""What lies with the council comes to the council, by itself, and nothing that waits hides the rest."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.deliberation.conftest import call, underway
from tests.deliberation.test_agenda import joined_by, open_day
from tests.deliberation.test_outcomes import before_the_council, council_session, on_agenda

from yishi.deliberation import actions, agenda_jobs
from yishi.deliberation.models import Item, Kind, Session, SessionRule, Why
from yishi.notices.models import Message
from yishi.record import Refused, clock

pytestmark = pytest.mark.django_db


def signed_in(world) -> Client:
    """The secretary of the council at the browser, reading Chinese."""
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(world.people["council"])
    return client


def council_called(world, *, days=20) -> Session:
    begins = clock.now() + timedelta(days=days)
    return actions.call_session(
        world.actor("council"),
        world.places["community"],
        kind=Kind.COUNCIL,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=90),
        host=world.posts["council"].organisation,
        chair=world.posts["council"],
        clerk=world.posts["council"],
        spot_zh="社区会议室",
    )


def test_a_case_handed_up_to_the_council_stands_on_its_agenda_by_itself(meeting_world):
    case, session = before_the_council(meeting_world), council_called(meeting_world)
    agenda_jobs.place_waiting()
    item = session.items.get()
    assert (item.case_id, item.why) == (case.pk, Why.RUNGS)
    assert not Message.objects.filter(kind="meet.no_session").exists()
    agenda_jobs.place_waiting()
    assert session.items.count() == 1


def test_it_comes_to_the_council_even_where_its_rule_names_no_rungs(meeting_world):
    SessionRule.objects.filter(kind=Kind.COUNCIL).update(rungs=None, households=None)
    case, session = before_the_council(meeting_world), council_called(meeting_world)
    agenda_jobs.place_waiting()
    assert session.items.get().case_id == case.pk


def test_the_council_comes_before_an_earlier_session_of_others(meeting_world):
    case = before_the_council(meeting_world)
    earlier, session = open_day(meeting_world, days=14), council_called(meeting_world, days=30)
    agenda_jobs.place_waiting()
    assert session.items.filter(case=case).exists()
    assert not earlier.items.exists()


def test_that_an_open_day_heard_it_does_not_keep_it_from_the_council(meeting_world):
    case, heard = before_the_council(meeting_world), open_day(meeting_world, days=14)
    actions.add_item(meeting_world.actor("branch"), heard, case=case)
    session = council_called(meeting_world, days=30)
    agenda_jobs.place_waiting()
    assert session.items.filter(case=case).exists()


def test_without_a_session_of_the_council_the_host_is_told_once(meeting_world):
    before_the_council(meeting_world)
    for _n in range(2):
        agenda_jobs.place_waiting()
    assert Message.objects.filter(kind="meet.no_session").count() == 1


def test_what_the_council_parked_comes_back_to_it(meeting_world):
    case, sat = before_the_council(meeting_world), council_session(meeting_world)
    with clock.at(sat.starts_at + timedelta(minutes=30)):
        parks = actions.Parks("money", "先登记意愿", clock.today() + timedelta(days=200), 5)
        item = on_agenda(sat, case)
        actions.decide(meeting_world.actor("council"), item, case=case, text="今年没有这笔钱。", parks=parks)
    with clock.at(sat.starts_at + timedelta(days=1)):
        case.refresh_from_db()
        joined_by(case, 6)
        session = council_called(meeting_world)
        agenda_jobs.place_waiting()
        assert session.items.get().why == Why.PARKING


def test_matters_that_find_no_session_do_not_hide_the_rest(meeting_world, monkeypatch):
    monkeypatch.setattr(agenda_jobs, "MOST", 1)
    kind = Kind.OPEN_DAY
    SessionRule.objects.exclude(kind=kind).update(households=None, rungs=None)
    stuck = joined_by(meeting_world.report("三栋的路灯坏了。"), 14)
    waits = joined_by(meeting_world.report("垃圾房没有盖子。"), 11)
    session = actions.announce(meeting_world.actor("branch"), call(meeting_world, kind=kind))
    taken = actions.add_item(meeting_world.actor("branch"), session, case=stuck)
    actions.remove_item(meeting_world.actor("branch"), taken)
    Item.objects.filter(case=stuck).update(removed_at=None, came=Item.Came.PUT_OFF)
    for _turn in range(3):
        agenda_jobs.place_waiting()
    assert session.items.filter(case=waits).exists()


def test_how_many_may_vote_can_be_said_once_before_the_first_vote(meeting_world):
    session = council_session(meeting_world, entitled=None)
    chair = meeting_world.actor("council")
    with clock.at(session.starts_at + timedelta(minutes=5)):
        with pytest.raises(Refused):
            actions.put_motion(chair, on_agenda(session), text="通过。")
        with pytest.raises(Refused):
            actions.set_entitled(chair, session, entitled=None)
        session = actions.set_entitled(chair, session, entitled=9)
        actions.put_motion(chair, session.items.first(), text="通过。")
        with pytest.raises(Refused):
            actions.set_entitled(chair, session, entitled=5)


def test_after_a_vote_was_put_nobody_says_how_many_may_vote(meeting_world):
    session = underway(meeting_world)
    with clock.at(session.starts_at + timedelta(minutes=5)):
        actions.put_motion(meeting_world.actor("steward"), on_agenda(session), text="通过。")
        with pytest.raises(Refused):
            actions.set_entitled(meeting_world.actor("branch"), session, entitled=5)


def test_whoever_calls_a_session_is_asked_how_many_may_vote(meeting_world):
    page = signed_in(meeting_world).get(f"/meet/at/{meeting_world.places['community'].code}/new/")
    assert 'name="entitled"' in page.content.decode()


def test_whoever_announces_a_council_session_is_warned_without_that_number(meeting_world):
    warning = "还没有填有表决权的人数"
    session, chair = council_called(meeting_world), signed_in(meeting_world)
    assert warning in chair.get(f"/meet/{session.pk}/do/announce/").content.decode()
    actions.set_entitled(meeting_world.actor("council"), session, entitled=9)
    assert warning not in chair.get(f"/meet/{session.pk}/do/announce/").content.decode()
