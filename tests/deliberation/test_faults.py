"""What goes wrong at sessions, one after the other: each has an outcome, a sentence that says it, and nothing is lost.

The names of the tests are the list. Where two do something at the same moment they really do, in threads of their own
with transactions of their own; what one of them alone meets is tested beside the action it belongs to as well.
"""

import json
from datetime import date, datetime, time, timedelta

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime
from tests.cases.test_at_once import at_once, refused
from tests.deliberation.closed import drafted, held
from tests.deliberation.conftest import call, underway
from tests.deliberation.test_outcomes import on_agenda

from yishi.deliberation import actions, door
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.sheets import Line
from yishi.deliberation.models import Correction, Opinion, Reason, Series, Session, State
from yishi.network import actions as network
from yishi.network import calendar as days_off
from yishi.network.actors import Actor
from yishi.network.counting import ZONE
from yishi.network.models import Appointment
from yishi.notices.models import Message
from yishi.record import clock
from yishi.record.models import Entry

together = pytest.mark.django_db(transaction=True)
alone = pytest.mark.django_db
NOW = timedelta(days=9, minutes=30)


@pytest.fixture
def session(meeting_world) -> Session:
    """Going on now, by the real clock: threads have no other."""
    with clock.at(clock.now() - NOW):
        return underway(meeting_world, days=9)


def browser(world, who: str = "", language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    if who:
        client.force_login(world.people[who])
    return client


def kinds(session: Session) -> list[str]:
    return [each.kind.removeprefix("deliberation.") for each in Entry.objects.about(session.ref)]


def page(session: Session, rest: str = "") -> str:
    return f"/meet/{session.pk}/{rest}"


# --- two people closing one session ---


@together
def test_of_two_who_end_a_session_at_once_one_does_and_the_other_reads_that_it_is_over(
    meeting_world, session
):
    def press(who: str):
        return lambda: browser(meeting_world, who, "en").post(page(session, "do/end/"), {"key": who})

    answers = at_once(press("branch"), press("steward"), press("committee"))
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409]
    told = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert "held, the minutes are being written" in told
    assert Session.objects.get(pk=session.pk).state == State.HELD
    assert kinds(session).count("Ended") == 1


@together
def test_what_is_typed_while_somebody_ends_it_is_kept(meeting_world, session):
    clerk = meeting_world.actor("steward")
    sheet = actions.open_sheet(clerk, session, key="device-one")
    lines = [Line(f"k{n}", f"第{n}件事", number=n) for n in range(1, 21)]
    results = at_once(
        lambda: actions.end(meeting_world.actor("branch"), session),
        *(lambda some=some: actions.take_down(clerk, sheet, lines=some) for some in (lines[:10], lines[10:])),
    )
    assert not refused(results)
    assert sorted(session.opinions.values_list("number", flat=True)) == list(range(1, 21))


@together
def test_of_two_who_draft_or_seal_at_once_there_is_one_text_and_one_seal(meeting_world):
    with clock.at(clock.now() - timedelta(days=25)):
        session = held(meeting_world)

    def at(moment, doing, who):
        def do():
            with clock.at(moment):
                return doing(meeting_world.actor(who), session)

        return do

    after = session.ended_at + timedelta(hours=1)
    results = at_once(at(after, actions.draft_minutes, "steward"), at(after, actions.draft_minutes, "branch"))
    session = Session.objects.get(pk=session.pk)
    assert session.state == State.DRAFTED
    assert kinds(session).count("MinutesDrafted") == 2 - len(refused(results))
    later = session.minutes.corrections_until + timedelta(hours=1)
    results = at_once(at(later, actions.seal_minutes, "branch"), at(later, actions.seal_minutes, "committee"))
    (told,) = refused(results)
    assert told.moved_on and told.reason
    assert kinds(session).count("MinutesSealed") == 1
    assert Session.objects.get(pk=session.pk).state == State.SEALED


# --- a session moved after invitations went out ---


