"""Categories: how often the suggested kind is the one people gave, beside two simple ways of guessing.

Messages are a CSV file with the columns id, subject, body, category. Without `--test` they are split into folds: each
fold is guessed by what was learnt from the others. With `--test` all are learnt from, and the other file is guessed.
`--unseen` keeps aside every fifth message, chosen by a hash of its id: `leave` measures without them, `test`
learns from the rest and guesses them.
Beside it stand the commonest kind, and the kind of the most similar message.
"""

import argparse
import hashlib
import random
from collections import Counter
from pathlib import Path

from .. import Problem, progress
from .reading import messages, rows, said, share

HELP = "Accuracy and macro-F1 of suggested categories, with two baselines."
KEPT_ASIDE = 5
SEED = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One file or two."""
    parser.add_argument(
        "--messages", type=Path, required=True, metavar="FILE", help="id, subject, body, category"
    )
    parser.add_argument("--test", type=Path, metavar="FILE", help="guess these instead of folds of the first")
    parser.add_argument("--folds", type=int, default=5, help="into how many parts (default 5)")
    parser.add_argument(
        "--unseen",
        choices=("leave", "test"),
        help="every fifth message by a hash of its id: leave it out, or guess it from the others",
    )


def run(options: argparse.Namespace) -> dict:
    """Learn, guess, count."""
    learnt = _labelled(options.messages)
    if options.test and options.unseen:
        raise Problem("Give --test or --unseen, not both.")
    if options.folds < 2:
        raise Problem("Folds are at least two.")
    if options.unseen:
        aside = [pair for key, pair in learnt.items() if _is_unseen(key)]
        rest = [pair for key, pair in learnt.items() if not _is_unseen(key)]
    else:
        rest, aside = list(learnt.values()), []
    if options.test:
        aside = list(_labelled(options.test).values())
    tested = bool(options.test) or options.unseen == "test"
    if len(rest) < options.folds or (tested and not aside):
        raise Problem("There are too few messages to measure on.")
    turns = [(rest, aside)] if tested else _folds(rest, options.folds)
    guesses = []
    for n, (given, asked) in enumerate(turns, 1):
        progress(f"{n} of {len(turns)}: learning from {len(given)}, guessing {len(asked)}")
        guesses += _guessed(given, asked)
    return {
        "by": f"{options.folds} folds" if not tested else "another set",
        "messages": len(guesses),
        "kinds": len({kind for _text, kind in rest}),
        **_figures(guesses),
    }


def _labelled(path: Path) -> dict[str, tuple[str, str]]:
    rows(path, "id", "subject", "body", "category")
    return {key: (each["text"], each["category"]) for key, each in messages(path).items() if each["category"]}


def _is_unseen(key: str) -> bool:
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % KEPT_ASIDE == 0


def _folds(pairs: list[tuple[str, str]], count: int) -> list[tuple[list, list]]:
    mixed = pairs[:]
    random.Random(SEED).shuffle(mixed)  # noqa: S311  a fixed order, not a secret
    return [
        ([pair for n, pair in enumerate(mixed) if n % count != fold], mixed[fold::count])
        for fold in range(count)
    ]


def _guessed(given: list[tuple[str, str]], asked: list[tuple[str, str]]) -> list[dict]:
    from yishi.insight import learning, similarity

    texts = [text for text, _kind in given]
    kinds = [kind for _text, kind in given]
    model = learning.train(texts, kinds, {kind: kind for kind in set(kinds)})
    weights = similarity.learn(texts).pruned()
    commonest = Counter(kinds).most_common(1)[0][0]
    found = []
    for text, kind in asked:
        shares = model.shares(text)
        order = sorted(range(len(shares)), key=lambda n: -shares[n])
        nearest = similarity.ranked(text, texts, weights)
        shown = model.guess(text)
        found.append(
            {
                "kind": kind,
                "guess": model.kinds[order[0]],
                "three": [model.kinds[n] for n in order[:3]],
                "shown": shown[0].kind if shown else None,
                "commonest": commonest,
                "nearest": kinds[nearest[0][0]] if nearest else commonest,
            }
        )
    return found


def _figures(guesses: list[dict]) -> dict:
    count = len(guesses)
    spoken = [each for each in guesses if each["shown"]]
    return {
        **{way: _of(guesses, way) for way in ("guess", "nearest", "commonest")},
        "among_three": share(sum(each["kind"] in each["three"] for each in guesses), count),
        "speaks": share(len(spoken), count),
        "right_when_speaking": share(sum(each["shown"] == each["kind"] for each in spoken), len(spoken)),
    }


def _of(guesses: list[dict], way: str) -> dict:
    right = share(sum(each[way] == each["kind"] for each in guesses), len(guesses))
    return {"accuracy": right, "macro_f1": _macro_f1([(each["kind"], each[way]) for each in guesses])}


def _macro_f1(pairs: list[tuple[str, str]]) -> float:
    """The mean over kinds of F1 = 2 × right / (times given + times guessed)."""
    right = Counter(kind for kind, guess in pairs if kind == guess)
    times = Counter(kind for kind, _guess in pairs) + Counter(guess for _kind, guess in pairs)
    kinds = {kind for kind, _guess in pairs}
    return round(sum(2 * right[kind] / times[kind] for kind in kinds) / len(kinds), 3)


def show(result: dict) -> None:
    """A line a way."""
    print(f"{result['messages']} messages of {result['kinds']} kinds, by {result['by']}")
    for way, words in (
        ("guess", "suggested"),
        ("nearest", "most similar message"),
        ("commonest", "commonest kind"),
    ):
        print(f"  {words:<22} right {said(result[way]['accuracy'])}, macro-F1 {result[way]['macro_f1']}")
    print(f"  right one among three: {said(result['among_three'])}")
    print(f"  says something for {said(result['speaks'])}; then right {said(result['right_when_speaking'])}")
