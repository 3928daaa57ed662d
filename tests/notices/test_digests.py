"""News joined into one: what went wrong elsewhere (Decidim #8486, #14899, #12557, #12234, #16129) goes right here."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.notices.stage import ALARM, ANSWERED, FACTS, LINK, person

from yishi.network import actions as network
from yishi.network.actors import CLOCK, acting
from yishi.notices import actions, jobs, joined, quiet
from yishi.notices.actions import keep_preference, tell
from yishi.notices.channels import Throttled, Unreachable
from yishi.notices.models import Carrier, Delivery, Message
from yishi.record import Refused, clock

HERE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 5, 6, 12, tzinfo=HERE)
NIGHT = datetime(2026, 5, 6, 23, 30, tzinfo=HERE)
PHONE = "19900001001"


@pytest.fixture
def wang(db):
    return person("wang", phone=PHONE)


@pytest.fixture
def town(db):
    """A place with the usual night."""
    return network.add_place(CLOCK, None, code="420000002", level="estate", name_zh="夜静苑")


def news(town, who, *numbers: int, link: str = "") -> None:
    for number in numbers:
        facts = {**FACTS, "number": number}
        tell(ANSWERED, about=town, link=link or f"/case/{number}", person=who, facts=facts)


# --- one instead of many ---


def test_the_first_goes_at_once_and_the_flood_after_it_in_one(town, wang, box):
    with clock.at(NOON):
        news(town, wang, 1)
        assert jobs.deliver_waiting() == 1
        news(town, wang, *range(2, 31))
        assert jobs.deliver_waiting() == 0
    with clock.at(NOON + timedelta(minutes=10)):
        assert jobs.deliver_waiting() == 1
        assert jobs.deliver_waiting() == 0
    assert len(box.sent) == 2
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_the_newest_stands_first_and_nothing_stands_twice(town, box):
    li = person("li", email="li@example.org", language="en")
    for minute, number in enumerate([1, 2, 3, 3, 3]):
        with clock.at(NOON + timedelta(minutes=minute)):
            news(town, li, number)
    with clock.at(NOON + timedelta(hours=1)):
        jobs.deliver_waiting()
    (mail,) = box.sent
    text = mail["text"]
    assert mail["subject"] == "3 pieces of news for you: Matter 3 was answered"
    assert text.index("Matter 3 ") < text.index("Matter 2 ") < text.index("Matter 1 ")
    assert text.count("Matter 3 was answered on") == 1


def test_a_mail_holds_every_text_whole_and_every_link_once(town, box):
    li = person("li", email="li@example.org", language="en")
    with clock.at(NOON):
        news(town, li, 1, 2)
        news(town, li, 7, link="/case/1")
        jobs.deliver_waiting()
    text = box.sent[0]["text"]
    for number in (1, 2, 7):
        assert f"Matter {number} was answered on 1 May 2026. Is it solved?" in " ".join(text.split())
    assert text.count("https://yishi.example/case/1\n") == 1


def test_a_text_message_stays_short_and_says_how_many_more(town, wang, box):
    with clock.at(NOON):
        news(town, wang, *range(100, 150))
        jobs.deliver_waiting()
    (text,) = box.texts()
    assert len(text) <= joined.LONGEST_SMS
    assert text.startswith("您有 50 条新消息")
    assert "149 号事项" in text and "另有" in text
    assert text.endswith("https://yishi.example/inbox/")


def test_what_was_read_in_the_inbox_meanwhile_is_not_sent_and_nothing_empty_ever(town, wang, box):
    with clock.at(NOON):
        news(town, wang, 1, 2)
        actions.mark_all_read(acting_person(wang))
        assert jobs.deliver_waiting() == 0
    assert box.sent == []
    assert not Delivery.objects.exists()
    with pytest.raises(ValueError):
        joined.said([], "sms", "")


def acting_person(who):
    from yishi.network.actors import Actor

    return Actor(person=who)


def test_two_languages_to_one_address_stay_two(town, box):
    with clock.at(NOON):
        for language in ("zh-hans", "en"):
            tell(ANSWERED, about=town, link=LINK, phone=PHONE, facts=FACTS, language=language)
        jobs.deliver_waiting()
    with clock.at(NOON + timedelta(minutes=11)):
        jobs.deliver_waiting()
    assert len(box.sent) == 2


def test_what_is_urgent_goes_alone_and_at_once(town, wang, box):
    with clock.at(NOON):
        news(town, wang, 1)
        jobs.deliver_waiting()
        news(town, wang, 2, 3)
        tell(ALARM, about=town, link=LINK, person=wang)
        assert jobs.deliver_waiting() == 1
    assert "急事" in box.texts()[-1]


def test_a_poison_message_does_not_take_down_those_it_would_go_with(town, wang, box):
    with clock.at(NOON):
        news(town, wang, 1, 2, 3)
        Message.objects.filter(facts__number=2).update(facts={"number": {"at": "no moment"}})
        assert jobs.deliver_waiting() == 1
    assert "3 号" in box.texts()[0] and "1 号" in box.texts()[0]
    poisoned = Delivery.objects.get(sent_at=None)
    assert (poisoned.state, poisoned.attempts) == ("failed", 1)


def test_a_batch_the_carrier_chokes_on_is_tried_one_by_one(town, wang, box):
    def chokes(_to, text):
        if "2 号" in text:
            raise ValueError("cannot digest")

    with clock.at(NOON):
        news(town, wang, 1, 2, 3)
        box.fault = chokes
        assert jobs.deliver_waiting() == 0
    for hour in range(1, 4):
        with clock.at(NOON + timedelta(hours=hour)):
            jobs.deliver_waiting()
            jobs.deliver_waiting()
    assert sorted("13"[("3 号" in text)] for text in box.texts()) == ["1", "3"]


def test_a_batch_is_claimed_with_a_few_questions_however_large(town, wang, box):
    def asked(many: int) -> int:
        Delivery.objects.all().delete()
        with clock.at(NOON + timedelta(days=many)):
            news(town, wang, *range(many))
            with CaptureQueriesContext(connection) as made:
                jobs.deliver_waiting()
        return len([q for q in made if "UPDATE" not in q["sql"] and "SAVEPOINT" not in q["sql"]])

    few = asked(2)
    assert asked(3) <= few and asked(30) <= few


# --- nights ---


def test_at_night_nothing_goes_out_but_the_urgent_and_in_the_morning_all_in_one(town, wang, box):
    with clock.at(NIGHT):
        news(town, wang, 1)
        tell(ALARM, about=town, link=LINK, phone="19900001002")
        jobs.deliver_waiting()
        assert Message.objects.filter(person=wang).count() == 1
    with clock.at(NIGHT + timedelta(hours=1)):
        news(town, wang, 2)
        assert jobs.deliver_waiting() == 0
    assert box.addresses() == ["+8619900001002"]
    with clock.at(datetime(2026, 5, 7, 7, 59, tzinfo=HERE)):
        assert jobs.deliver_waiting() == 0
    with clock.at(datetime(2026, 5, 7, 8, 31, tzinfo=HERE)):
        assert jobs.deliver_waiting() == 1
    assert box.texts()[-1].startswith("您有 2 条新消息")


def test_a_message_that_failed_by_day_is_not_tried_again_at_night(town, wang, box):
    box.fault = ValueError("hiccup")
    with clock.at(datetime(2026, 5, 6, 20, 59, 30, tzinfo=HERE)):
        news(town, wang, 1)
        jobs.deliver_waiting()
    box.fault = None
    with clock.at(NIGHT):
        assert jobs.deliver_waiting() == 0
    with clock.at(datetime(2026, 5, 7, 8, 31, tzinfo=HERE)):
        assert jobs.deliver_waiting() == 1


def test_a_place_sets_its_night_and_the_nearest_one_holds(town, wang, box):
    building = network.add_place(CLOCK, town, code="420000002-01", level="building", name_zh="1栋")
    actions.set_quiet_hours(CLOCK, town, begins=time(23), ends=time(6))
    actions.set_quiet_hours(CLOCK, building, begins=time(12), ends=time(14))
    with clock.at(NOON.replace(hour=22)):
        news(town, wang, 1)
        assert jobs.deliver_waiting() == 1
    with clock.at(NOON.replace(day=8, hour=13)):
        news(building, wang, 2)
        assert jobs.deliver_waiting() == 0


def test_a_persons_own_night_goes_before_the_places(town, wang, box):
    keep_preference(wang, quiet_from=time(13), quiet_until=time(14))
    with clock.at(NIGHT):
        news(town, wang, 1)
        assert jobs.deliver_waiting() == 1
    with clock.at(NOON.replace(day=8, hour=13, minute=20)):
        news(town, wang, 2)
        assert jobs.deliver_waiting() == 0


def test_a_morning_is_spread(town, box):
    with clock.at(NIGHT):
        for n in range(40):
            tell(ANSWERED, about=town, link=LINK, phone=f"199000{n:05}", facts=FACTS)
    times = set(Delivery.objects.values_list("next_try_at", flat=True))
    assert len(times) > 20
    assert max(times) - min(times) <= quiet.SPREAD


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.times(), st.times())
def test_a_night_always_ends_within_a_day(moment, begins, ends):
    at = moment.replace(tzinfo=HERE)
    opens = quiet.opens_at(at, (begins, ends))
    assert at <= opens <= at + timedelta(days=1)
    assert not quiet.is_quiet(opens, (begins, ends))


# --- wishes ---


def test_once_a_day_comes_in_the_morning_in_one(town, wang, box):
    keep_preference(wang, pace="daily")
    for hour in (9, 12, 20):
        with clock.at(NOON.replace(hour=hour)):
            news(town, wang, hour)
            assert jobs.deliver_waiting() == 0
    with clock.at(NOON.replace(day=7, hour=8, minute=31)):
        assert jobs.deliver_waiting() == 1
    assert box.texts()[0].startswith("您有 3 条新消息")


def test_what_is_switched_off_stays_in_the_inbox(town, wang, box):
    with clock.at(NOON):
        keep_preference(wang, silent=["matters"])
        news(town, wang, 1)
        keep_preference(wang, silent=[], by_sms=False)
        news(town, wang, 2)
    assert not Delivery.objects.exists()
    assert Message.objects.filter(person=wang).count() == 2


def test_switching_a_way_off_takes_back_what_waits_for_it(town, wang, box):
    with clock.at(NIGHT):
        news(town, wang, 1)
        keep_preference(wang, by_sms=False)
    assert not Delivery.objects.exists()


# --- mornings of the desks ---


@pytest.fixture
def desk(town):
    """A steward's post with two holders, and its team."""
    team = network.found(CLOCK, town, kind="stewards", code="night-stewards", name_zh="管家队")
    post = network.create_post(CLOCK, team, role="steward", code="night-steward")
    with clock.at(NOON - timedelta(days=30)):
        for name, phone in (("zhao", "19900001011"), ("qian", "19900001012")):
            network.appoint(CLOCK, post, person=person(name, phone=phone))
    return post