@alone
def test_moved_after_the_invitations_everybody_is_told_and_calendars_follow(meeting_world):
    world = meeting_world
    network.claim_home(Actor(person=world.people["resident"]), world.places["b3"], door="1-501")
    session = call(world)
    actions.invite(world.actor("branch"), session, posts=[world.posts["fire"], world.posts["property"]])
    session = actions.announce(world.actor("branch"), session)
    feeds = [reverse("meet:feed", args=[world.places[place].code]) for place in ("estate", "community")]
    before = [_read(address) for address in (*feeds, page(session, "session.ics"))]
    to = session.starts_at + timedelta(days=2)
    actions.move_session(
        world.actor("branch"), session, starts_at=to, ends_at=to + timedelta(hours=1), reason="与高考错开"
    )
    after = [_read(address) for address in (*feeds, page(session, "session.ics"))]
    for (old, mark), (new, mark_now) in zip(before, after, strict=True):
        assert old.uid.value == new.uid.value, "the calendar knows it again"
        assert int(new.sequence.value) > int(old.sequence.value)
        assert old.dtstart.value == session.starts_at.replace(microsecond=0)
        assert new.dtstart.value == to.replace(microsecond=0)
        assert "与高考错开" in new.description.value
        assert mark is None or mark != mark_now, "a calendar that has it asks again"
    moved = Message.objects.filter(kind__in=("meet.moved", "meet.moved_asked"))
    told = {message.post_id for message in moved if message.post_id}
    assert told == {world.posts[key].pk for key in ("fire", "property", "branch", "steward")}
    assert moved.filter(person=world.people["resident"]).count() == 1
    assert session.reasons.get(about=Reason.About.MOVED).was_at == session.starts_at


def _read(address: str):
    """The one session of a feed, as another calendar reads it, and the mark of the feed."""
    answer = Client().get(address)
    (event,) = vobject.readOne(answer.content.decode()).vevent_list
    return event, answer.get("ETag")


# --- a chair who is not appointed ---


@alone
def test_a_chair_whose_term_is_over_on_the_day_does_not_lead_and_another_is_named(meeting_world):
    world = meeting_world
    session = actions.announce(world.actor("branch"), call(world))
    ended = localtime(session.starts_at).date() - timedelta(days=1)
    Appointment.objects.filter(post=world.posts["branch"]).update(until_on=ended)
    with clock.at(session.starts_at):
        clerk, above = browser(world, "steward"), browser(world, "committee")
        answer = clerk.post(page(session, "do/begin/"), {"key": "1"})
        assert answer.status_code == 409 and "主持" in answer.content.decode()
        assert "这场议事还没有人主持" in above.get(page(session)).content.decode()
        said = {
            "key": "2",
            "chair": world.posts["committee"].pk,
            "clerk": world.posts["steward"].pk,
            "host": session.host_id,
            "spot_zh": session.spot_zh,
        }
        nobody = {**said, "chair": world.posts["branch"].pk}
        assert above.post(page(session, "do/change_session/"), nobody).status_code == 422
        assert above.post(page(session, "do/change_session/"), said).status_code == 302
        assert clerk.post(page(session, "do/begin/"), {"key": "3"}).status_code == 302
    assert Session.objects.get(pk=session.pk).state == State.UNDERWAY


# --- a check-in code photographed and reused ---


@alone
def test_a_photographed_code_counts_nobody_twice_nor_later_nor_elsewhere(meeting_world, session):
    photographed = page(session, f"in/?c={door.code_of(session)}")
    telephone = Client()
    ticket = telephone.get(photographed).context["ticket"]
    for _again in range(3):
        telephone.post(page(session, "in/"), {"ticket": ticket, "role": "resident"})
        telephone.get(photographed)
    other = Client()
    other.get(page(session))
    assert other.post(page(session, "in/"), {"ticket": ticket, "role": "resident"}).status_code == 409
    another = underway(meeting_world, days=20)
    elsewhere = Client().get(page(another, f"in/?c={door.code_of(session)}"))
    with clock.at(clock.now() + timedelta(minutes=20)):
        later = Client().get(photographed)
    assert [elsewhere.status_code, later.status_code] == [422, 422]
    assert "不是这场议事的签到码" in elsewhere.content.decode() and "已经失效" in later.content.decode()
    assert session.attendances.there().count() == 1 and not another.attendances.exists()


@together
def test_one_telephone_that_sends_its_check_in_several_times_at_once_is_there_once(meeting_world, session):
    telephone = Client()
    ticket = telephone.get(page(session, f"in/?c={door.code_of(session)}")).context["ticket"]

    def send():
        same = Client()
        same.cookies = telephone.cookies.copy()
        return same.post(page(session, "in/"), {"ticket": ticket, "role": "resident"})

    answers = at_once(send, send, send)
    assert {answer.status_code for answer in answers} <= {200, 302}, (
        "nobody who pressed twice reads of an error"
    )
    assert session.attendances.there().count() == 1


