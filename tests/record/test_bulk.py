"""Many rows at once are the rows that one by one would have been written."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as some
from tests.record.happenings import Matter, Planned, Spoke

from yishi.cases.models import Case
from yishi.record import YES, Happened, action, bulk, emit, emit_all
from yishi.record.digests import new_salts
from yishi.record.events import KINDS
from yishi.record.models import Entry, Submission, Unsealed
from yishi.record.tree import canonical

MOMENT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


class Clock:
    ref = "clock"


def may_tell(_actor, _subject):
    return YES


@action(may=may_tell, lock=False)
def tell(actor, _subject=None, *, spoken, fails=False):
    """So much was said, all of it at once."""
    emit_all([Happened(event, "matter:1", "00010002", actor.ref, MOMENT, False) for event in spoken])
    if fails:
        raise LookupError


@action(may=may_tell, lock=False)
def tell_singly(actor, _subject=None, *, spoken):
    """So much was said."""
    for event in spoken:
        emit(event, about=Matter(), by=actor)


@given(
    some.builds(
        Planned,
        on=some.dates(),
        at=some.datetimes(timezones=some.just(UTC)),
        sure=some.booleans(),
        whose=some.sampled_from(["", "case:17"]),
        text=some.sampled_from(["", "ab" * 32]),
        until=some.none() | some.dates(),
    )
    | some.builds(
        Spoke, topic=some.from_regex(r"[A-Za-z0-9_.:/-]{0,64}", fullmatch=True), times=some.integers()
    )
)
def test_an_event_is_written_as_canonical_json(event):
    assert event.written() == canonical(event.fields())


@pytest.mark.parametrize(
    "event",
    [
        Spoke("说了什么"),
        Spoke(7),
        Spoke('"'),
        Spoke("a", None),
        Planned(MOMENT, MOMENT, True, "", ""),
        Spoke("a\n"),
    ],
)
def test_what_is_checked_is_not_written(event):
    with pytest.raises(ValueError, match="is no"):
        event.check()
    with pytest.raises(ValueError, match="is no"):
        event.written()


def test_every_kind_can_be_written():
    plain = {bool: True, int: 3, date: date(2026, 1, 2), datetime: MOMENT}
    from yishi.record.events import field_types

    of_rooms = [kind for kind in KINDS.values() if not kind.kind.startswith("tests.")]
    assert of_rooms
    for kind in of_rooms:
        values = {name: plain.get(of, "") for name, (of, _optional) in field_types(kind).items()}
        event = kind(**values)
        assert event.written() == canonical(event.fields())


@pytest.mark.django_db
def test_events_told_at_once_are_entries_that_wait():
    tell(Clock, spoken=[Spoke("a", n) for n in range(3)])
    tell_singly(Clock, spoken=[Spoke("a", 7)])
    entries = list(Entry.objects.order_by("id"))
    assert [entry.data["times"] for entry in entries] == [0, 1, 2, 7]
    assert {(e.subject, e.place, e.actor, e.at, e.public) for e in entries[:3]} == {
        ("matter:1", "00010002", "clock", MOMENT, False)
    }
    assert len({entry.salt for entry in entries}) == 4
    assert {row.entry_id for row in Unsealed.objects.all()} == {entry.pk for entry in entries}


@pytest.mark.django_db
def test_what_is_told_at_once_goes_with_what_fails():
    with pytest.raises(LookupError):
        tell(Clock, spoken=[Spoke("a")], fails=True)
    with pytest.raises(ValueError, match="is no"):
        tell(Clock, spoken=[Spoke("a"), Spoke("说了什么")])
    with pytest.raises(RuntimeError, match="without an event"):
        tell(Clock, spoken=[])
    assert not Entry.objects.exists()


def test_a_row_made_for_thousands_is_the_row_the_model_makes():
    made, plain = bulk.made(Case, title="长椅", holder=None), Case(title="长椅", holder=None)
    fields = [field.attname for field in Case._meta.concrete_fields]
    assert [getattr(made, name) for name in fields] == [getattr(plain, name) for name in fields]
    assert made._state.adding
    assert bulk.made(Case).title == ""
    with pytest.raises(TypeError):
        bulk.made(Case, colour="red")


def test_no_two_salts_are_alike():
    salts = new_salts(500)
    assert len(set(salts)) == 500 and all(len(bytes.fromhex(salt)) == 16 for salt in salts)


@pytest.mark.django_db
def test_a_line_that_cannot_be_made_is_told_whole_and_to_nobody_else():
    def lines():
        yield ["a", "", bulk.moments()(MOMENT)]
        raise LookupError("周某某")

    with pytest.raises(LookupError, match="周某某"), transaction.atomic():
        bulk.write(Submission, ["key", "result", "at"], lines())
    assert not Submission.objects.exists()


@pytest.mark.django_db
@pytest.mark.database("postgresql")  # SQLite takes its lines when all are made
def test_nothing_is_asked_while_lines_go_in():
    def lines():
        yield ["a", "", MOMENT]
        yield [str(Submission.objects.count()), "", MOMENT]

    with pytest.raises(RuntimeError, match="never answer"), transaction.atomic():
        bulk.write(Submission, ["key", "result", "at"], lines())
