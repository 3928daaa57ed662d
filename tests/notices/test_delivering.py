"""The outbox: nothing is lost, nothing stops the rest, no row goes to two workers."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.notices.stage import ALARM, ANSWERED, FACTS, LINK, person

from yishi.notices import actions, jobs
from yishi.notices.actions import LEASE, LONGEST_WAIT, MOST_TRIES, tell, wait_after
from yishi.notices.channels import Undeliverable, Unreachable
from yishi.notices.models import Delivery
from yishi.record import Refused, clock
from yishi.record.models import Entry

State = Delivery.State
PHONE = "+8619900001001"


@pytest.fixture
def told(estate):
    """A function that tells a contact something, and gives the delivery."""

    def one(phone: str = PHONE, **more) -> Delivery:
        return tell(ANSWERED, about=estate, link=LINK, phone=phone, facts=FACTS, **more).deliveries.get()

    return one


def later(**much):
    return clock.at(clock.now() + timedelta(**much))


def at_next_try(delivery: Delivery):
    delivery.refresh_from_db()
    return clock.at(max(delivery.next_try_at, delivery.claimed_until or delivery.next_try_at))


@pytest.mark.django_db
def test_deliver_sends_text_link_and_key_in_the_language_of_the_recipient(told, box, estate):
    english = person("smith", email="smith@example.org", language="en")
    first = told()
    tell(ANSWERED, about=estate, link=LINK, person=english, facts=FACTS)
    assert jobs.deliver_waiting() == 2
    sms, mail = box.sent
    assert sms["to"] == PHONE
    assert "17 号事项" in sms["text"]
    assert sms["text"].endswith("https://yishi.example/case/17")
    assert (sms["key"], sms["subject"]) == (first.key, "")
    assert mail["subject"] == "Matter 17 was answered"
    first.refresh_from_db()
    assert (first.state, first.attempts, first.last_error) == (State.SENT, 1, "")
    assert jobs.deliver_waiting() == 0
    assert len(box.sent) == 2


@pytest.mark.django_db
def test_a_channel_down_loses_nothing_however_long(told, box):
    waiting = [told(f"+861990000100{n}") for n in range(3)]
    box.fault = Unreachable("no answer")
    moment = clock.now()
    for day in range(12):
        with clock.at(moment + timedelta(days=day)):
            assert jobs.deliver_waiting() == 0
    assert set(Delivery.objects.values_list("state", flat=True)) <= {State.WAITING, State.FAILED}
    box.fault = ValueError("a hiccup as it comes back")
    with clock.at(moment + timedelta(days=12)):
        jobs.deliver_waiting()
    box.fault = None
    with clock.at(moment + timedelta(days=13)):
        assert jobs.deliver_waiting() == len(waiting)
    assert sorted(box.addresses()) == sorted(d.address for d in waiting)


@pytest.mark.django_db
def test_a_channel_down_is_asked_once_a_round_and_the_other_goes_on(told, box, estate):
    asked = []

    def down_for_telephones(to, _text):
        if "@" not in to:
            asked.append(to)
            raise Unreachable("no answer")

    box.fault = down_for_telephones
    told(), told("+8619900001002")
    tell(ANSWERED, about=estate, link=LINK, email="c@example.org", facts=FACTS)
    assert jobs.deliver_waiting() == 1
    assert box.addresses() == ["c@example.org"]
    assert len(asked) == 1


@pytest.mark.django_db
def test_a_poison_message_does_not_stop_the_rest(told, box):
    poison, broken, well = told("+8619900006666"), told("+8619900001002"), told("+8619900001003")
    broken.message.__class__.objects.filter(pk=broken.message_id).update(
        facts={"number": {"at": "no moment"}}
    )

    def fault(to, _text):
        if to == poison.address:
            raise ValueError(f"cannot digest {to}\x00\n twice")

    box.fault = fault
    assert jobs.deliver_waiting() == 1
    assert box.addresses() == [well.address]
    for bad in (poison, broken):
        bad.refresh_from_db()
        assert bad.state == State.FAILED
        assert bad.last_error
        assert bad.address not in bad.last_error
    assert poison.last_error == "ValueError: cannot digest … twice"


@pytest.mark.django_db
def test_the_waits_grow_from_a_minute_to_six_hours_and_then_it_is_given_up(told, box):
    delivery = told()
    box.fault = ValueError("x" * 500)
    minutes = []
    moment = clock.now()
    for _try in range(MOST_TRIES):
        with clock.at(moment):
            jobs.deliver_waiting()
        delivery.refresh_from_db()
        if delivery.next_try_at is None:
            break
        minutes.append((delivery.next_try_at - moment) / timedelta(minutes=1))
        with clock.at(delivery.next_try_at - timedelta(seconds=1)):
            assert jobs.deliver_waiting() == 0
        assert Delivery.objects.get().attempts == delivery.attempts
        moment = max(delivery.next_try_at, moment + LEASE)
    for wait, expected in zip(minutes, [1, 4, 16, 64, 256, 360, 360], strict=True):
        assert 0.8 * expected <= wait <= 1.2 * expected
    assert (delivery.state, delivery.attempts) == (State.GIVEN_UP, MOST_TRIES)
    assert delivery.last_error.startswith("ValueError: xxx")
    assert len(delivery.last_error) <= 200
    box.fault = None
    with later(days=9):
        assert jobs.deliver_waiting() == 0


def test_wait_after_is_never_long():
    assert max(wait_after(n) for n in range(1, 400)) <= LONGEST_WAIT * 1.2


@pytest.mark.django_db
def test_an_address_that_will_never_do_is_given_up_at_once(told, box):
    delivery = told()
    box.fault = Undeliverable("number ceased")
    jobs.deliver_waiting()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.GIVEN_UP, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("before_sending", [True, False])
def test_killed_between_claim_and_sent_it_comes_back_when_the_lease_ends(
    told, box, before_sending, monkeypatch
):
    delivery = told()
    if before_sending:
        box.fault = SystemExit()
    else:
        monkeypatch.setattr(actions, "note_sent", _stop)
    with pytest.raises(SystemExit):
        jobs.deliver_waiting()
    monkeypatch.undo()
    box.fault = None
    with later(seconds=59):
        assert jobs.deliver_waiting() == 0
    with at_next_try(delivery):
        assert jobs.deliver_waiting() == 1
    # At least once: what was sent and not noted goes again, under the same key.
    assert {one["key"] for one in box.sent} == {delivery.key}
    assert len(box.sent) == (1 if before_sending else 2)


def _stop(*_args):
    raise SystemExit


@pytest.mark.django_db
def test_a_message_that_kills_every_worker_is_given_up(told, box):
    delivery = told()
    box.fault = SystemExit()
    for _try in range(MOST_TRIES):
        with at_next_try(delivery), pytest.raises(SystemExit):
            jobs.deliver_waiting()
    with at_next_try(delivery):
        assert jobs.deliver_waiting() == 0
    delivery.refresh_from_db()
    assert delivery.state == State.GIVEN_UP
    assert delivery.last_error


@pytest.mark.django_db
def test_a_worker_that_was_too_slow_does_not_overwrite_what_the_next_one_noted(told, box):
    slow = told()
    assert actions.claim(slow)
    with at_next_try(slow):
        assert jobs.deliver_waiting() == 1
    assert not actions.note_failed(slow, "too slow")
    assert Delivery.objects.get().state == State.SENT


@pytest.mark.django_db
def test_one_address_is_not_flooded(told, box, settings, estate):
    settings.YISHI_MESSAGES_PER_HOUR = 3
    start = clock.now()
    for minutes, sent in [(0, 1), (5, 0), (11, 1), (22, 1), (33, 0), (59, 0), (61, 1)]:
        with clock.at(start + timedelta(minutes=minutes)):
            told()
            assert jobs.deliver_waiting() == sent
    assert box.addresses() == [PHONE] * 4
    assert {d.attempts for d in Delivery.objects.all()} == {1}


@pytest.mark.django_db
def test_what_is_urgent_is_not_gathered_but_never_a_flood_either(box, settings, estate):
    settings.YISHI_MESSAGES_PER_HOUR = 3
    start = clock.now()
    for minute in range(5):
        with clock.at(start + timedelta(minutes=minute)):
            tell(ALARM, about=estate, link=LINK, phone=PHONE)
            assert jobs.deliver_waiting() == (1 if minute < 3 else 0)
    for minute in (60, 61):
        with clock.at(start + timedelta(minutes=minute)):
            assert jobs.deliver_waiting() == 1


@pytest.mark.django_db
def test_addresses_are_forgotten_some_weeks_after_sending(told, box):
    told(), told("+8619900001002")
    jobs.deliver_waiting()
    waiting = told("+8619900001003")
    with later(days=29):
        assert jobs.forget_old_addresses() == 0
    with later(days=31):
        assert jobs.forget_old_addresses() == 2
    assert list(Delivery.objects.exclude(address="")) == [waiting]


@pytest.mark.django_db
def test_try_again_is_for_the_operator_and_for_what_failed(told, box, operator, steward):
    from yishi.network.actors import acting

    delivery = told()
    with pytest.raises(Refused) as moved_on:
        actions.try_again(operator, delivery)
    assert moved_on.value.moved_on
    box.fault = Undeliverable("wrong")
    jobs.deliver_waiting()
    box.fault = None
    with pytest.raises(Refused):
        actions.try_again(acting(steward), delivery)
    actions.try_again(operator, delivery)
    event = Entry.objects.latest("id")
    assert (event.kind, event.subject, event.public) == ("notices.TriedAgain", delivery.ref, False)
    assert jobs.deliver_waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction(told, box):
    told()
    with transaction.atomic():
        assert jobs.deliver_waiting() == 0
        transaction.set_rollback(True)  # what was noted of it goes too
    assert box.sent == []

    inside = []
    box.fault = lambda *_message: inside.append(connection.in_atomic_block)
    assert jobs.deliver_waiting() == 1
    assert inside == [False]


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_never_send_the_same_message_twice(told, box):
    many = [told(f"199000{n:05}") for n in range(30)]
    ready = threading.Barrier(4)
    faults: list[Exception] = []

    def work():
        try:
            ready.wait()
            while jobs.deliver_waiting(limit=10):
                pass
        except Exception as fault:  # noqa: BLE001  whatever it is, the test is to show it
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    jobs.deliver_waiting()
    assert faults == []
    assert Counter(one["key"] for one in box.sent) == Counter(d.key for d in many)
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


@pytest.mark.django_db(transaction=True)
def test_told_at_once_under_one_key_is_told_once(estate, box):
    ready = threading.Barrier(4)
    faults: list[Exception] = []

    def say():
        try:
            ready.wait()
            tell(ALARM, about=estate, link=LINK, phone=PHONE, key="alarm:17")
        except Exception as fault:  # noqa: BLE001  whatever it is, the test is to show it
            faults.append(fault)
        finally:
            connection.close()

    tellers = [threading.Thread(target=say) for _n in range(4)]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join()
    assert faults == []
    assert Delivery.objects.count() == 1
