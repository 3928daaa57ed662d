"""Checks the record in the database: every entry, leaf, node and tree head, their order, and that triggers guard them.

Reads the tables once, in order, in stretches; a tree of ten million leaves takes time but no memory.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection

from . import clock, triggers
from .models import Entry, Leaf, Node, TreeHead, Unsealed
from .offline import Known, Report
from .proofs import KEPT
from .tree import Growing

BATCH = 1000
PATIENCE = timedelta(minutes=10)
"""An entry that waits longer to be sealed is worth a warning: the worker seals every few seconds."""


def check(known: Known | None = None, patience: timedelta = PATIENCE) -> Report:
    """Check the record in the database against itself, and against tree heads noted elsewhere."""
    report = Report()
    for name in triggers.missing(connection):
        report.fault(f"the trigger {name} is missing or does nothing, so the record could be changed")
    size = _agreed_size(report)
    _Walk(report, known or Known(), size).through()
    _check_queue(report, patience)
    return report


class _Walk:
    """Goes through leaves, nodes and heads side by side while a tree grows over them."""

    def __init__(self, report: Report, known: Known, size: int) -> None:
        self.report, self.known, self.size = report, known, size
        self.tree = Growing()
        self.heads = _in_order(TreeHead.objects.filter(size__lte=size), "size")
        self.nodes = {level: _in_order(_nodes(level, size), "index") for level in KEPT}
        self.head: Any = next(self.heads, None)
        self.sealed_up_to = self.newest_entry = 0
        self.broken = False

    def through(self) -> None:
        """From the first leaf to the last."""
        report = self.report
        self.known.compare(self.tree, report)
        for leaf in _in_order(Leaf.objects.filter(index__lt=self.size).select_related("entry"), "index"):
            if leaf.index != self.tree.size:
                report.fault(
                    f"leaf {self.tree.size} is missing; the next there is has the index {leaf.index}"
                )
                break
            self._take(leaf)
        report.size, report.root = self.tree.size, self.tree.root().hex()
        if self.tree.size < self.size and not report.fault_count:
            report.fault(f"there are {self.tree.size} leaves, and {self.size} were sealed")
        for level, rows in self.nodes.items():
            if (left := next(rows, None)) is not None and self.tree.size == self.size:
                report.fault(f"node {level}/{left.index} stands over leaves there are not")
        if self.head is not None and self.tree.size == self.size:
            report.fault(f"there is a tree head of {self.head.size} entries out of turn")
        if self.sealed_up_to != self.tree.size == self.size:
            report.fault(f"the last {self.tree.size - self.sealed_up_to} entries are under no tree head")
        self.known.left_over(report)

    def _take(self, leaf: Leaf) -> None:
        stored = bytes(leaf.hash)
        self.report.withheld += not leaf.entry.public
        if _hash_of(leaf.entry) != stored:
            self.report.fault(
                f"entry {leaf.entry_id} (leaf {leaf.index}) was changed: its hash is not the sealed one"
            )
        if leaf.entry_id < self.newest_entry and self.tree.size > self.sealed_up_to:
            self.report.fault(
                f"leaf {leaf.index} is out of order: under one tree head, entries follow their numbers"
            )
        self.newest_entry = leaf.entry_id
        for level, index, top in self.tree.push(stored):
            if level in KEPT:
                self._compare_node(level, index, top)
        self.known.compare(self.tree, self.report)
        if self.head is not None and self.head.size == self.tree.size:
            self._compare_head(self.head)
            self.head = next(self.heads, None)

    def _compare_node(self, level: int, index: int, top: bytes) -> None:
        node = next(self.nodes[level], None)
        if node is None or node.index != index:
            self.report.fault(f"node {level}/{index} is missing")
            self.nodes[level] = _in_order(_nodes(level, self.size).filter(index__gt=index), "index")
        elif bytes(node.hash) != top:
            self.report.fault(f"node {level}/{index} is not the hash over its leaves")

    def _compare_head(self, head: TreeHead) -> None:
        self.report.heads += 1
        since, self.sealed_up_to = self.sealed_up_to, head.size
        if bytes(head.root) != self.tree.root() and not self.broken:
            # Later heads stand on the same leaves; to name each would tell nothing new.
            self.broken = True
            self.report.fault(
                f"the tree head of {head.size} entries is not the root over them: a leaf between {since} and "
                f"{head.size - 1}, or the head, was changed"
            )


def _agreed_size(report: Report) -> int:
    """How many leaves there are, as the state, the heads and the leaves say in one glance."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE((SELECT MAX(size) FROM record_logstate), 0), "
            "COALESCE((SELECT MAX(size) FROM record_treehead), 0), "
            'COALESCE((SELECT MAX("index") + 1 FROM record_leaf), 0)'
        )
        state, head, leaves = cursor.fetchone()
    if not state == head == leaves:
        report.fault(
            f"the state says {state} leaves, the newest tree head {head}, and the last leaf {leaves}"
        )
    return max(state, head, leaves)


def _check_queue(report: Report, patience: timedelta) -> None:
    lost = Entry.objects.filter(leaf__isnull=True, unsealed__isnull=True)
    if count := lost.count():
        first = lost.order_by("id").values_list("id", flat=True)[0]
        report.fault(f"{count} entries are neither sealed nor waiting for it, the first is {first}")
    if count := Unsealed.objects.filter(entry__leaf__isnull=False).count():
        report.fault(f"{count} entries are sealed and yet wait to be sealed again")
    since = clock.real_now() - patience
    late = Unsealed.objects.filter(entry__recorded_at__lt=since)
    if count := late.count():
        minutes = int(patience.total_seconds() // 60)
        report.warnings.append(
            f"{count} entries wait for more than {minutes} minutes to be sealed: is the worker at work?"
        )


def _hash_of(entry: Entry) -> bytes:
    try:
        return entry.leaf_hash()
    except ValueError:  # its fields are JSON no more
        return b""


def _nodes(level: int, size: int) -> Any:
    return Node.objects.filter(level=level, index__lt=size >> level)


def _in_order(rows: Any, key: str) -> Iterator[Any]:
    """Rows in the order of a unique number, fetched in stretches, so that no cursor stays open."""
    last = None
    while True:
        stretch = list((rows if last is None else rows.filter(**{f"{key}__gt": last})).order_by(key)[:BATCH])
        yield from stretch
        if len(stretch) < BATCH:
            return
        last = getattr(stretch[-1], key)
