"""Duplicates: whether pairs that people called the same matter are found, and others are not.

The pairs are a CSV file with the columns a, b (ids) and label (same or different); further columns are allowed, and
where one is called part, each part is reported apart. Weights are learnt from all the messages, as a tenant's are.
"""

import argparse
from pathlib import Path

from .. import Problem
from .reading import messages, need, rows, said, share

HELP = "Recall and precision of “the same matter” on labelled pairs."
SAME, DIFFERENT = "same", "different"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Two files."""
    parser.add_argument("--messages", type=Path, required=True, metavar="FILE", help="id, subject, body")
    parser.add_argument(
        "--pairs", type=Path, required=True, metavar="FILE", help="a, b, label (same or different)"
    )
    parser.add_argument("--part", help="only the pairs of this part")
    parser.add_argument("--cold", action="store_true", help="with the built-in weights, as before any case")


def run(options: argparse.Namespace) -> dict:
    """Compare each pair and count, at the two scores the product uses and over all scores."""
    from yishi.insight import similarity

    known = messages(options.messages)
    pairs = rows(options.pairs, "a", "b", "label")
    if wrong := {pair["label"] for pair in pairs} - {SAME, DIFFERENT}:
        raise Problem(f"A label is same or different, not {', '.join(sorted(wrong))}.")
    if options.part:
        pairs = [pair for pair in pairs if pair.get("part") == options.part]
    if not pairs:
        raise Problem("There is no pair to measure on.")
    need(known, {pair[end] for pair in pairs for end in "ab"}, options.messages)
    texts = {key: message["text"] for key, message in known.items()}
    weights = similarity.PRIOR if options.cold else similarity.learn(texts.values()).pruned()
    scored = [
        (
            similarity.likeness(texts[p["a"]], texts[p["b"]], weights).score,
            p["label"] == SAME,
            p.get("part") or "all",
        )
        for p in pairs
    ]
    parts = sorted({part for _score, _same, part in scored})
    groups = {"all": scored}
    if len(parts) > 1:
        groups |= {part: [each for each in scored if each[2] == part] for part in parts}
    return {
        "weights": "built in" if options.cold else "learnt from the messages",
        "parts": {part: _measured(found) for part, found in groups.items()},
    }


def _measured(scored: list[tuple[float, bool, str]]) -> dict:
    from yishi.insight import similarity

    return {
        "pairs": len(scored),
        "same": sum(same for _score, same, _part in scored),
        "same_from": _at(scored, similarity.SAME),
        "near_from": _at(scored, similarity.NEAR),
        "average_precision": _average_precision(scored),
    }


def _at(scored: list[tuple[float, bool, str]], least: float) -> dict:
    hits = sum(same for score, same, _part in scored if score >= least)
    recall = share(hits, sum(same for _score, same, _part in scored))
    precision = share(hits, sum(score >= least for score, _same, _part in scored))
    return {"score": least, "recall": recall, "precision": precision}


def _average_precision(scored: list[tuple[float, bool, str]]) -> float | None:
    total = sum(same for _score, same, _part in scored)
    hits, area = 0, 0.0
    for place, (_score, same, _part) in enumerate(sorted(scored, key=lambda each: -each[0]), 1):
        hits += same
        area += same * hits / place
    return round(area / total, 3) if total else None


def show(result: dict) -> None:
    """A few lines a part."""
    print(f"weights: {result['weights']}")
    for part, found in result["parts"].items():
        print(f"\n{part}: {found['pairs']} pairs, {found['same']} of them the same matter")
        print(f"  average precision {found['average_precision']}")
        for name, words in (("same_from", "counted as the same"), ("near_from", "worth showing")):
            at = found[name]
            print(
                f"  {words} (from {at['score']}): recall {said(at['recall'])}, precision {said(at['precision'])}"
            )
