"""What many speak of at once: groups of similar texts, each named by its own words.

Texts that share rare words are compared (comparing all with all would not end), and groups grow from the most alike
pairs as long as the mean likeness between two groups stays high enough. A group is called by the phrases that most of
its texts hold and few others do. Heat and trend are plain sums that anyone can check.
"""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2

from .similarity import PRIOR, Prepared, Weights, compared, cut, prepared

LINK = 0.33
SMALLEST = 2
MOST_SHARING = 80
SHARED, SHARED_IN_SHORT = 3, 2
"""Rare words two texts must share before they are compared; fewer where one of them says little."""
SHORT = 25
HALF_LIFE_DAYS = 30
NAMED_IN = 48
LONGEST_PHRASE = 4
HELD_BY = 0.4
TELLING = 0.7
GROWN_BY = 0.75
MOST_GROWN = 4
LOOSE = frozenset("的了在是有我你他们个这那于和与请把被对向及将为让要求就都也很不没未来去到从")
LOOSE_BEFORE = LOOSE | frozenset("省市区县州镇乡")

_PART = re.compile(r"[\u4e00-\u9fff0-9a-z]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Group:
    """Texts about one matter: their indexes, the most typical first, and what they call it."""

    members: tuple[int, ...]
    name: str


def group(
    texts: Sequence[str], weights: Weights = PRIOR, smallest: int = SMALLEST, link: float = LINK
) -> list[Group]:
    """Groups of at least `smallest` texts, the largest first. Texts that are like no other are in none."""
    read = [prepared(text, weights) for text in texts]
    near = _near(read, weights)
    groups = _grown(len(texts), near, link)
    found = [_typical_first(members, near) for members in groups if len(members) >= smallest]
    found.sort(key=lambda members: (-len(members), members))
    return [Group(members, name([texts[n] for n in members], weights)) for members in found]


def heat(voices: Sequence[int], ages: Sequence[float]) -> float:
    """How much a group is spoken of now: each text counts one and the doublings of its voices, halved every month.

    `voices` are co-signatures or likes of each text, `ages` its age in days.
    """
    return sum(
        (1 + log2(1 + max(0, n))) * 0.5 ** (max(0.0, age) / HALF_LIFE_DAYS)
        for n, age in zip(voices, ages, strict=True)
    )


def weeks(ages: Sequence[float], days: int) -> list[int]:
    """How many texts fell in each week of a period of `days`, the oldest week first."""
    count = max(1, -(-days // 7))
    found = [0] * count
    for age in ages:
        if 0 <= age < count * 7:
            found[count - 1 - int(age // 7)] += 1
    return found


def name(texts: Sequence[str], weights: Weights = PRIOR) -> str:
    """One or two phrases that most of the texts begin with and that are rare elsewhere, as they stand there."""
    begun = [text[:NAMED_IN].lower() for text in texts]
    held = Counter(phrase for text in begun for phrase in _phrases(text, weights))
    enough = max(2, HELD_BY * len(texts)) if len(texts) > 1 else 1

    def worth(phrase: tuple[str, ...]) -> float:
        return held[phrase] / len(texts) * sum(max(0.0, weights.of(word) - 1.0) for word in phrase)

    chosen: list[str] = []
    for phrase in sorted((p for p in held if held[p] >= enough), key=lambda p: (-worth(p), p)):
        said = _grown_whole("".join(phrase), begun)
        if len(said) > 1 and not any(
            said[i : i + 2] in other for other in chosen for i in range(len(said) - 1)
        ):
            chosen.append(said)
        if len(chosen) == 2:
            break
    if not chosen:
        return next(iter(re.split(r"[，。！？,.!?\s]", texts[0].strip())), "")[:16]
    first = begun[0]
    return " ".join(sorted(chosen, key=lambda p: first.find(p) if p in first else len(first)))


def _phrases(text: str, weights: Weights) -> set[tuple[str, ...]]:
    """Runs of one to four words that neither begin nor end with an everyday one."""
    least = weights.of_rare * TELLING
    found = set()
    for part in _PART.findall(text):
        words = cut(part)
        telling = [len(word) > 1 and not word.isascii() and weights.of(word) >= least for word in words]
        for start in range(len(words)):
            for end in range(start, min(start + LONGEST_PHRASE, len(words))):
                if telling[start] and telling[end]:
                    found.add(tuple(words[start : end + 1]))
    return found


def _grown_whole(phrase: str, texts: Sequence[str]) -> str:
    """The phrase with the characters that nearly always stand around it: cutting splits names it does not know."""
    for _step in range(MOST_GROWN):
        holding = [text for text in texts if phrase in text]
        before = _beside((text[: text.find(phrase)][-1:] for text in holding), len(holding), LOOSE_BEFORE)
        after = _beside(
            (text[text.find(phrase) + len(phrase) :][:1] for text in holding), len(holding), LOOSE
        )
        if not before and not after:
            break
        phrase = before + phrase + after
    return phrase


def _beside(chars: Iterable[str], holding: int, loose: frozenset[str]) -> str:
    """The one character that nearly all have there, or nothing."""
    char, count = next(iter(Counter(chars).most_common(1)), ("", 0))
    return char if count >= GROWN_BY * holding and _HAN.fullmatch(char) and char not in loose else ""


def _near(read: list[Prepared], weights: Weights) -> dict[int, dict[int, float]]:
    """Likeness of the pairs that share several rare words, both ways round."""
    holding: dict[str, list[int]] = defaultdict(list)
    for n, each in enumerate(read):
        for word in each.words:
            if weights.of(word) >= weights.of_rare * 0.75:
                holding[word].append(n)
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for n, each in enumerate(read):
        sharing: Counter[int] = Counter()
        for word in each.words:
            for other in holding.get(word, ()):
                if other < n:
                    sharing[other] += 1
        for other, shared in sharing.most_common(MOST_SHARING):
            short = min(len(each.words), len(read[other].words)) <= SHORT
            if shared >= (SHARED_IN_SHORT if short else SHARED):
                alike = compared(each, read[other])
                if alike > 0:
                    near[n][other] = near[other][n] = alike
    return near


def _grown(count: int, near: dict[int, dict[int, float]], link: float) -> list[set[int]]:
    """Join the two groups with the highest mean likeness until none reaches `link` (pairs never compared count 0)."""
    members: dict[int, set[int]] = {n: {n} for n in range(count)}
    sums = {n: dict(row) for n, row in near.items()}
    waiting = [
        (-alike, a, b) for a, row in sums.items() for b, alike in row.items() if a < b and alike >= link
    ]
    heapq.heapify(waiting)
    while waiting:
        minus, a, b = heapq.heappop(waiting)
        if a not in members or b not in members:
            continue
        mean = sums[a].get(b, 0.0) / (len(members[a]) * len(members[b]))
        if abs(mean + minus) > 1e-9:
            continue  # one of them has grown since
        _join(a, b, members, sums, lambda m, x, y: heapq.heappush(waiting, (-m, x, y)), link)
    return list(members.values())


def _join(
    a: int, b: int, members: dict, sums: dict, again: Callable[[float, int, int], None], link: float
) -> None:
    members[a] |= members.pop(b)
    row = sums[a]
    for other, alike in sums.pop(b).items():
        sums[other].pop(b, None)
        if other != a:
            row[other] = row.get(other, 0.0) + alike
            sums[other][a] = row[other]
    row.pop(b, None)
    for other, total in row.items():
        mean = total / (len(members[a]) * len(members[other]))
        if mean >= link:
            again(mean, min(a, other), max(a, other))


def _typical_first(members: set[int], near: dict[int, dict[int, float]]) -> tuple[int, ...]:
    like_all = {n: sum(near[n].get(other, 0.0) for other in members) for n in members}
    return tuple(sorted(members, key=lambda n: (-like_all[n], n)))
