"""The agenda: made, ordered, frozen, noted; what comes onto it by itself; the pack; the page of the matter."""

import io
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.deliberation.conftest import call

from yishi.cases import actions as cases
from yishi.cases.models import Case
from yishi.deliberation import actions, agenda_jobs
from yishi.deliberation.models import Item, Kind, Reason, Session, SessionRule, Why
from yishi.deliberation.views.agenda import _moved
from yishi.network.actors import ANYONE, CLOCK
from yishi.notices.models import Message
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
DARK = "三栋后面的路灯坏了两个月，晚上老人走路看不见。"


def open_day(world, **fields) -> Session:
    """A day on which matters come onto the agenda by themselves."""
    session = call(world, **{"kind": Kind.OPEN_DAY, **fields})
    return actions.announce(world.actor("branch"), session)


def joined_by(case: Case, homes: int) -> Case:
    for n in range(homes):
        cases.join(ANYONE, case, phone=f"1990001{n:04d}")
    case.refresh_from_db()
    return case


def add(world, session, title: str = "车棚怎么改", **said) -> Item:
    return actions.add_item(world.actor("branch"), session, title=title, **said)


def order_of(session) -> list[str]:
    return list(session.items.filter(removed_at=None).order_by("position").values_list("title", flat=True))


# --- by hand ---


def test_items_are_added_ordered_changed_and_frozen(meeting_world):
    session = open_day(meeting_world)
    branch = meeting_world.actor("branch")
    first, second = add(meeting_world, session, "一"), add(meeting_world, session, "二")
    actions.order_items(branch, session, order=[second.pk, first.pk])
    assert order_of(session) == ["二", "一"]
    actions.change_item(branch, first, minutes=25)
    session = actions.freeze_agenda(branch, session)
    assert session.frozen_at
    with pytest.raises(Refused):
        actions.change_item(branch, first, title="另一件事")
    late = add(meeting_world, session, "三")
    assert (first.late, late.late) == (False, True)


def test_an_empty_agenda_is_not_frozen_by_hand_but_by_the_clock_on_its_day(meeting_world):
    session = open_day(meeting_world)
    with pytest.raises(Refused):
        actions.freeze_agenda(meeting_world.actor("branch"), session)
    with clock.at(session.starts_at - timedelta(days=5)):
        agenda_jobs.freeze_due()
        session.refresh_from_db()
        assert session.frozen_at is None
    with clock.at(session.starts_at - timedelta(days=3)):
        agenda_jobs.freeze_due()
    session.refresh_from_db()
    assert session.frozen_at


def test_after_freezing_an_item_goes_only_with_a_reason_that_is_shown(meeting_world, client):
    session, branch = open_day(meeting_world), meeting_world.actor("branch")
    item = add(meeting_world, session)
    actions.freeze_agenda(branch, session)
    item.refresh_from_db()
    with pytest.raises(Refused):
        actions.remove_item(branch, item)
    actions.remove_item(branch, item, reason="图纸还没有送来")
    assert session.reasons.filter(about=Reason.About.CHANGED).exists()
    assert "图纸还没有送来" in client.get(f"/meet/{session.pk}/").content.decode()


def test_who_does_not_lead_makes_no_agenda(meeting_world, client):
    session = open_day(meeting_world)
    for who in ("property", "branch2", "steward"):
        with pytest.raises(Refused):
            actions.add_item(meeting_world.actor(who), session, title="别的事")
    client.force_login(meeting_world.people["property"])
    assert client.get(f"/meet/{session.pk}/agenda/").status_code == 403


def test_a_case_kept_from_the_public_stands_on_no_agenda(meeting_world, client):
    session = open_day(meeting_world)
    kept = meeting_world.report(DARK, visibility="hotline")
    with pytest.raises(Refused):
        add(meeting_world, session, case=kept)
    client.force_login(meeting_world.people["branch"])
    answer = client.post(
        f"/meet/{session.pk}/agenda/", {"case": kept.number, "minutes": "10", "title": "", "key": "k"}
    )
    assert answer.status_code == 422
    assert not session.items.exists()


def test_the_same_matter_stands_once_on_an_agenda_and_its_holder_is_invited(meeting_world):
    session, case = open_day(meeting_world), meeting_world.handling(words=DARK)
    cases.hand_up(meeting_world.actor("steward"), case, reason="要大修")
    case.refresh_from_db()
    session.clerk_id = None
    add(meeting_world, session, "", case=case)
    with pytest.raises(Refused):
        add(meeting_world, session, "", case=case)
    assert Entry.objects.about(case.ref).filter(kind="deliberation.PlacedOnAgenda").count() == 1


