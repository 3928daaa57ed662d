"""Sealing: every entry becomes one leaf and is folded once, whoever seals and however many do."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from tests.record.happenings import SOMEBODY, Matter, speak, spoken, waiting, written

from yishi.record import actions, checking, clock, jobs, tree
from yishi.record.actions import seal
from yishi.record.events import KINDS
from yishi.record.models import Entry, Indicator, Leaf, Node, TreeHead, places_on_the_way
from yishi.record.proofs import NotSealed, newest_head, prove, prove_growth

pytestmark = pytest.mark.django_db


def test_sealing_takes_what_waits_once():
    spoken(5)
    assert seal(batch=3) == 3
    assert waiting() == 2
    assert seal() == 2
    assert seal() == 0
    assert list(TreeHead.objects.order_by("size").values_list("size", flat=True)) == [3, 5]
    assert [leaf.entry_id for leaf in Leaf.objects.order_by("index")] == sorted(
        Entry.objects.values_list("id", flat=True)
    )


def test_the_job_seals_until_nothing_waits():
    spoken(7)
    assert jobs.seal_waiting() == 7
    assert jobs.seal_waiting() == 0


@pytest.mark.parametrize("batch", [1000, 300, 77])
def test_kept_nodes_make_the_same_tree_as_all_leaves(batch):
    spoken(600)
    while seal(batch):
        pass
    leaves = [bytes(h) for h in Leaf.objects.order_by("index").values_list("hash", flat=True)]
    head = newest_head()
    assert bytes(head.root) == tree.root(600, tree.in_memory(leaves))
    assert Node.objects.count() == 2
    for entry in Entry.objects.filter(leaf__index__in=[0, 255, 256, 599]):
        proof = prove(entry)
        assert tree.verify_inclusion(entry.leaf_hash(), proof.leaf.index, 600, proof.path, bytes(head.root))
    old = TreeHead.objects.order_by("size").first()
    path = prove_growth(old.size, 600)
    assert tree.verify_consistency(old.size, 600, bytes(old.root), bytes(head.root), path)


def test_proving_reads_few_rows(django_assert_max_num_queries):
    spoken(300)
    seal()
    with django_assert_max_num_queries(25):
        prove(Entry.objects.earliest("id"))


def test_nothing_is_proved_before_it_is_sealed():
    spoken(1)
    with pytest.raises(NotSealed):
        prove(Entry.objects.get())
    with pytest.raises(IndexError):
        prove_growth(1, 1)


def test_indicators_are_folded_at_every_place_on_the_way():
    with clock.at(datetime(2026, 3, 4, 17, tzinfo=UTC)):  # the fifth in Shanghai
        speak(SOMEBODY, Matter(), "water", times=3)
        speak(SOMEBODY, Matter(at_path="00010009"), "light", times=2)
    seal()
    day = date(2026, 3, 5)
    found = {(row.measure, row.place): row.amount for row in Indicator.objects.filter(day=day)}
    assert found == {
        ("spoke", ""): 5,
        ("spoke", "0001"): 5,
        ("spoke", "00010002"): 3,
        ("spoke", "000100020003"): 3,
        ("spoke", "00010009"): 2,
        **{("spoke:water", place): 1 for place in places_on_the_way("000100020003")},
        **{("spoke:light", place): 1 for place in places_on_the_way("00010009")},
    }
    assert Indicator.objects.total("spoke", "0001") == 5
    assert Indicator.objects.total("spoke", "0001", since=date(2026, 3, 6)) == 0
    assert Indicator.objects.total("spoke", "0001", since=day, until=day) == 5
    assert Indicator.objects.total("sang", "") == 0


def test_counting_anew_finds_the_same_indicators():
    spoken(30)
    jobs.seal_waiting()
    comparison = actions.compare_indicators()
    assert comparison.equal
    assert comparison.entries == 30


def test_counting_anew_finds_what_was_tampered_with_and_puts_it_right():
    spoken(5)
    seal()
    before = set(Indicator.objects.values_list("measure", "place", "day", "amount"))
    Indicator.objects.filter(measure="spoke", place="").update(amount=99)
    Indicator.objects.filter(measure="spoke:water", place="0001").delete()
    Indicator.objects.create(measure="invented", place="", day=date(2026, 1, 1), amount=3)
    comparison = actions.compare_indicators()
    assert not comparison.equal
    told = {(each.measure, each.place, each.stored, each.recorded) for each in comparison.differences}
    assert told == {("spoke", "", 99, 5), ("spoke:water", "0001", 0, 5), ("invented", "", 3, 0)}
    assert comparison.as_json()["differences"] == 3
    assert actions.rebuild_indicators().count == 3
    assert set(Indicator.objects.values_list("measure", "place", "day", "amount")) == before
    assert actions.compare_indicators().equal


def test_a_kind_this_version_does_not_know_waits_and_holds_nobody_up(monkeypatch):
    spoken(2)
    known = dict(KINDS)
    monkeypatch.delitem(KINDS, Entry.objects.first().kind)
    assert seal() == 0
    KINDS.update(known)
    assert seal() == 2
    KINDS.pop(Entry.objects.first().kind)
    comparison = actions.compare_indicators()
    KINDS.update(known)
    assert not comparison.equal
    assert sum(comparison.unknown.values()) == 2


@pytest.mark.django_db(transaction=True)
def test_many_sealers_at_once_seal_everything_once():
    spoken(120)
    together = threading.Barrier(4)
    troubles = []

    def work():
        together.wait()
        try:
            while seal(batch=7):
                pass
        except Exception as trouble:  # noqa: BLE001  told below, in the test's own thread
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert Leaf.objects.count() == written() == 120
    assert waiting() == 0
    assert checking.check().holds
    assert actions.compare_indicators().equal