def desk_news(town, post, hours: int) -> Message:
    with clock.at(NOON + timedelta(hours=hours)):
        return tell(ANSWERED, about=town, link=LINK, post=post, facts={**FACTS, "number": 100 + hours})


def test_holders_read_in_the_morning_what_came_to_their_desk_once_each(town, desk, box):
    for hours in (1, 5, 9):
        desk_news(town, desk, hours)
    assert not Delivery.objects.exists()
    morning = datetime(2026, 5, 7, 8, 5, tzinfo=HERE)
    with clock.at(morning):
        assert jobs.tell_mornings() == 6
        assert jobs.tell_mornings() == 0
    with clock.at(morning + timedelta(minutes=40)):
        assert jobs.deliver_waiting() == 2
        assert jobs.tell_mornings() == 0
    assert sorted(box.addresses()) == ["+8619900001011", "+8619900001012"]
    assert all(text.startswith("您有 3 条新消息") for text in box.texts())


def test_a_morning_without_news_is_silent(town, desk, box):
    message = desk_news(town, desk, 1)
    Message.objects.filter(pk=message.pk).update(read_at=NOON)
    with clock.at(datetime(2026, 5, 7, 8, 5, tzinfo=HERE)):
        assert jobs.tell_mornings() == 0
    desk_news(town, desk, 2)
    with clock.at(datetime(2026, 5, 7, 15, 0, tzinfo=HERE)):
        assert jobs.tell_mornings() == 0


