"""The record as a file anybody may have: JSON lines, entry after entry, each tree head after the last entry it covers.

An entry that is not public is there as its hash alone. Head lines stand among the entries, not before them, so that
whoever checks needs no memory for them, and an older export is the beginning of a newer one but for its header.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from . import clock
from .models import Leaf, TreeHead
from .offline import FORMAT, VERSION
from .proofs import head_as_json, newest_head
from .tree import EMPTY_ROOT, canonical

BATCH = 500


def lines(head: TreeHead | None = None) -> Iterator[str]:
    """The export up to a tree head (default: the newest), line by line."""
    head = head or newest_head()
    size, root = (head.size, bytes(head.root)) if head else (0, EMPTY_ROOT)
    yield _line(
        {
            "format": FORMAT,
            "version": VERSION,
            "exported_at": clock.now().astimezone(UTC).isoformat(timespec="seconds"),
            "size": size,
            "root": root.hex(),
        }
    )
    for first in range(0, size, BATCH):
        yield from _stretch(first, min(first + BATCH, size))


def packed(texts: Iterable[str]) -> Iterator[bytes]:
    """The same as gzip, in pieces."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    for text in texts:
        if piece := packer.compress(text.encode()):
            yield piece
    yield packer.flush()


def write(file: Path) -> TreeHead | None:
    """Write an export, packed if its name ends in `.gz`; it is there whole or not at all. Gives its tree head."""
    head = newest_head()
    half = file.with_name(f".{file.name}.part")
    try:
        with (
            gzip.open(half, "wt", encoding="utf-8")
            if file.suffix == ".gz"
            else open(half, "w", encoding="utf-8") as out
        ):
            out.writelines(lines(head))
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
    return head


def _stretch(first: int, end: int) -> Iterator[str]:
    heads = {head.size: head for head in TreeHead.objects.filter(size__gt=first, size__lte=end)}
    for leaf in (
        Leaf.objects.filter(index__gte=first, index__lt=end).order_by("index").select_related("entry")
    ):
        yield _line(_as_line(leaf))
        if head := heads.get(leaf.index + 1):
            yield _line({"head": head_as_json(head)})


def _as_line(leaf: Leaf) -> dict[str, Any]:
    shown: dict[str, Any] = {"leaf": leaf.entry.as_leaf()} if leaf.entry.public else {"withheld": True}
    return {"index": leaf.index, "hash": bytes(leaf.hash).hex(), **shown}


def _line(content: dict) -> str:
    return canonical(content) + "\n"