def test_an_item_is_noted_and_what_was_put_off_may_come_again(meeting_world):
    session = open_day(meeting_world)
    item = add(meeting_world, session)
    with clock.at(session.starts_at):
        actions.begin(meeting_world.actor("steward"), session)
        item.refresh_from_db()
        item = actions.note_item(meeting_world.actor("steward"), item, came="put_off", summary="等物业报价。")
        with pytest.raises(Refused):
            actions.note_item(meeting_world.actor("steward"), item, came="decided")
    assert item.came == Item.Came.PUT_OFF


@given(st.lists(st.integers(1, 9), unique=True), st.integers(1, 9), st.sampled_from([-1, 1]))
def test_moving_an_item_keeps_all_of_them(keys, key, by):
    moved = _moved(keys, key, by)
    assert sorted(moved) == sorted(keys)
    if key in keys and moved != keys:
        assert moved.index(key) - keys.index(key) == by


# --- by itself ---


def test_enough_households_bring_a_matter_onto_the_next_agenda_once(meeting_world, client):
    session = open_day(meeting_world)
    few, many = meeting_world.report(words="垃圾房没有盖子"), joined_by(meeting_world.report(words=DARK), 9)
    for _n in range(2):
        agenda_jobs.place_waiting()
    items = list(session.items.all())
    assert [(item.case, item.why) for item in items] == [(many, Why.HOUSEHOLDS)]
    assert not few.items.exists()
    page = client.get(f"/meet/{session.pk}/").content.decode()
    assert many.number in page
    assert f"/meet/{session.pk}/" in client.get(f"/cases/{many.number}/").content.decode()
    assert Message.objects.filter(kind="meet.matter_placed").count() == 1


def test_the_number_is_data_of_the_community(meeting_world):
    rule = SessionRule.objects.get(kind=Kind.OPEN_DAY, place=None)
    actions.set_session_rule(
        CLOCK,
        meeting_world.places["community"],
        kind=Kind.OPEN_DAY,
        notice_days=7,
        freeze_days=3,
        tally=rule.tally,
        posting_days=15,
        households=4,
        source="测试",
    )
    session, case = open_day(meeting_world), joined_by(meeting_world.report(words=DARK), 3)
    agenda_jobs.place_waiting()
    assert session.items.filter(case=case).exists()


def test_a_matter_two_rungs_did_not_solve_comes_by_itself(meeting_world):
    session, case = open_day(meeting_world), meeting_world.handling(words=DARK)
    cases.hand_up(meeting_world.actor("steward"), case, reason="要大修")
    case.refresh_from_db()
    agenda_jobs.place_waiting()
    assert not session.items.exists()
    case = cases.take(meeting_world.actor("branch"), case)
    cases.hand_up(meeting_world.actor("branch"), case, reason="要街道出钱")
    agenda_jobs.place_waiting()
    item = session.items.get()
    assert (item.case_id, item.why) == (case.pk, Why.RUNGS)
    assert session.invitations.filter(post=meeting_world.posts["committee"]).exists()


def test_a_frozen_agenda_and_other_kinds_take_nothing_by_themselves(meeting_world):
    yard = actions.announce(meeting_world.actor("branch"), call(meeting_world, days=12))
    frozen = open_day(meeting_world, days=14)
    add(meeting_world, frozen)
    actions.freeze_agenda(meeting_world.actor("branch"), frozen)
    later = open_day(meeting_world, days=30)
    case = joined_by(meeting_world.report(words=DARK), 10)
    agenda_jobs.place_waiting()
    assert not yard.items.exists()
    assert not frozen.items.filter(case=case).exists()
    assert later.items.filter(case=case).exists()


def test_a_session_of_another_estate_takes_nothing_of_this_one(meeting_world):
    begins = clock.now() + timedelta(days=10)
    branch2 = meeting_world.posts["branch2"]
    other = actions.call_session(
        meeting_world.actor("branch2"),
        meeting_world.places["estate2"],
        kind=Kind.OPEN_DAY,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        host=branch2.organisation,
        chair=branch2,
        spot_zh="香樟苑门口",
    )
    case = joined_by(meeting_world.report(words=DARK), 10)
    agenda_jobs.place_waiting()
    assert not other.items.exists()
    assert not case.items.exists()