def test_whoever_switched_the_desk_off_has_quiet_mornings(town, desk, box):
    for holder in desk.holders():
        keep_preference(holder, silent=["desk"])
    desk_news(town, desk, 1)
    with clock.at(datetime(2026, 5, 7, 8, 5, tzinfo=HERE)):
        assert jobs.tell_mornings() == 0


def test_mornings_ask_a_bounded_number_of_questions(town, desk, box):
    def asked(many: int) -> int:
        Delivery.objects.all().delete()
        for _n in range(many):
            desk_news(town, desk, 1)
        with clock.at(datetime(2026, 5, 7, 8, 5, tzinfo=HERE)), CaptureQueriesContext(connection) as made:
            jobs.tell_mornings()
        return len(made)

    asked(1)  # what a process keeps is read with the first
    assert asked(1) == asked(20)


# --- channels that fail ---


def test_a_channel_that_fails_rests_longer_each_time_and_comes_back(town, box):
    box.fault = Unreachable("no answer")
    asked = 0
    with clock.at(NOON):
        for n in range(3):
            tell(ANSWERED, about=town, link=LINK, phone=f"199000{n:05}", facts=FACTS)
    rests = []
    moment = NOON
    for _round in range(6):
        with clock.at(moment):
            jobs.deliver_waiting()
            carrier = Carrier.objects.get(channel="sms")
            asked += 1
            assert carrier.failures == asked
            assert jobs.deliver_waiting() == 0
            rests.append((carrier.rests_until - moment).total_seconds())
            moment = carrier.rests_until
    assert rests == [30, 60, 120, 240, 480, 900]
    box.fault = None
    with clock.at(moment):
        assert jobs.deliver_waiting() == 3
        carrier.refresh_from_db()
        assert (carrier.failures, carrier.rests_until) == (0, None)


