"""Proofs out of the tables: that an entry is in the tree, and that the tree only grew.

Reads a bounded number of rows however large the tree is: at most 255 hashes for each step of a path.
"""

from dataclasses import dataclass
from datetime import UTC
from typing import Any

from . import tree
from .models import Entry, Leaf, Node, TreeHead

TILE = 8
"""Levels between kept nodes: a tile is 2**8 hashes."""
KEPT = (TILE, 2 * TILE, 3 * TILE)
"""The levels whose full subtrees are kept as nodes."""
FORMAT = "yishi-record-proof"
VERSION = 1


class NotSealed(LookupError):
    """The entry waits to be sealed, so nothing can be proved about it yet."""


@dataclass(frozen=True)
class Proof:
    """What leads from one entry to a tree head."""

    leaf: Leaf
    head: TreeHead
    path: list[bytes]

    def as_json(self, whole: bool | None = None) -> dict[str, Any]:
        """The proof as it is handed out. `whole` says whether the leaf's contents go with it (default: if public)."""
        entry = self.leaf.entry
        shown = entry.public if whole is None else whole
        return {
            "format": FORMAT,
            "version": VERSION,
            "index": self.leaf.index,
            "hash": bytes(self.leaf.hash).hex(),
            "leaf": entry.as_leaf() if shown else None,
            "path": [step.hex() for step in self.path],
            **head_as_json(self.head),
        }


def head_as_json(head: TreeHead) -> dict[str, Any]:
    """A tree head as it is handed out."""
    return {
        "size": head.size,
        "root": bytes(head.root).hex(),
        "sealed_at": head.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def newest_head() -> TreeHead | None:
    """The tree as it is now; None while nothing has been sealed."""
    return TreeHead.objects.order_by("-size").first()


def prove(entry: Entry, head: TreeHead | None = None) -> Proof:
    """That the entry is in the tree of `head` (default: the newest). Raises NotSealed."""
    leaf = Leaf.objects.select_related("entry").filter(entry=entry).first()
    head = head or newest_head()
    if leaf is None or head is None or leaf.index >= head.size:
        raise NotSealed(f"entry {entry.pk} is not sealed yet")
    return Proof(leaf, head, tree.inclusion_path(leaf.index, head.size, stored_subtree))


def prove_growth(old: int, new: int) -> list[bytes]:
    """That the tree of `new` leaves begins with the one of `old`. Raises IndexError for trees there are not."""
    newest = newest_head()
    if newest is None or new > newest.size:
        raise IndexError(f"there is no tree of {new} leaves yet")
    return tree.consistency_path(old, new, stored_subtree)


def stored_subtree(level: int, index: int) -> bytes:
    """`tree.Subtree` over the tables: at most 255 rows of the nearest kept level below."""
    kept = min(level // TILE * TILE, KEPT[-1])
    return tile(kept, index << (level - kept), 1 << (level - kept))


def tile(kept: int, first: int, count: int) -> bytes:
    """The top over `count` (a power of two) stored hashes of one kept level; level 0 are the leaves."""
    rows = Node.objects.filter(level=kept) if kept else Leaf.objects.all()
    found = rows.filter(index__gte=first, index__lt=first + count).order_by("index")
    hashes = [bytes(h) for h in found.values_list("hash", flat=True)]
    if len(hashes) != count:
        raise RuntimeError(f"the tree lacks hashes at level {kept} from {first}")
    return tree.fold(hashes)