# --- votes that exceed those present ---


@alone
def test_more_votes_than_people_are_refused_with_the_numbers_and_what_was_typed_stays(meeting_world, session):
    clerk = meeting_world.actor("steward")
    actions.write_down_attendance(clerk, session, people=[Came(count=12)], line="list")
    motion = actions.put_motion(clerk, on_agenda(session), text="在南侧建车棚。")
    typed = {"heads": "12", "yes": "10", "no": "4", "abstained": "1", "key": "a"}
    at, client = f"/meet/motions/{motion.pk}/count/", browser(meeting_world, "steward")
    answer = client.post(at, typed)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert all(number in said for number in ("15", "12")) and 'value="10"' in said
    motion.refresh_from_db()
    assert motion.counted_at is None
    assert client.post(at, {**typed, "yes": "7", "key": "b"}).status_code == 302


@together
def test_of_two_clerks_who_count_the_same_hands_at_once_one_count_stands(meeting_world, session):
    motion = actions.put_motion(meeting_world.actor("steward"), on_agenda(session), text="在南侧建车棚。")

    def count(who: str, yes: int):
        actor = meeting_world.actor(who)
        return lambda: actions.count_hands(actor, motion, yes=yes, no=2, abstained=0, heads=20)

    results = at_once(count("steward", 10), count("branch", 11))
    (told,) = refused(results)
    motion.refresh_from_db()
    assert told.moved_on and f"{motion.yes}" in str(told.reason)
    assert Entry.objects.filter(kind="deliberation.HandsCounted").count() == 1


# --- a clerk's phone that dies in the middle ---


def line(n: int, words: str) -> dict:
    return {
        "line": f"line-key-{n}",
        "number": n,
        "words": words,
        "who": "",
        "building": "",
        "item": "",
        "at": 0,
    }


def send(client: Client, session: Session, *lines: dict, device: str = "d" * 24):
    return client.post(
        page(session, "hall/sheet/lines/"), {"device": device, "lines": json.dumps(lines)}
    ).json()


@alone
def test_a_telephone_dies_another_clerk_goes_on_and_what_was_left_on_it_comes_in_once(meeting_world, session):
    """What the browser keeps meanwhile is played in tests/journeys/test_yard.py."""
    first, second = browser(meeting_world, "steward"), browser(meeting_world, "branch")
    send(first, session, line(1, "路灯不亮"), line(2, "电梯老坏"))
    told = send(second, session, {**line(1, "门禁坏了"), "line": "another-key-1"}, device="e" * 24)
    assert [each["label"] for each in told["lines"]] == ["B1"]
    actions.end(meeting_world.actor("branch"), session)
    with clock.at(clock.now() + timedelta(hours=5)):
        for _twice in range(2):
            told = send(first, session, line(2, "电梯老坏"), line(3, "有人养鸡"))
            assert [each["label"] for each in told["lines"]] == ["A2", "A3"]
    said = Opinion.objects.filter(session=session).select_related("sheet")
    assert {each.label: each.words for each in said} == {
        "A1": "路灯不亮",
        "A2": "电梯老坏",
        "A3": "有人养鸡",
        "B1": "门禁坏了",
    }
    assert {each.label for each in said if each.is_late} == {"A3"}


# --- a correction proposed after the period ---


@alone
def test_a_correction_after_the_period_is_refused_and_the_page_says_what_to_do_instead(meeting_world):
    session = drafted(meeting_world)
    there = session.attendances.first()
    there.person = meeting_world.people["resident"]
    there.save()
    resident, address = browser(meeting_world, "resident"), page(session, "minutes/correct/")
    with clock.at(session.minutes.corrections_until - timedelta(minutes=1)):
        assert resident.get(address).status_code == 200
    with clock.at(session.minutes.corrections_until + timedelta(minutes=1)):
        late = resident.post(address, {"text": "我说的是五栋。", "key": "k"})
        assert late.status_code == 409 and "异议" in late.content.decode()
        actions.seal_minutes(meeting_world.actor("branch"), session)
        sealed = resident.post(address, {"text": "我说的是五栋。", "key": "m"})
        assert sealed.status_code == 409 and "异议" in sealed.content.decode()
    assert not Correction.objects.exists()


# --- a summer-long series that hits holidays ---

