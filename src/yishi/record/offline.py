"""Checks a downloaded record without asking anybody: `python3 offline.py FILE`, with `tree.py` lying beside it.

A single file that needs only Python. It reads an export line by line, computes the hash of every entry anew, lets the
tree grow over them, and compares every tree head on the way. Whoever has noted a tree head (from a public briefing or a
receipt) gives it along: `--head SIZE:ROOT`, `--proof RECEIPT.json`; it must be the beginning of what was downloaded.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, TypeGuard

if __package__:
    from .tree import Growing, canonical, leaf_hash, verify_inclusion
else:  # downloaded, and lying beside tree.py
    from tree import Growing, canonical, leaf_hash, verify_inclusion  # type: ignore[import-not-found,no-redef]

FORMAT = "yishi-record"
VERSION = 1
PROOF_FORMAT = "yishi-record-proof"
LONGEST_LINE = 1 << 20
LISTED = 20
"""How many faults are listed; all are counted."""
ENTRY_KEYS = {"id", "kind", "subject", "place", "actor", "at", "recorded_at", "fields", "salt"}
_HASH = re.compile(r"[0-9a-f]{64}")
_HEAD = re.compile(r"([0-9]{1,15}):([0-9a-f]{64})")
_PAGE = 1 << 16


@dataclass
class Report:
    """What a check found. `faults` say that the record does not hold; `warnings` that somebody should look."""

    size: int = 0
    root: str = ""
    heads: int = 0
    withheld: int = 0
    faults: list[str] = field(default_factory=list)
    fault_count: int = 0
    warnings: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        """Note what is wrong."""
        self.fault_count += 1
        if len(self.faults) < LISTED:
            self.faults.append(sentence)

    @property
    def holds(self) -> bool:
        return not self.fault_count

    def as_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return {"ok": self.holds, **vars(self)}

    def as_text(self) -> str:
        """As a person reads it."""
        left_out = self.fault_count - len(self.faults)
        return "\n".join(
            [
                *(f"WRONG: {sentence}" for sentence in self.faults),
                *([f"WRONG: … and {left_out} more"] if left_out else []),
                *(f"look: {sentence}" for sentence in self.warnings),
                f"{self.size} entries ({self.withheld} withheld, their hashes counted), {self.heads} tree heads",
                f"root {self.root}",
                "The record holds. 记录完好，没有被改动。"
                if self.holds
                else "The record does NOT hold. 记录与树根不符，请向社区或街道询问。",
            ]
        )


class Known:
    """Tree heads somebody noted elsewhere: each must be what the tree was at its size."""

    def __init__(self, heads: Iterable[tuple[int, str]] = ()) -> None:
        self.heads: dict[int, set[str]] = {}
        for size, root in heads:
            self.heads.setdefault(size, set()).add(root)

    def compare(self, grown: Growing, report: Report) -> None:
        """Look whether a head of this size was noted, and say so where it is another."""
        for root in self.heads.pop(grown.size, ()):
            if root != grown.root().hex():
                report.fault(f"the tree of {grown.size} entries is not the one you noted ({_short(root)})")

    def left_over(self, report: Report) -> None:
        """What was noted of a tree larger than this one."""
        for size in sorted(self.heads):
            report.fault(f"you noted a tree of {size} entries, but there are only {report.size} here")


class Ids:
    """Numbers seen so far, one bit each."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def seen(self, number: int) -> bool:
        """Whether the number came before; from now on it has."""
        page, bit = divmod(number, _PAGE)
        bits = self._pages.setdefault(page, bytearray(_PAGE // 8))
        was = bits[bit // 8] >> bit % 8 & 1
        bits[bit // 8] |= 1 << bit % 8
        return bool(was)


class Unreadable(ValueError):
    """What was given is not what it should be; the sentence says why, `code` says it to programs."""

    def __init__(self, sentence: str, code: str = "shape"):
        super().__init__(sentence)
        self.code = code


def check(lines: Iterable[bytes], known: Known | None = None) -> Report:
    """Check an export, given line by line."""
    report, known = Report(), known or Known()
    reader = _Reader(report, known)
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            reader.take(number, line)
    except Unreadable as trouble:
        report.fault(f"line {number}: {trouble}; reading ends here")
    except (OSError, EOFError, gzip.zlib.error) as trouble:  # type: ignore[attr-defined]
        report.fault(f"after line {number}: the file is damaged or cut off ({trouble})")
    reader.end(number)
    return report


class _Reader:
    """Takes the lines of an export one by one."""

    def __init__(self, report: Report, known: Known) -> None:
        self.report, self.known = report, known
        self.tree, self.ids = Growing(), Ids()
        self.header: dict | None = None
        self.head_at = self.next_index = 0
        self.broken = False
        known.compare(self.tree, report)

    def take(self, number: int, line: bytes) -> None:
        """One line: the header, then entries and the tree heads that close them."""
        content = _object(line)
        where = f"line {number}"
        if self.header is None:
            self.header = _header(content)
        elif "head" in content:
            self._head(where, content["head"])
        else:
            self._leaf(where, content)

    def end(self, number: int) -> None:
        """The file is read: is it whole?"""
        report, size = self.report, self.tree.size
        report.size, report.root = size, self.tree.root().hex()
        if self.header is None:
            report.fault(
                "the file is empty" if not number else "the file has no header, so it is not an export"
            )
            return
        if self.header["size"] != size:
            report.fault(f"the header promises {self.header['size']} entries, and there are {size}")
        elif self.header["root"] != report.root and not self.broken:
            report.fault("the root in the header is not the root over the entries")
        if self.head_at != size:
            report.fault(f"the last {size - self.head_at} entries are under no tree head")
        self.known.left_over(report)

    def _leaf(self, where: str, content: dict) -> None:
        index, given = content.get("index"), content.get("hash")
        if type(index) is not int or not _is_hash(given):
            raise Unreadable("neither an entry nor a tree head")
        if index != self.next_index:
            self.broken = True  # no tree head after this can be right
            what = "one is there twice or out of order" if index < self.next_index else "one is missing"
            self.report.fault(
                f"{where}: entry {self.next_index} should stand here, and there is {index}: {what}"
            )
        self.next_index = index + 1
        if content.get("withheld") is True and set(content) == {"index", "hash", "withheld"}:
            self.report.withheld += 1
        else:
            self._contents(where, index, content, given)
        for _subtree in self.tree.push(bytes.fromhex(given)):
            pass
        self.known.compare(self.tree, self.report)

    def _contents(self, where: str, index: int, content: dict, given: str) -> None:
        entry = content.get("leaf")
        if (
            set(content) != {"index", "hash", "leaf"}
            or not isinstance(entry, dict)
            or set(entry) != ENTRY_KEYS
        ):
            raise Unreadable("an entry without the parts an entry has")
        if hash_of(entry) != given:
            self.report.fault(
                f"{where}: what entry {index} says was changed: its hash is another than the one in the tree"
            )
        if type(entry["id"]) is not int or not 0 < entry["id"] < 1 << 63:
            raise Unreadable("an entry whose number is no number")
        if self.ids.seen(entry["id"]):
            self.report.fault(f"{where}: the entry numbered {entry['id']} came before: it is there twice")

    def _head(self, where: str, head: Any) -> None:
        if (
            not isinstance(head, dict)
            or set(head) != {"size", "root", "sealed_at"}
            or not _is_hash(head["root"])
        ):
            raise Unreadable("a tree head without size, root and time")
        self.report.heads += 1
        since, self.head_at = self.head_at, self.tree.size
        if self.broken:
            return
        if head["size"] != self.tree.size or self.tree.size == since:
            self.broken = True
            self.report.fault(
                f"{where}: a tree head of {head['size']} entries stands after {self.tree.size} entries"
            )
        elif head["root"] != self.tree.root().hex():
            # All later heads stand on the same entries; to name each of them would tell nothing new.
            self.broken = True
            self.report.fault(
                f"{where}: the tree head of {head['size']} entries is not the root over them: something between entry "
                f"{since} and entry {head['size'] - 1}, or the head, was changed"
            )


def hash_of(entry: dict) -> str:
    """The leaf hash of an entry's contents, in hexadecimal; empty if they cannot have one."""
    try:
        return leaf_hash(canonical(entry).encode()).hex()
    except (UnicodeEncodeError, RecursionError):
        return ""


def check_proof(proof: Any) -> tuple[int, str]:
    """Check a receipt's proof by itself. Gives its tree head (size, root); raises Unreadable where it does not hold."""
    if not isinstance(proof, dict) or proof.get("format") != PROOF_FORMAT or proof.get("version") != VERSION:
        raise Unreadable(f"this is no proof in the format {PROOF_FORMAT}, version {VERSION}", "format")
    index, size, path, leaf = (proof.get(key) for key in ("index", "size", "path", "leaf"))
    if type(index) is not int or type(size) is not int or not 0 <= index < size < 1 << 62:
        raise Unreadable("index and size do not go together", "place")
    if (
        not isinstance(path, list)
        or len(path) > 64
        or not all(map(_is_hash, [*path, proof.get("hash"), proof.get("root")]))
    ):
        raise Unreadable("hash, root and path are not all hashes of 64 hexadecimal digits", "hashes")
    if leaf is not None and (not isinstance(leaf, dict) or hash_of(leaf) != proof["hash"]):
        raise Unreadable("what the entry says does not belong to its hash", "contents")
    steps = [bytes.fromhex(step) for step in path]
    if not verify_inclusion(bytes.fromhex(proof["hash"]), index, size, steps, bytes.fromhex(proof["root"])):
        raise Unreadable("the path does not lead from the entry to the root", "path")
    return size, proof["root"]


def read_object(text: bytes) -> dict:
    """A JSON object that says everything once. Raises Unreadable."""
    return _object(text)


@contextmanager
def opened(name: str) -> Iterator[Iterator[bytes]]:
    """The lines of a file, unpacked where it is packed; `-` is standard input."""
    with sys.stdin.buffer if name == "-" else open(name, "rb") as raw:
        packed = raw.peek(2)[:2] == b"\x1f\x8b"  # type: ignore[union-attr]
        yield lines_of(gzip.GzipFile(fileobj=raw) if packed else raw)


def lines_of(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """Lines, none of them longer than an export has."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line


def _object(line: bytes) -> dict:
    if len(line) > LONGEST_LINE:
        raise Unreadable("longer than anything an export or a receipt holds", "long")
    try:
        content = json.loads(line.decode(), object_pairs_hook=_said_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8 text", "text") from None
    except Unreadable:
        raise
    except (ValueError, RecursionError):
        raise Unreadable("not JSON", "json") from None
    if not isinstance(content, dict):
        raise Unreadable("not a JSON object", "json")
    return content


def _said_once(pairs: list[tuple[str, Any]]) -> dict:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise Unreadable(
            "the same name stands twice in one object, so that readers could read different things", "twice"
        )
    return content


def _no_number(name: str) -> Any:
    raise Unreadable(f"{name} is not a number", "json")


def _header(content: dict) -> dict:
    if content.get("format") != FORMAT:
        raise Unreadable(f"the header does not say “{FORMAT}”, so this is not an export")
    if content.get("version") != VERSION:
        raise Unreadable(f"version {content.get('version')}; this program reads version {VERSION}")
    if (
        type(content.get("size")) is not int
        or not _is_hash(content.get("root"))
        or not isinstance(content.get("exported_at"), str)
    ):
        raise Unreadable("the header lacks size, root or exported_at")
    return content


def _is_hash(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and bool(_HASH.fullmatch(value))


def _short(root: str) -> str:
    return f"{root[:8]}…{root[-4:]}"


def known_heads(heads: Iterable[str], proofs: Iterable[str] = ()) -> Known:
    """Noted tree heads (`SIZE:ROOT`) and those of proofs (file names). Raises Unreadable."""
    found = []
    for text in heads:
        match = _HEAD.fullmatch(text.strip().lower())
        if not match:
            raise Unreadable(
                f"“{text[:80]}” is no tree head: write SIZE:ROOT, the root with 64 hexadecimal digits"
            )
        found.append((int(match[1]), match[2]))
    for name in proofs:
        with open(name, "rb") as file:
            found.append(check_proof(_object(file.read(LONGEST_LINE + 1))))
    return Known(found)


def main(arguments: list[str], write: Callable[[str], object] = print) -> int:
    """The command line. Status 0: the record holds; 1: it does not; 2: what was given cannot be read."""
    parser = argparse.ArgumentParser(description="Check a downloaded record.")
    parser.add_argument("file", help="the export (.jsonl or .jsonl.gz), or - for standard input")
    parser.add_argument(
        "--head", action="append", default=[], metavar="SIZE:ROOT", help="a tree head you noted before"
    )
    parser.add_argument("--proof", action="append", default=[], metavar="FILE", help="a receipt's proof")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        known = known_heads(options.head, options.proof)
        with opened(options.file) as lines:
            report = check(lines, known)
    except (Unreadable, OSError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    write(json.dumps(report.as_json(), ensure_ascii=False) if options.json else report.as_text())
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
