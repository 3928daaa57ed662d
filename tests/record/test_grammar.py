"""Actions: one transaction, the rule asked about the row as it is now, all events or none, once."""

import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from tests.record.happenings import (
    SOMEBODY,
    Matter,
    Planned,
    Somebody,
    Spoke,
    may_anything,
    may_nothing,
    speak,
    waiting,
    written,
)

from yishi.record import YES, Refused, action, clock, digest, emit, new_salt, no
from yishi.record.events import Code, Digest, Event, Ref
from yishi.record.models import Entry, Indicator, Submission

pytestmark = pytest.mark.django_db
MATTER = Matter()
DAY = date(2026, 3, 5)


def counted(measure: str = "row") -> Indicator:
    return Indicator.objects.create(measure=measure, place="", day=DAY)


@action(may=may_anything)
def rename(actor, row, name="renamed"):
    row.measure = name
    row.save()
    emit(Spoke(topic=Code("name")), about=MATTER, by=actor)
    return row


@action(may=may_anything)
def say_nothing(actor, row):
    row.measure = "silent"
    row.save()


@action(may=may_nothing)
def forbidden(actor, row):
    emit(Spoke(topic=Code("never")), about=MATTER, by=actor)


def test_an_action_writes_its_event_and_queues_it():
    rename(SOMEBODY, counted())
    entry = Entry.objects.get()
    assert (entry.kind, entry.subject, entry.actor, entry.place) == (
        Spoke.kind,
        "matter:1",
        "post:7",
        MATTER.at_path,
    )
    assert entry.data == {"topic": "name", "times": 1}
    assert waiting() == 1


def test_an_action_without_an_event_is_undone():
    row = counted()
    with pytest.raises(RuntimeError, match="ended without an event"):
        say_nothing(SOMEBODY, row)
    row.refresh_from_db()
    assert row.measure == "row"


def test_an_inner_action_without_an_event_is_refused_too():
    @action(may=may_anything)
    def outer(actor, row):
        emit(Spoke(topic=Code("outer")), about=MATTER, by=actor)
        say_nothing(actor, row)

    with pytest.raises(RuntimeError, match="say_nothing"):
        outer(SOMEBODY, counted())
    assert written() == 0


def test_nested_actions_write_once_and_in_order():
    @action(may=may_anything)
    def outer(actor, row):
        emit(Spoke(topic=Code("first")), about=MATTER, by=actor)
        rename(actor, row)
        emit(Spoke(topic=Code("last")), about=MATTER, by=actor)

    outer(SOMEBODY, counted())
    assert [entry.data["topic"] for entry in Entry.objects.order_by("id")] == ["first", "name", "last"]
    assert waiting() == 3


def test_what_an_inner_action_did_before_it_failed_leaves_no_event():
    @action(may=may_anything)
    def stumble(actor, row):
        rename(actor, row, "half")
        raise Refused("no further")

    @action(may=may_anything)
    def outer(actor, row):
        with pytest.raises(Refused):
            stumble(actor, row)
        emit(Spoke(topic=Code("went_on")), about=MATTER, by=actor)

    row = counted()
    outer(SOMEBODY, row)
    row.refresh_from_db()
    assert row.measure == "row"
    assert [entry.data["topic"] for entry in Entry.objects.all()] == ["went_on"]


def test_a_failing_outer_action_takes_the_inner_ones_along():
    @action(may=may_anything)
    def outer(actor, row):
        rename(actor, row)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outer(SOMEBODY, counted())
    assert written() == waiting() == 0


def test_a_refusal_carries_its_reason_and_changes_nothing():
    with pytest.raises(Refused, match="the answer is no") as refused:
        forbidden(SOMEBODY, counted())
    assert not refused.value.moved_on
    assert written() == 0


def test_a_rule_that_says_moved_on_is_told_apart():
    @action(may=lambda actor, row: no("somebody was quicker", moved_on=True))
    def late(actor, row):
        raise AssertionError

    with pytest.raises(Refused) as refused:
        late(SOMEBODY, counted())
    assert refused.value.moved_on


def test_the_rule_sees_the_row_as_it_is_now():
    row = counted()
    Indicator.objects.filter(pk=row.pk).update(measure="changed")
    seen = []

    @action(may=lambda actor, fresh: seen.append(fresh.measure) or YES)
    def look(actor, fresh):
        emit(Spoke(topic=Code("look")), about=MATTER, by=actor)

    look(SOMEBODY, row)
    assert seen == ["changed"]
    assert look.may


