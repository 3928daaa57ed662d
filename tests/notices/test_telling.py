"""Who is told, once, and what a message may hold."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from tests.notices.stage import ALARM, ANSWERED, FACTS, LINK, person

from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK, Actor, acting
from yishi.notices.actions import mark_all_read, mark_read, quietly, tell
from yishi.notices.kinds import Kind, register
from yishi.notices.models import Delivery, Message, unread_count
from yishi.record import clock

pytestmark = pytest.mark.django_db


def routes() -> list[tuple[str, str]]:
    return sorted((d.channel, d.address.removeprefix("+86")) for d in Delivery.objects.all())


def test_tell_a_person_fills_the_inbox_and_writes_to_the_verified_telephone(estate):
    wang = person("wang", phone="19900001001", email="wang@example.org")
    message = tell(ANSWERED, about=estate, link=LINK, person=wang, facts=FACTS)
    assert list(Message.objects.visible_to(Actor(person=wang))) == [message]
    assert message.about == estate.ref
    assert routes() == [("sms", "19900001001")]


def test_tell_a_person_without_telephone_sends_a_mail_and_without_either_nothing(estate):
    tell(ANSWERED, about=estate, link=LINK, person=person("a", email="a@example.org"), facts=FACTS)
    tell(ANSWERED, about=estate, link=LINK, person=person("b"), facts=FACTS)
    assert routes() == [("email", "a@example.org")]
    assert Message.objects.count() == 2


def test_tell_a_contact_without_account(estate):
    tell(ANSWERED, about=estate, link=LINK, phone="19900001002", facts=FACTS, language="en")
    tell(ANSWERED, about=estate, link=LINK, email="c@example.org", facts=FACTS)
    assert routes() == [("email", "c@example.org"), ("sms", "19900001002")]


def test_tell_a_contact_with_a_landline_by_mail_or_not_at_all(estate):
    assert tell(ANSWERED, about=estate, link=LINK, phone="027-8765432", facts=FACTS) is None
    assert tell(ANSWERED, about=estate, link=LINK, phone="027-8765432", email="c@example.org", facts=FACTS)
    assert routes() == [("email", "c@example.org")]


def test_tell_nobody_writes_nothing(estate):
    assert tell(ANSWERED, about=estate, link=LINK, facts=FACTS) is None
    assert not Message.objects.exists()


def test_tell_a_post_is_seen_by_present_holders_and_not_by_the_former_one(estate, steward):
    former, present, second = person("former"), person("present"), person("second")
    today = clock.today()
    network.appoint(
        CLOCK, steward, person=former, from_on=today - timedelta(days=9), until_on=today - timedelta(days=1)
    )
    for holder in (present, second):
        network.appoint(CLOCK, steward, person=holder)
    message = tell(ANSWERED, about=estate, link=LINK, post=steward, facts=FACTS)
    for holder in (present, second):
        assert list(Message.objects.visible_to(Actor(person=holder))) == [message]
        assert Message.objects.page(Actor(person=holder), 5) == [message]
    for other in (Actor(person=former), ANYONE, CLOCK):
        assert not Message.objects.visible_to(other).exists()
        assert unread_count(other) == 0
    assert routes() == []


def test_tell_a_post_what_is_urgent_rings_the_present_holders(estate, steward):
    network.appoint(CLOCK, steward, person=person("one", phone="19900001003"))
    network.appoint(CLOCK, steward, person=person("two", phone="19900001004"))
    network.appoint(CLOCK, steward, person=person("three", email="three@example.org"))
    tell(ALARM, about=estate, link=LINK, post=steward)
    assert routes() == [("sms", "19900001003"), ("sms", "19900001004")]


def test_tell_with_a_key_is_told_once(estate):
    wang = person("wang", phone="19900001001")
    first = tell(ANSWERED, about=estate, link=LINK, person=wang, facts=FACTS, key="answered:17")
    second = tell(ANSWERED, about=estate, link=LINK, person=wang, facts=FACTS, key="answered:17")
    tell(ANSWERED, about=estate, link=LINK, person=wang, facts=FACTS)
    assert first == second
    assert Message.objects.count() == Delivery.objects.count() == 2


def test_tell_leaves_nothing_where_the_action_that_tells_fails(estate):
    wang = person("wang", phone="19900001001")
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(ANSWERED, about=estate, link=LINK, person=wang, facts=FACTS)
        raise RuntimeError("the action fails")
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()


def test_quietly_fills_inboxes_and_sends_nothing(estate):
    wang = person("wang", phone="19900001001")
    with quietly():
        assert tell(ANSWERED, about=estate, link=LINK, person=wang, facts=FACTS)
        assert tell(ANSWERED, about=estate, link=LINK, phone="19900001002", facts=FACTS) is None
    assert Message.objects.count() == 1
    assert routes() == []


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"number": 17},
        {**FACTS, "words": "楼道里堆了柴火"},
        {**FACTS, "number": "柴火"},
        {**FACTS, "number": "firewood on the stairs"},
        {**FACTS, "number": "1" * 65},
        {**FACTS, "number": 1.5},
        {**FACTS, "number": None},
        {**FACTS, "number": "\u202e17"},
    ],
)
def test_tell_refuses_what_is_no_fact(estate, facts):
    with pytest.raises(ValueError):
        tell(ANSWERED, about=estate, link=LINK, phone="19900001002", facts=facts)


@pytest.mark.parametrize("link", ["", "https://elsewhere.example/", "//elsewhere.example/", "case/17"])
def test_tell_refuses_a_link_that_leads_out_of_the_house(estate, link):
    with pytest.raises(ValueError):
        tell(ALARM, about=estate, link=link, phone="19900001002")


def test_tell_refuses_two_recipients(estate, steward):
    with pytest.raises(ValueError), transaction.atomic():
        tell(ALARM, about=estate, link=LINK, phone="19900001002", post=steward)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            kind="x", link=LINK, about="x", post=steward, person=person("wang"), created_at=clock.now()
        )


def test_a_message_is_worded_in_the_language_of_whoever_reads_it(estate):
    moment = Kind("tests.moment", "%(at)s %(place)s", ALARM.title)
    wang = person("wang")
    message = tell(ANSWERED, about=estate, link=LINK, person=wang, facts=FACTS)
    facts = {"at": datetime(2026, 5, 1, 1, 30, tzinfo=UTC), "place": ALARM.title}
    other = tell(moment, about=estate, link=LINK, person=wang, facts=facts)
    assert message and other
    with translation.override("zh-hans"):
        assert message.title == "17 号事项有答复了"
        assert "5" in message.body and "2026" in message.body
        assert "9:30" in moment.title_with(other.facts) and "急事" in moment.title_with(other.facts)
    with translation.override("en"):
        assert message.title == "Matter 17 was answered"
        assert "May" in message.body
        assert moment.title_with(other.facts).endswith("Urgent")


def test_a_message_of_a_kind_no_longer_known_is_still_listed(estate):
    wang = person("wang")
    message = tell(ALARM, about=estate, link=LINK, person=wang)
    Message.objects.filter(pk=message.pk).update(kind="tests.gone", facts={"odd": 1})
    assert Message.objects.get().title
    grown = Kind(ALARM.code, "%(never)s!", "")
    assert grown.title_with({}) == "!"


def test_register_refuses_two_wordings_under_one_code():
    register(ALARM, ALARM)
    with pytest.raises(ValueError):
        register(Kind(ALARM.code, "other", "words"))


def test_mark_read_keeps_the_first_time_and_only_ones_own(estate):
    wang, stranger = person("wang"), person("stranger")
    message = tell(ALARM, about=estate, link=LINK, person=wang)
    mark_read(Actor(person=stranger), message)
    assert Message.objects.unread().exists()
    first = clock.now()
    with clock.at(first):
        mark_read(Actor(person=wang), message)
    with clock.at(first + timedelta(hours=1)):
        mark_read(Actor(person=wang), message)
    assert Message.objects.get().read_at == first


def test_mark_all_read_spares_what_came_after_the_page(estate, steward):
    wang = person("wang")
    network.appoint(CLOCK, steward, person=wang)
    seen = tell(ALARM, about=estate, link=LINK, person=wang)
    tell(ALARM, about=estate, link=LINK, post=steward)
    actor = acting(steward, wang)
    assert unread_count(actor) == 2
    assert mark_all_read(actor, up_to=seen.pk) == 1
    assert mark_all_read(actor) == 1
    assert unread_count(actor) == 0
