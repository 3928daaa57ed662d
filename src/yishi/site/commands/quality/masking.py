"""How much of what points to a person is found, and how much is starred for nothing: by kind and over all, on texts
whose spans people marked.

A file holds one JSON object a line: `text`, `spans` as [from, to, kind], and `part` (`tuning` or `unseen`). A marked span
counts as found where three quarters of its letters and digits are starred, whatever the kind they were taken for; a
starred stretch counts as right where it touches a marked one.
"""  # noqa: E501

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from yishi.insight.masking import KINDS, hidden

HELP = "Masking: precision and recall by kind on texts with marked spans"
ENOUGH = 0.75


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the part of it, and whether the misses are listed."""
    parser.add_argument("file", type=Path, help="JSON lines with text, spans and part")
    parser.add_argument("--part", choices=("tuning", "unseen"), help="only this part (default: both)")
    parser.add_argument(
        "--misses", action="store_true", help="also the lines with something missed or starred for nothing"
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure. Gives counts and shares by kind; `misses` are numbers of lines, never a text."""
    found: Counter[str] = Counter()
    marked, right, starred = Counter(found), Counter(found), Counter(found)
    misses, texts = [], 0
    for number, row in enumerate(_rows(options.file), 1):
        if options.part and row["part"] != options.part:
            continue
        texts += 1
        spans = hidden(row["text"])
        missed = [span for span in row["spans"] if not _is_found(row["text"], span, spans)]
        wrong = [span for span in spans if not any(_touch(span, each) for each in row["spans"])]
        marked.update(kind for _a, _b, kind in row["spans"])
        found.update(kind for a, b, kind in row["spans"] if [a, b, kind] not in missed)
        starred.update(span.kind for span in spans)
        right.update(span.kind for span in spans if span not in wrong)
        if missed or wrong:
            kept = {"line": number, "missed": [m[2] for m in missed], "for_nothing": [w.kind for w in wrong]}
            misses.append(kept)
    kinds = [
        _line(kind, found[kind], marked[kind], right[kind], starred[kind])
        for kind in KINDS
        if marked[kind] or starred[kind]
    ]
    total = _line("all", found.total(), marked.total(), right.total(), starred.total())
    result = {"texts": texts, "kinds": kinds, "all": total}
    return {**result, "misses": misses} if options.misses else result


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _is_found(text: str, span: list, spans: list) -> bool:
    places = [n for n in range(span[0], span[1]) if text[n].isalnum()]
    covered = sum(any(s.start <= n < s.end for s in spans) for n in places)
    return covered >= ENOUGH * len(places)


def _touch(span: Any, marked: list) -> bool:
    return span.start < marked[1] and marked[0] < span.end


def _line(kind: str, found: int, marked: int, right: int, starred: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "marked": marked,
        "found": found,
        "recall": round(found / marked, 3) if marked else None,
        "starred": starred,
        "right": right,
        "precision": round(right / starred, 3) if starred else None,
    }


def show(result: dict[str, Any]) -> None:
    """A table for people."""
    print(f"{result['texts']} texts")
    print(f"{'kind':<10}{'marked':>8}{'found':>8}{'recall':>8}{'starred':>9}{'right':>7}{'precision':>11}")
    for row in [*result["kinds"], result["all"]]:
        recall, precision = ("–" if row[n] is None else f"{row[n]:.3f}" for n in ("recall", "precision"))
        print(
            f"{row['kind']:<10}{row['marked']:>8}{row['found']:>8}{recall:>8}{row['starred']:>9}{row['right']:>7}{precision:>11}"
        )
    for miss in result.get("misses", []):
        print(
            f"line {miss['line']}: missed {', '.join(miss['missed']) or '–'}; for nothing {', '.join(miss['for_nothing']) or '–'}"  # noqa: E501
        )
