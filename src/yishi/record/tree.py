"""The Merkle tree of RFC 9162 section 2.1 (the same hashing as RFC 6962), as pure functions.

Everything is told through `subtree(level, index)`: the hash of the full subtree over the leaves
`index * 2**level … (index + 1) * 2**level - 1`. A list of leaves in memory and the tables of the database both offer
one, so the same few functions serve sealing, proving and the offline check. `Growing` is for reading a whole tree
once: it keeps no more than the hashes of the right-hand edge. Only the standard library is used here, because this
file is also handed out beside `offline.py`.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence

Subtree = Callable[[int, int], bytes]
EMPTY_ROOT = hashlib.sha256(b"").digest()


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(value: dict) -> str:
    """JSON with sorted keys and no spaces, so that equal contents have equal bytes."""
    return _encode(value)


def leaf_hash(data: bytes) -> bytes:
    """Hash of one leaf: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The top over a full row of 2**k hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def in_memory(leaves: Sequence[bytes]) -> Subtree:
    """`subtree` over leaf hashes held in a list."""
    return lambda level, index: fold(leaves[index << level : (index + 1) << level])


class Growing:
    """A tree that takes one leaf hash after the other and remembers only the full subtrees of its right-hand edge."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []

    def push(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add a leaf. Gives every full subtree it completes, from below: (level, index, hash)."""
        done, index, level, at = [(0, self.size, leaf)], self.size, 0, leaf
        while index & 1:
            at = node_hash(self._edge.pop(), at)
            index, level = index >> 1, level + 1
            done.append((level, index, at))
        self._edge.append(at)
        self.size += 1
        return iter(done)

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._edge:
            return EMPTY_ROOT
        at = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            at = node_hash(left, at)
        return at


def root(size: int, subtree: Subtree) -> bytes:
    """The root over the first `size` leaves (RFC 9162, 2.1.1)."""
    return _over(0, size, subtree) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """What leads from leaf `index` to the root of `size` leaves (RFC 9162, 2.1.3.1). Raises IndexError outside."""
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} is not in a tree of {size}")
    return _path(index, 0, size, subtree)


def consistency_path(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """What shows that the tree of `new` leaves begins with the one of `old` (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise IndexError(f"no tree of {old} leaves within one of {new}")
    return _subproof(old, 0, new, True, subtree) if old < new else []


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Whether `path` leads from the leaf hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, at = index, size - 1, leaf
    for step in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            at = node_hash(step, at)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            at = node_hash(at, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and at == expected


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` shows the old tree to be the beginning of the new one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(step, fr), node_hash(step, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _over(start: int, size: int, subtree: Subtree) -> bytes:
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return subtree(level, start >> level)
    k = _split(size)
    return node_hash(_over(start, k, subtree), _over(start + k, size - k, subtree))


def _path(index: int, start: int, size: int, subtree: Subtree) -> list[bytes]:
    if size == 1:
        return []
    k = _split(size)
    if index < k:
        return [*_path(index, start, k, subtree), _over(start + k, size - k, subtree)]
    return [*_path(index - k, start + k, size - k, subtree), _over(start, k, subtree)]


def _subproof(old: int, start: int, size: int, whole: bool, subtree: Subtree) -> list[bytes]:
    if old == size:
        return [] if whole else [_over(start, size, subtree)]
    k = _split(size)
    if old <= k:
        return [*_subproof(old, start, k, whole, subtree), _over(start + k, size - k, subtree)]
    return [*_subproof(old - k, start + k, size - k, False, subtree), _over(start, k, subtree)]
