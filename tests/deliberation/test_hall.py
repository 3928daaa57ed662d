"""The hall: who came, what was said, and what stood on the wall."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deliberation.conftest import call, underway

from yishi.deliberation import actions, door, present
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.sheets import AllThere, Line
from yishi.deliberation.models import Attendance, Invitation, Kind, Opinion, Sheet
from yishi.network.actors import ANYONE, Actor
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
BROWSER = "a-browser"


@pytest.fixture
def session(meeting_world):
    """Going on now; the clock stands ten minutes after it began."""
    session = underway(meeting_world)
    with clock.at(session.starts_at + timedelta(minutes=10)):
        yield session


def let_in(session, browser=BROWSER, actor=ANYONE, **said):
    return actions.check_in(actor, session, browser=browser, ticket=door.ticket(session, browser), **said)


def sheet_of(world, session, key="device-one"):
    return actions.open_sheet(world.actor("steward"), session, key=key)


def lines(*words, first=1, prefix="k"):
    return [Line(f"{prefix}{n}", said, number=n) for n, said in enumerate(words, first)]


# --- the door ---


def test_a_code_is_good_for_minutes_and_at_its_own_session_alone(meeting_world, session):
    other = call(meeting_world, days=30)
    code = door.code_of(session)
    assert door.look_at(session, code) is door.Found.GOOD
    assert door.look_at(other, code) is door.Found.WRONG
    with clock.at(clock.now() + timedelta(minutes=door.LIVES)):
        assert door.look_at(session, code) is door.Found.OLD, "photographed and used later"


def test_somebody_without_an_account_counts_and_one_browser_once(session):
    let_in(session)
    with pytest.raises(Refused):
        let_in(session)
    let_in(session, "another-browser")
    assert session.attendances.there().count() == 2


def test_a_ticket_of_another_browser_or_one_that_is_too_old_lets_nobody_in(session):
    given = door.ticket(session, BROWSER)
    with pytest.raises(Refused):
        actions.check_in(ANYONE, session, browser="another", ticket=given)
    with clock.at(clock.now() + timedelta(seconds=door.TICKET_LASTS + 1)), pytest.raises(Refused):
        actions.check_in(ANYONE, session, browser=BROWSER, ticket=given)


def test_a_person_with_two_telephones_is_there_once(meeting_world, session):
    actor = Actor(person=meeting_world.people["resident"])
    let_in(session, actor=actor)
    with pytest.raises(Refused):
        let_in(session, "second-telephone", actor=actor)


def test_the_door_opens_an_hour_before(meeting_world):
    session = actions.announce(meeting_world.actor("branch"), call(meeting_world))
    with clock.at(session.starts_at - timedelta(minutes=61)), pytest.raises(Refused):
        let_in(session)
    with clock.at(session.starts_at - timedelta(minutes=59)):
        assert let_in(session).how == Attendance.How.CODE


def test_who_was_struck_out_may_check_in_again(meeting_world, session):
    attendance = let_in(session)
    actions.strike_attendance(meeting_world.actor("steward"), attendance, reason="mistake")
    let_in(session)
    assert session.attendances.there().count() == 1
    with pytest.raises(Refused):
        actions.strike_attendance(meeting_world.actor("steward"), attendance, reason="mistake")


def test_the_clerk_writes_down_many_at_once_and_twice_sent_counts_once(meeting_world, session):
    b3 = meeting_world.places["b3"]
    for _time in range(2):
        actions.write_down_attendance(
            meeting_world.actor("steward"),
            session,
            people=[Came(building=b3, count=12), Came(name="周大爷", role="owner")],
            line="list-1",
            once="list-1",
        )
    assert present.counted(session).total == 13
    with pytest.raises(Refused):
        actions.write_down_attendance(
            meeting_world.actor("steward"),
            session,
            people=[Came(building=meeting_world.places["c1"])],
            line="x",
        )


def test_who_is_neither_clerk_nor_chair_writes_nothing_down(meeting_world, session):
    for who in ("property", "fire", "steward2"):
        with pytest.raises(Refused):
            actions.write_down_attendance(meeting_world.actor(who), session, people=[Came()], line="x")
        with pytest.raises(Refused):
            actions.open_sheet(meeting_world.actor(who), session, key=who)
        with pytest.raises(Refused):
            actions.open_wall(meeting_world.actor(who), session)


def test_the_roll_says_who_came_and_a_correction_counts_right(meeting_world, session):
    invitation = Invitation.objects.create(session=session, post=meeting_world.posts["fire"])
    clerk = meeting_world.actor("steward")
    for came in ("absent", "deputy"):
        invitation = actions.call_roll(clerk, invitation, came=came)
    with pytest.raises(Refused):
        actions.call_roll(clerk, invitation, came="deputy")
    sums: dict[str, int] = {}
    for entry in Entry.objects.filter(kind="deliberation.RollCalled"):
        for measure, amount in entry.event.measures().items():
            sums[measure] = sums.get(measure, 0) + amount
    assert sums == {"departments_came": 1, "departments_deputy": 1, "departments_absent": 0}


@given(st.integers(1, 500), st.integers(1, 6), st.integers(1, 6))
def test_a_quorum_is_the_least_that_is_enough(entitled, num, den):
    if num > den:
        num, den = den, num
    least = present.needed(entitled, num, den, more_than=False)
    assert least * den >= entitled * num > (least - 1) * den
    more = present.needed(entitled, num, den, more_than=True)
    assert more * den > entitled * num >= (more - 1) * den


def test_a_quorum_counts_those_who_may_vote(meeting_world):
    session = underway(meeting_world, kind=Kind.COUNCIL, entitled=9)
    clerk = meeting_world.actor("steward")
    actions.write_down_attendance(clerk, session, people=[Came("member", count=4), Came(count=30)], line="a")
    found = present.quorum(session)
    assert (found.needed, found.present, found.is_reached) == (5, 4, False)
    actions.write_down_attendance(clerk, session, people=[Came("member")], line="b")
    assert present.quorum(session).is_reached


def test_how_many_may_vote_is_settled_before_the_session_begins(meeting_world):
    session = actions.set_entitled(meeting_world.actor("branch"), call(meeting_world), entitled=30)
    assert session.entitled == 30
    begun = underway(meeting_world, days=40, entitled=30)
    with pytest.raises(Refused):
        actions.set_entitled(meeting_world.actor("branch"), begun, entitled=1)


@given(st.dictionaries(st.integers(), st.integers(1, 40), max_size=12), st.integers(1, 15))
def test_what_is_put_together_gives_nobody_away(counts, least):
    apart, rest = present.together(counts, least)
    assert sum(apart.values()) + rest == sum(counts.values())
    assert all(count >= least for count in apart.values())
    small = len(counts) - len(apart)
    assert not (apart and small == 1), "the total would tell the one that was left out"


# --- the sheet ---


def test_what_is_said_has_the_number_its_device_gave(meeting_world, session):
    clerk, sheet = meeting_world.actor("steward"), sheet_of(meeting_world, session)
    made = actions.take_down(clerk, sheet, lines=lines("路灯不亮", "电梯老坏", first=16))
    assert [each.label for each in made] == ["A16", "A17"]


def test_twice_sent_counts_once(meeting_world, session):
    clerk, sheet = meeting_world.actor("steward"), sheet_of(meeting_world, session)
    actions.take_down(clerk, sheet, lines=lines("路灯不亮"))
    with pytest.raises(AllThere):
        actions.take_down(clerk, sheet, lines=lines("路灯不亮"))
    again = actions.take_down(clerk, sheet, lines=lines("路灯不亮", "电梯老坏"))
    assert [each.label for each in again] == ["A1", "A2"]
    assert session.opinions.count() == 2
    assert Entry.objects.filter(kind="deliberation.TakenDown").count() == 2


def test_two_clerks_at_once_do_not_collide(meeting_world, session):
    one, two = sheet_of(meeting_world, session), sheet_of(meeting_world, session, "device-two")
    actions.take_down(meeting_world.actor("steward"), one, lines=lines("路灯不亮"))
    (said,) = actions.take_down(meeting_world.actor("branch"), two, lines=lines("电梯老坏", prefix="m"))
    assert said.label == "B1"


def test_what_a_copied_device_brings_goes_onto_a_new_sheet(meeting_world, session):
    clerk, sheet = meeting_world.actor("steward"), sheet_of(meeting_world, session)
    actions.take_down(clerk, sheet, lines=lines("路灯不亮", "电梯老坏"))
    copied = actions.take_down(clerk, sheet, lines=lines("门禁坏了", "有人养鸡", prefix="copy"))
    assert [each.label for each in copied] == ["B1", "B2"]
    assert session.opinions.count() == 4


def test_a_line_that_arrives_after_the_end_is_kept_and_marked_late(meeting_world, session):
    clerk, sheet = meeting_world.actor("steward"), sheet_of(meeting_world, session)
    ended = actions.end(meeting_world.actor("branch"), session)
    said_at = clock.now() - timedelta(minutes=5)
    with clock.at(clock.now() + timedelta(hours=9)):
        sheet.refresh_from_db()
        (late,) = actions.take_down(clerk, sheet, lines=[Line("k1", "路灯不亮", number=1, said_at=said_at)])
    assert late.is_late and late.said_at == said_at <= ended.ended_at


def test_a_devices_clock_that_goes_wrong_puts_nothing_outside_the_session(meeting_world, session):
    clerk, sheet = meeting_world.actor("steward"), sheet_of(meeting_world, session)
    wrong = [
        Line("k1", "早了", said_at=clock.now() - timedelta(days=400)),
        Line("k2", "晚了", said_at=clock.now() + timedelta(days=9)),
    ]
    early, late = actions.take_down(clerk, sheet, lines=wrong)
    assert session.opened_at <= early.said_at <= late.said_at <= clock.now()


def test_words_that_point_to_a_person_wait_for_a_look_and_others_do_not(meeting_world, session):
    clerk, sheet = meeting_world.actor("steward"), sheet_of(meeting_world, session)
    plain, private = actions.take_down(clerk, sheet, lines=lines("三栋的路灯不亮", "找我请打19900001234"))
    assert plain.is_shown and plain.public_words == "三栋的路灯不亮"
    assert private.is_pending and private.public_words == "" and "1234" in private.words
    shown = actions.moderate(clerk, private, show=True)
    assert shown.is_shown and "19900001234" not in shown.public_words


def test_a_line_of_another_place_or_without_words_is_refused_and_nothing_is_half_written(
    meeting_world, session
):
    clerk, sheet = meeting_world.actor("steward"), sheet_of(meeting_world, session)
    for bad in (Line("b", "  "), Line("b", "x" * 1001), Line("b", "y", building=meeting_world.places["c1"])):
        with pytest.raises(Refused):
            actions.take_down(clerk, sheet, lines=[Line("a", "路灯不亮"), bad])
    assert not Opinion.objects.exists()


def test_300_lines_at_once_are_stored_once(meeting_world, session):
    clerk, sheet = meeting_world.actor("steward"), sheet_of(meeting_world, session)
    pasted = [Line(f"p{n}", f"第{n}条意见") for n in range(300)]
    actions.take_down(clerk, sheet, lines=pasted)
    with pytest.raises(AllThere):
        actions.take_down(clerk, sheet, lines=pasted)
    assert session.opinions.count() == 300
    assert session.opinions.order_by("-number").first().label == "A300"


def test_letters_of_paper_wall_and_devices_are_apart(meeting_world, session):
    clerk = meeting_world.actor("steward")
    found = [
        actions.open_sheet(clerk, session, key=f"k{n}", kind=kind).letter
        for n, kind in enumerate([Sheet.Kind.PAPER, Sheet.Kind.DEVICE, Sheet.Kind.PAPER, Sheet.Kind.DEVICE])
    ]
    assert found == ["P", "A", "PA", "B"]


# --- the wall ---


@pytest.fixture
def wall(meeting_world, session):
    return actions.open_wall(meeting_world.actor("steward"), session)


def ask(session, words="停车位什么时候划？", line="q1", **what):
    return actions.ask_on_wall(ANYONE, session, words=words, browser="m", line=line, **what)


def test_a_question_stands_on_the_wall_and_one_browser_supports_it_once(wall):
    question = ask(wall)
    assert question.label == "W1" and question.is_shown
    assert actions.support(wall.pk, question.pk, "one") and actions.support(wall.pk, question.pk, "two")
    assert not actions.support(wall.pk, question.pk, "two")
    question.refresh_from_db()
    assert question.supports == 2


def test_a_closed_wall_takes_nothing(meeting_world, wall):
    question = ask(wall)
    closed = actions.close_wall(meeting_world.actor("steward"), wall)
    with pytest.raises(Refused):
        ask(closed, line="q2")
    assert not actions.support(closed.pk, question.pk, "one")
    entry = Entry.objects.get(kind="deliberation.WallClosed")
    assert (entry.event.questions, entry.event.supports) == (1, 0)


def test_a_question_is_hidden_for_a_reason_on_the_record_and_comes_back(meeting_world, wall):
    clerk, question = meeting_world.actor("steward"), ask(wall)
    question = actions.moderate(clerk, question, live=True)
    question = actions.moderate(clerk, question, hide="advert")
    assert not question.live and not actions.support(wall.pk, question.pk, "one")
    assert Entry.objects.get(kind="deliberation.OpinionHidden").event.reason == "advert"
    with pytest.raises(Refused):
        actions.moderate(clerk, question, hide="advert")
    assert actions.moderate(clerk, question, back=True).hidden_at is None


def test_what_nobody_has_looked_at_does_not_go_on_the_projector(meeting_world, wall):
    waiting = ask(wall, "我的电话是19900001234")
    with pytest.raises(Refused):
        actions.moderate(meeting_world.actor("steward"), waiting, live=True)
    assert actions.moderate(meeting_world.actor("steward"), waiting, show=True, live=None).is_shown
