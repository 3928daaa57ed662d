"""The check of the database finds whatever was done to it."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.record.happenings import Matter, spoken

from yishi.record import checking, triggers
from yishi.record.actions import seal
from yishi.record.models import Entry, Leaf, LogState, Node, TreeHead, Unsealed
from yishi.record.offline import Known
from yishi.record.proofs import newest_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> None:
    for count in (250, 10, 40):
        spoken(count, Matter(in_the_open=count != 40))
        seal()


@pytest.fixture
def unguarded(sealed):
    """As somebody would find it who may do everything in the database."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


def faults() -> str:
    triggers.install(connection)
    report = checking.check()
    assert report.holds is not bool(report.faults)
    return "\n".join(report.faults)


def test_an_untouched_record_holds(sealed):
    report = checking.check()
    assert report.holds
    assert (report.size, report.heads, report.withheld) == (300, 3, 40)
    assert report.root == bytes(newest_head().root).hex()
    assert report.warnings == []
    assert "holds" in report.as_text()


def test_an_empty_record_holds():
    assert checking.check().holds


def test_a_changed_entry(unguarded):
    entry = Entry.objects.get(leaf__index=17)
    Entry.objects.filter(pk=entry.pk).update(fields='{"times":1,"topic":"fire"}')
    assert f"entry {entry.pk} (leaf 17) was changed" in faults()


@pytest.mark.parametrize("field", ["kind", "subject", "place", "actor", "salt"])
def test_any_changed_column(unguarded, field):
    Entry.objects.filter(leaf__index=17).update(**{field: "x"})
    assert "(leaf 17) was changed" in faults()


def test_a_changed_time(unguarded):
    entry = Entry.objects.get(leaf__index=17)
    Entry.objects.filter(pk=entry.pk).update(at=entry.at + timedelta(microseconds=1))
    assert "(leaf 17) was changed" in faults()


def test_fields_that_are_json_no_more(unguarded):
    Entry.objects.filter(leaf__index=17).update(fields="{")
    assert "(leaf 17) was changed" in faults()


def test_a_changed_entry_with_its_leaf(unguarded):
    entry = Entry.objects.get(leaf__index=255)
    entry.fields = '{"times":1,"topic":"fire"}'
    entry.save()
    Leaf.objects.filter(index=255).update(hash=entry.leaf_hash())
    found = faults()
    assert "tree head of 260 entries" in found
    assert "between 250 and 259" in found
    assert "node 8/0" in found


def test_a_leaf_taken_out(unguarded):
    Leaf.objects.filter(index=17).delete()
    found = faults()
    assert "leaf 17 is missing" in found
    assert "neither sealed nor waiting" in found


def test_leaves_taken_off_the_end(unguarded):
    Leaf.objects.filter(index__gte=290).delete()
    assert "the state says 300 leaves, the newest tree head 300, and the last leaf 290" in faults()


def test_an_entry_that_is_not_queued(sealed):
    spoken(1)
    Unsealed.objects.all().delete()
    assert "1 entries are neither sealed nor waiting" in faults()


def test_an_entry_that_is_queued_again(sealed):
    Unsealed.objects.create(entry=Entry.objects.first())
    assert "wait to be sealed again" in faults()


def test_a_changed_node_and_a_missing_one(unguarded):
    Node.objects.update(hash=b"x" * 32)
    assert "node 8/0 is not the hash" in faults()
    triggers.remove(connection)
    Node.objects.all().delete()
    assert "node 8/0 is missing" in faults()


def test_a_changed_head_and_a_missing_one(unguarded):
    TreeHead.objects.filter(size=260).update(root=b"x" * 32)
    assert "tree head of 260 entries is not the root" in faults()
    triggers.remove(connection)
    TreeHead.objects.filter(size=300).delete()
    found = faults()
    assert "the newest tree head 260" in found
    assert "last 40 entries are under no tree head" in found


def test_a_state_that_says_something_else(sealed):
    LogState.objects.update(size=299)
    assert "the state says 299" in faults()


def test_missing_triggers(unguarded):
    report = checking.check()
    assert report.fault_count >= 8
    assert "record_entry_no_update is missing" in report.as_text()


def test_an_entry_that_waits_too_long_is_a_warning(sealed):
    spoken(1)
    assert checking.check().warnings == []
    report = checking.check(patience=timedelta(0))
    assert report.holds
    assert "1 entries wait" in report.warnings[0]


def test_noted_heads_are_compared(sealed):
    middle, newest = (bytes(TreeHead.objects.get(size=size).root).hex() for size in (260, 300))
    assert checking.check(Known([(260, middle), (300, newest)])).holds
    report = checking.check(Known([(260, newest), (301, middle)]))
    assert "the tree of 260 entries is not the one you noted" in report.faults[0]
    assert "noted a tree of 301 entries" in report.faults[1]
