"""A few characters and what they may mean: 楼道黑 is in no name of a kind and too short for what was learnt, yet everybody
knows it is about the lamp on the stairs. So the characters themselves are looked for in how people speak of each kind:
two that stand together count most, rare ones more than common ones, and more where they come again and again."""  # noqa: E501

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from math import log, sqrt

from .words import normalise

LONGEST = 8
"""Characters up to which a text is a phrase; what is longer says enough for the ways that have learnt something."""
PAIR_WEIGHT = 2.0
LEAST_HELD = 0.35
"""Share of the phrase, by weight, that a text must hold."""
LEAST_OF_BEST = 0.6
EMPTY = frozenset("的了着过吗呢吧啊呀很太又都也就还是在我你他她们这那个有没不老总好多少要想请谁么什怎")
"""Characters that say little by themselves; beside another they count as part of the pair."""
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


def is_phrase(text: str) -> bool:
    """Whether the text is so short that its characters must speak for it."""
    return 0 < sum(map(len, _HAN.findall(normalise(text)))) <= LONGEST


def nearest(phrase: str, texts: Mapping[str, str], limit: int = 5) -> list[str]:
    """Keys of the texts that hold most of the phrase, best first; none where no text holds enough of it, or where it is
    no phrase."""
    if not is_phrase(phrase):
        return []
    held = {key: Counter(_parts(normalise(text))) for key, text in texts.items()}
    asked = {part: _weight(part, held) for part in _parts(normalise(phrase)) if part not in EMPTY}
    most = sum(asked.values())
    if not most:
        return []
    found = {key: _share(asked, parts) / most for key, parts in held.items()}
    best = max(found.values(), default=0.0)
    near = [key for key, share in found.items() if share >= max(LEAST_HELD, best * LEAST_OF_BEST)]
    return sorted(near, key=lambda key: (-found[key], key))[:limit]


def _parts(plain: str) -> Iterator[str]:
    """Characters and overlapping pairs of them."""
    for run in _HAN.findall(plain):
        yield from run
        yield from (run[n : n + 2] for n in range(len(run) - 1))


def _weight(part: str, held: Mapping[str, Counter[str]]) -> float:
    """The rarer among the texts, the heavier; what no text holds cannot be missed by any of them."""
    within = sum(part in parts for parts in held.values())
    if not within:
        return 0.0
    says_much = len(part) == 2 and EMPTY.isdisjoint(part)
    return log((len(held) + 1) / (within + 0.5)) * (PAIR_WEIGHT if says_much else 1.0)


def _share(asked: Mapping[str, float], parts: Counter[str]) -> float:
    return sum(weight * sqrt(min(parts[part], 4)) / 2 for part, weight in asked.items() if parts[part])