def test_a_carrier_that_asks_us_to_wait_is_waited_for_and_no_try_is_lost(town, box):
    box.fault = Throttled("slowly", 120, everybody=True)
    with clock.at(NOON):
        tell(ANSWERED, about=town, link=LINK, phone=PHONE, facts=FACTS)
        jobs.deliver_waiting()
    box.fault = None
    waiting = Delivery.objects.get()
    assert (waiting.attempts, waiting.reason.startswith("对方要求稍后再发")) == (0, True)
    with clock.at(NOON + timedelta(seconds=119)):
        assert jobs.deliver_waiting() == 0
    with clock.at(NOON + timedelta(seconds=120)):
        assert jobs.deliver_waiting() == 1


def test_too_often_to_one_number_holds_nobody_else_up(town, box):
    def slow(to, _text):
        if to.endswith("1001"):
            raise Throttled("slowly", 3600)

    box.fault = slow
    with clock.at(NOON):
        for phone in (PHONE, "19900001002"):
            tell(ANSWERED, about=town, link=LINK, phone=phone, facts=FACTS)
        assert jobs.deliver_waiting() == 1
    assert box.addresses() == ["+8619900001002"]
    assert not Carrier.objects.exclude(failures=0).exists()


def test_the_operator_ends_a_rest_and_nobody_else(town, box, operator, steward):
    box.fault = Unreachable("no answer")
    with clock.at(NOON):
        tell(ANSWERED, about=town, link=LINK, phone=PHONE, facts=FACTS)
        jobs.deliver_waiting()
        box.fault = None
        carrier = Carrier.objects.get()
        with pytest.raises(Refused):
            actions.try_channel(acting(steward), carrier)
        actions.try_channel(operator, carrier)
        assert jobs.deliver_waiting() == 1