def test_a_row_that_is_gone_is_a_refusal():
    row = counted()
    Indicator.objects.all().delete()
    with pytest.raises(Refused) as refused:
        rename(SOMEBODY, row)
    assert refused.value.moved_on


def test_the_same_key_twice_happens_once_and_gives_the_same_row():
    row = counted()
    first = rename(SOMEBODY, row, once="abc")
    again = rename(SOMEBODY, row, "other", once="abc")
    assert first == again
    assert again.measure == "renamed"
    assert written() == 1
    rename(SOMEBODY, row, once="abd")
    assert written() == 2


def test_a_key_counts_for_its_own_action_only():
    rename(SOMEBODY, counted(), once="abc")
    speak(SOMEBODY, MATTER, "water", once="abc")
    assert written() == 2
    assert speak(SOMEBODY, MATTER, "water", once="abc") is None
    assert written() == 2


@pytest.mark.parametrize("key", ["x" * 5000, "\x00", "钥匙🗝", "\ud800", "'; DROP TABLE"])
def test_any_key_will_do(key):
    row = counted()
    rename(SOMEBODY, row, once=key)
    rename(SOMEBODY, row, once=key)
    assert written() == 1
    assert key not in Submission.objects.get().key


def test_a_refused_action_may_be_sent_again_with_its_key():
    with pytest.raises(Refused):
        forbidden(SOMEBODY, counted(), once="abc")
    assert not Submission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_the_same_time_happens_once():
    row, results = counted(), []
    together = threading.Barrier(4)

    def send():
        together.wait()
        results.append(rename(SOMEBODY, row, once="same").pk)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [row.pk] * 4
    assert written() == 1


def test_emit_belongs_to_an_action():
    with pytest.raises(RuntimeError, match="belongs to an action"):
        emit(Spoke(topic=Code("x")), about=MATTER, by=SOMEBODY)


@pytest.mark.parametrize(
    "event",
    [
        Spoke(topic="王小明"),
        Spoke(topic="two words"),
        Spoke(topic="x" * 65),
        Spoke(topic=None),
        Spoke(topic="x", times="many words"),
        Planned(DAY, datetime(2026, 3, 5, tzinfo=UTC), True, "nobody", "0" * 64),
        Planned(DAY, datetime(2026, 3, 5, tzinfo=UTC), True, "post:1", "a text"),
        Planned(datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC), True, "post:1", "0" * 64),
    ],
)
def test_an_event_holds_no_name_and_no_prose(event):
    @action(may=may_anything)
    def tell(actor, _subject):
        emit(event, about=MATTER, by=actor)

    with pytest.raises(ValueError, match=event.kind):
        tell(SOMEBODY)
    assert written() == 0


def test_the_record_keeps_references_not_people():
    with pytest.raises(ValueError, match="references"):
        speak(Somebody("王小明"), MATTER)


def test_a_field_of_another_type_is_no_field_of_an_event():
    @dataclass(frozen=True)
    class Wrote(Event):
        prose: str
        sentence = "x"

    with pytest.raises(TypeError, match="prose"):
        Wrote("dear all").check()
    with pytest.raises(TypeError, match="kind"):

        class Kinder(Event):
            kind: Code


def test_an_event_comes_back_as_it_was_emitted():
    event = Planned(DAY, datetime(2026, 3, 5, 8, tzinfo=UTC), True, Ref("post:1"), Digest("a" * 64), DAY)
    event.check()
    assert Planned.revived(event.fields()) == event
    assert Planned.revived({**event.fields(), "gone_since": 1, "until": None}).until is None


def test_events_carry_the_time_of_the_clock_and_the_time_of_writing():
    moment = datetime(2025, 4, 1, 9, tzinfo=UTC)
    with clock.at(moment):
        speak(SOMEBODY, MATTER)
        assert clock.today() == date(2025, 4, 1)
    entry = Entry.objects.get()
    assert entry.at == moment < entry.recorded_at
    assert clock.now() > moment
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2025, 4, 1)):
        pass


def test_a_digest_stands_for_a_text_only_with_its_salt():
    salt = new_salt()
    assert digest(salt, "楼道堆放木柴") == digest(salt, "楼道堆放木柴".encode())
    assert digest(salt, "a") != digest(new_salt(), "a")


def test_the_queue_is_written_in_the_same_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        speak(SOMEBODY, MATTER)
        raise ZeroDivisionError
    assert written() == waiting() == 0