HOLIDAY = [date(2027, 10, 1) + timedelta(days=n) for n in range(7)]
"""Friday until Thursday."""


@pytest.fixture
def summer(monkeypatch):
    """The first of July before a holiday that is known."""
    known = days_off.Calendar(HOLIDAY, [], [2027])
    monkeypatch.setattr(days_off, "current", lambda: known)
    with clock.at(datetime.combine(date(2027, 7, 1), time(9), ZONE)):
        yield


@alone
@pytest.mark.parametrize(
    ("weekday", "shift", "meets", "told"),
    [
        ("TU", "skip", None, "不开：休息日"),
        ("TU", "next", date(2027, 10, 8), "替代 2027年10月5日（休息日）"),
        ("FR", "next", None, "顺延到的那天已经有一场"),
        ("TU", "keep", date(2027, 10, 5), ""),
    ],
)
def test_a_summer_long_series_says_what_becomes_of_the_holiday_before_and_after(
    meeting_world, summer, weekday, shift, meets, told
):
    world, client = meeting_world, browser(meeting_world, "committee")
    said = {
        "key": "1", "name_zh": "纳凉议事", "kind": "yard", "level": "estate", "often": "weekly",
        "weekdays": [weekday], "shift": shift, "from_on": "2027-07-01", "until_on": "2027-10-14",
        "starts": "19:30", "minutes": "60", "spot_zh": "小广场", "host_kind": "branch",
        "chair_role": "branch", "clerk_role": "steward",
    }  # fmt: skip
    address = reverse("meet:new_series", args=[world.places["community"].code])
    looked = client.post(address, said)
    hit = [day for day in looked.context["days"] if day.by_rule in HOLIDAY]
    assert [day.on for day in hit] == [meets] and told in looked.content.decode()
    assert client.post(address, {**said, "sure": "yes"}).status_code == 302
    series = Series.objects.get()
    publish = reverse("meet:series_do", args=[series.pk, "publish"])
    assert client.post(publish, {"key": "2", "until": "2027-10-14"}).status_code == 302
    mine = series.sessions.filter(place=world.places["estate"])
    on = [localtime(each.starts_at).date() for each in mine.order_by("starts_at")]
    assert len(on) == len(set(on)) == sum(1 for day in looked.context["days"] if day.on)
    assert [day for day in on if day in HOLIDAY] == [day for day in (meets,) if day in HOLIDAY]
    assert on[0] < date(2027, 7, 8) and on[-1] > HOLIDAY[-1], "the rest of the summer is as it was"
    if meets and meets not in HOLIDAY:
        moved = mine.get(series_on=hit[0].by_rule)
        assert (
            "2027年10月5日"
            in Client().get(page(moved), headers={"accept-language": "zh-hans"}).content.decode()
        )


# --- a 300-line intake pasted at once ---


@together
def test_300_lines_pasted_by_two_at_the_same_moment_are_all_there_and_each_once(meeting_world, session):
    text = "\n".join(f"{n}、{3 if n % 2 else 5}栋 第{n}件事" for n in range(1, 301))

    def store(who: str, key: str):
        client = browser(meeting_world, who)
        sent = {"text": text, "key": key, "do": "store"}
        return lambda: client.post(page(session, "hall/sheet/paste/"), sent)

    steward, again, branch = store("steward", "k"), store("steward", "k"), store("branch", "other")
    assert {answer.status_code for answer in at_once(steward, again, branch)} == {302}
    said = Opinion.objects.filter(session=session).select_related("sheet")
    for letter in {each.sheet.letter for each in said}:
        numbers = sorted(each.number for each in said if each.sheet.letter == letter)
        assert numbers == list(range(1, len(numbers) + 1))
    assert len(said) == 600, "one list of each clerk"
    assert Entry.objects.filter(kind="deliberation.TakenDown").count() == 600


@alone
def test_a_list_that_is_too_long_or_names_a_building_that_is_not_there_loses_no_word(meeting_world, session):
    client, at = browser(meeting_world, "steward"), page(session, "hall/sheet/paste/")
    long = "\n".join(f"第{n}件事" for n in range(501))
    answer = client.post(at, {"text": long, "key": "k", "do": "store"})
    assert answer.status_code == 422 and "第500件事" in answer.content.decode()
    assert not session.opinions.exists()
    assert client.post(at, {"text": "99栋 门禁坏了", "key": "m", "do": "store"}).status_code == 302
    assert "门禁坏了" in session.opinions.get().words