def test_without_a_session_the_host_is_told_once(meeting_world):
    joined_by(meeting_world.report(words=DARK), 10)
    for _n in range(3):
        agenda_jobs.place_waiting()
    assert Message.objects.filter(kind="meet.no_session").count() == 1
    assert not Item.objects.exists()


def test_a_hotline_case_never_comes_however_many_stand_behind_it(meeting_world):
    session = open_day(meeting_world)
    case = meeting_world.report(DARK, visibility="hotline")
    Case.objects.filter(pk=case.pk).update(voices=50)
    agenda_jobs.place_waiting()
    assert not session.items.exists()
    assert not Message.objects.filter(kind="meet.no_session").exists()


def test_what_was_taken_off_by_hand_stays_off_and_what_was_missed_comes_again(meeting_world):
    first, second = open_day(meeting_world, days=14), open_day(meeting_world, days=30)
    case = joined_by(meeting_world.report(words=DARK), 10)
    agenda_jobs.place_waiting()
    actions.skip_session(meeting_world.actor("branch"), first, reason="下大雨")
    agenda_jobs.place_waiting()
    item = second.items.get(case=case)
    actions.remove_item(meeting_world.actor("branch"), item)
    agenda_jobs.place_waiting()
    assert not second.items.filter(case=case, removed_at=None).exists()


def parked(world) -> Case:
    case = joined_by(world.handling(words="供暖：希望给小区装集中供暖。"), 3)
    day = clock.today() + timedelta(days=300)
    said = {
        "reason": "money",
        "text": "现在没有经费",
        "measures": "先登记意愿",
        "revisit_on": day,
        "households": 9,
    }
    cases.park(world.actor("steward"), case, **said)
    case.refresh_from_db()
    return cases.decide_parking(world.actor("branch"), case, agree=True, text="同意")


def test_what_came_back_from_parking_shows_then_and_now(meeting_world, client):
    session, case = open_day(meeting_world), parked(meeting_world)
    for n in range(6):
        cases.join(ANYONE, case, phone=f"1990002{n:04d}")
    agenda_jobs.place_waiting()
    item = session.items.get(case=case)
    assert (item.why, item.voices_then, item.voices_now) == (Why.PARKING, 4, 10)
    story = client.get(f"/cases/{case.number}/").content.decode()
    assert f"/meet/{session.pk}/#item-{item.pk}" in story
    agenda = client.get(f"/meet/{session.pk}/").content.decode()
    assert ">4<" in agenda
    assert ">10<" in agenda


# --- the pack and the page ---


def test_the_pack_tells_the_story_and_nothing_private(meeting_world, client):
    session = open_day(meeting_world)
    case = meeting_world.report(words=DARK, contact_name="李秀英", contact_phone="19911112222")
    add(meeting_world, session, "", case=case)
    add(meeting_world, session, "车棚")
    page = client.get(f"/meet/{session.pk}/pack/")
    assert page.status_code == 200
    assert "路灯坏了两个月" in page.content.decode()
    paper = client.get(f"/meet/{session.pk}/pack.pdf")
    said = "".join(each.extract_text() for each in PdfReader(io.BytesIO(paper.content)).pages)
    assert case.number in said
    assert "19911112222" not in said + page.content.decode()
    assert "李秀英" not in said + page.content.decode()


def test_the_pages_of_the_agenda_work_without_scripts(meeting_world, client):
    session = open_day(meeting_world)
    client.force_login(meeting_world.people["branch"])
    address = f"/meet/{session.pk}/agenda/"
    for title in ("一号", "二号"):
        client.post(address, {"title": title, "minutes": "15", "case": "", "key": title})
    second = session.items.get(title="二号")
    client.post(f"{address}order/", {"up": str(second.pk)})
    assert order_of(session) == ["二号", "一号"]
    assert (
        client.post(f"{address}{second.pk}/", {"title": "新名字", "minutes": "5", "key": "c"}).status_code
        == 302
    )
    assert client.post(f"{address}freeze/", {"key": "f"}).status_code == 302
    assert client.post(f"{address}{second.pk}/off/", {"reason": "", "key": "r"}).status_code == 422
    assert client.get(address).status_code == 200
