"""Sealing: entries become leaves of the tree, and are folded into indicators, in one transaction."""

from collections.abc import Sequence

from django.db import transaction

from . import bulk, changes, clock, indicators, rekeying, tree, troubles
from .events import KINDS
from .grammar import chore
from .models import Entry, Indicator, Leaf, LogState, Node, TreeHead, Unsealed
from .proofs import KEPT, TILE, stored_subtree, tile

SEALING = "yishi.record.jobs.seal_waiting"


@chore("the leaves, tree heads and indicators it writes are the record itself")
def seal(batch: int = 5000) -> int:
    """Seal up to `batch` waiting entries, oldest first, and fold each of them once. Gives how many.

    The lock on the one state row lets seals follow one another; a process killed half-way leaves nothing behind,
    because leaves, tree head, indicators and the emptied queue are committed together or not at all. An entry of a kind
    this version does not know (its web server is newer than its worker) waits for a worker that can count it.
    """
    state = LogState.objects.select_for_update().get_or_create(pk=1)[0]
    aside = [ref.partition(":")[2] for ref in troubles.resting(SEALING)]
    waiting = (
        Entry.objects.filter(kind__in=KINDS, unsealed__isnull=False).exclude(pk__in=aside).order_by("pk")
    )
    entries, sums = _countable(list(waiting[:batch]))
    if not entries:
        return 0
    _plant(entries, state.size)
    state.size += len(entries)
    state.save(update_fields=["size"])
    root = tree.root(state.size, stored_subtree)
    TreeHead.objects.create(size=state.size, root=root, sealed_at=clock.real_now())
    indicators.add(sums, Indicator._meta.db_table)
    changes.tell_sums(entry.place for entry in entries)
    _no_longer_waiting([entry.pk for entry in entries])
    return len(entries)


def _countable(entries: list[Entry]) -> tuple[list[Entry], indicators.Sums]:
    """The entries that can be counted, and what they add. One that cannot be read waits, and stops no other: were it
    sealed, nobody could count it later."""
    try:
        return entries, indicators.tally(entries)
    except Exception:  # noqa: BLE001  which of them it was is found out now
        good = [entry for entry in entries if _can_be_counted(entry)]
        return good, indicators.tally(good)


def _can_be_counted(entry: Entry) -> bool:
    try:
        indicators.tally([entry])
    except Exception as error:  # noqa: BLE001  what another version wrote may hold anything
        troubles.note(SEALING, f"entry:{entry.pk}", error)
        return False
    return True


def _no_longer_waiting(pks: list[int]) -> None:
    for begin in range(0, len(pks), 500):
        Unsealed.objects.filter(pk__in=pks[begin : begin + 500]).delete()


def _plant(entries: Sequence[Entry], first: int) -> None:
    hashes = [entry.leaf_hash() for entry in entries]
    bulk.insert(
        [
            Leaf(index=first + n, entry_id=entry.pk, hash=hashed)
            for n, (entry, hashed) in enumerate(zip(entries, hashes, strict=True))
        ]
    )
    size = first + len(entries)
    for level in KEPT:
        done, complete = first >> level, size >> level
        Node.objects.bulk_create(
            Node(level=level, index=index, hash=_top(level, index, first, hashes))
            for index in range(done, complete)
        )


def _top(level: int, index: int, first: int, hashes: Sequence[bytes]) -> bytes:
    """The hash over one tile; what lies wholly in this batch of leaves (from `first` on) need not be read back."""
    begin = (index << TILE) - first
    if level == TILE and begin >= 0:
        return tree.fold(hashes[begin : begin + (1 << TILE)])
    return tile(level - TILE, index << TILE, 1 << TILE)


def compare_indicators() -> indicators.Comparison:
    """Count the whole record anew and say where the stored indicators differ; nothing is changed."""
    with indicators.counted_anew() as count, transaction.atomic():
        count.up_to(_locked_size())
        return count.compared()


def rebuild_indicators() -> indicators.Comparison:
    """The indicators are what the record says. Gives where they differed before."""
    with indicators.counted_anew() as count:
        return _put_in_place(count)


@chore("what the record says is written down again; nothing happened that the record does not hold already")
def _put_in_place(count: indicators.Count) -> indicators.Comparison:
    count.up_to(_locked_size())
    comparison = count.compared()
    Indicator.objects.all().delete()
    count.copy_to(Indicator._meta.db_table)
    changes.tell_everything()
    return comparison


@chore("notes that every process has heard are swept out; nothing they were about changes")
def sweep_changes() -> int:
    """Notes of changes from a while ago are gone. Gives how many."""
    before = changes.sweep_before()
    return 0 if before is None else changes.sweep(before)


def _locked_size() -> int:
    """Size of the tree, which stays as it is until the transaction ends."""
    state = LogState.objects.select_for_update().filter(pk=1).first()
    return state.size if state else 0


@chore("what lies encrypted lies under another key; nothing of what it says has changed")
def encrypt_anew(column: rekeying.Column, rows: list[tuple[object, str]]) -> int:
    """These rows lie under the active key, but for those that somebody changed meanwhile. Gives how many."""
    return rekeying.replace(column, rows)
