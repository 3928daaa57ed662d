"""Topics: whether groups made by machine are those that people found by reading.

The topics are a CSV file with the columns topic and id, one row a message of a topic; a column called part is
reported apart. All messages are grouped, whether labelled or not, as on the page of a place. For each labelled topic
the group that fits best is taken: what share of the topic is in it, and what share of the group belongs to the topic
(a message nobody labelled counts as wrong). Also: for each labelled message, whether one of its topic is
among the five most alike of all the messages.
"""

import argparse
import time
from collections import defaultdict
from pathlib import Path

from .. import Problem
from .reading import messages, need, rows, said, share

HELP = "Recall and precision of groups of similar messages against topics found by reading."
FOUND_RECALL, FOUND_PRECISION = 0.5, 0.5
NEAREST = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Two files."""
    parser.add_argument("--messages", type=Path, required=True, metavar="FILE", help="id, subject, body")
    parser.add_argument("--topics", type=Path, required=True, metavar="FILE", help="topic, id")
    parser.add_argument("--part", help="only the topics of this part")


def run(options: argparse.Namespace) -> dict:
    """Group, then look for each topic."""
    from yishi.insight import similarity, topics

    known = messages(options.messages)
    labels: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, str] = {}
    for row in rows(options.topics, "topic", "id"):
        if not options.part or row.get("part") == options.part:
            labels[row["topic"]].add(row["id"])
            parts[row["topic"]] = row.get("part") or "all"
    if not labels:
        raise Problem("There is no topic to measure on.")
    need(known, set().union(*labels.values()), options.messages)
    keys = list(known)
    texts = [known[key]["text"] for key in keys]
    weights = similarity.learn(texts).pruned()
    begun = time.monotonic()
    groups = [{keys[n] for n in group.members} for group in topics.group(texts, weights)]
    seconds = round(time.monotonic() - begun, 1)
    near = _neighbours(keys, texts, weights, set().union(*labels.values()))
    lines = [_line(topic, parts[topic], labels[topic], groups, near) for topic in labels]
    by_part = {"all": lines}
    if len(set(parts.values())) > 1:
        by_part |= {
            part: [each for each in lines if each["part"] == part] for part in sorted(set(parts.values()))
        }
    return {
        "messages": len(keys),
        "groups": sum(len(group) >= 3 for group in groups),
        "seconds": seconds,
        "parts": {part: _summed(found) for part, found in by_part.items()},
        "topics": lines,
    }


def _neighbours(keys: list[str], texts: list[str], weights, asked: set[str]) -> dict[str, list[str]]:
    """The five most alike of all messages, for each that is asked about."""
    from yishi.insight import similarity

    found = {}
    for n, key in enumerate(keys):
        if key in asked:
            others = texts[:n] + texts[n + 1 :]
            rest = keys[:n] + keys[n + 1 :]
            found[key] = [rest[k] for k, _likeness in similarity.ranked(texts[n], others, weights)[:NEAREST]]
    return found


def _line(
    topic: str, part: str, members: set[str], groups: list[set[str]], near: dict[str, list[str]]
) -> dict:
    best = max(groups, key=lambda group: len(group & members) / (len(group) + len(members)), default=set())
    hits = len(best & members)
    return {
        "topic": topic,
        "part": part,
        "size": len(members),
        "group": len(best) if hits else 0,
        "hits": hits,
        "neighbour": sum(bool(members.intersection(near[key])) for key in members),
    }


def _summed(lines: list[dict]) -> dict:
    """Over messages (a large topic counts more), and the mean over topics."""
    recalls = [line["hits"] / line["size"] for line in lines]
    precisions = [line["hits"] / line["group"] if line["group"] else 0.0 for line in lines]
    both = zip(recalls, precisions, strict=True)
    return {
        "topics": len(lines),
        "found": share(sum(r >= FOUND_RECALL and p >= FOUND_PRECISION for r, p in both), len(lines)),
        "recall": share(sum(line["hits"] for line in lines), sum(line["size"] for line in lines)),
        "precision": share(sum(line["hits"] for line in lines), sum(line["group"] for line in lines)),
        "mean_recall": round(sum(recalls) / len(lines), 3),
        "mean_precision": round(sum(precisions) / len(lines), 3),
        "neighbour": share(sum(line["neighbour"] for line in lines), sum(line["size"] for line in lines)),
    }


def show(result: dict) -> None:
    """A few lines a part, then each topic."""
    print(
        f"{result['messages']} messages in {result['groups']} groups of three or more, {result['seconds']} s"
    )
    for part, found in result["parts"].items():
        print(f"\n{part}: {found['topics']} topics")
        print(f"  found (at least half of it, and at least half of the group): {said(found['found'])}")
        print(f"  recall {said(found['recall'])}, precision {said(found['precision'])}, over messages")
        print(f"  recall {found['mean_recall']}, precision {found['mean_precision']}, mean over topics")
        print(f"  one of the topic among the five most alike: {said(found['neighbour'])}")
    print("\ntopic  part    size  group  right")
    for line in result["topics"]:
        print(f"{line['topic']:<6} {line['part']:<7} {line['size']:>4} {line['group']:>6} {line['hits']:>6}")
