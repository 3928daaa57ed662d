"""How alike two short Chinese texts are, in a number and in words: whether two residents speak of the same matter.

A text is read as its words and its overlapping pairs of characters. Each weighs by how rare it is among the tenant's
own texts, or, before there are any, by a built-in table of how common everyday words are; those said first weigh
double. What two texts share is held against what each holds, once for words and once for pairs, and the mean of both
is raised where the two name the same place at the beginning and lowered where they name different ones. The figures
in here come from docs/quality.md, which says how to measure them anew.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from . import everyday
from .words import normalise

SAME = 0.5
"""From here on two texts are more likely about the same matter than not (docs/quality.md)."""
NEAR = 0.3
"""From here on somebody who writes one may want to read the other."""

READ = 400
LEAD = 60
PLACES_IN = 60
LEAD_WEIGHT = 2.0
NAMED_ALIKE, NAMED_APART = 1.4, 0.7
STRETCH = 0.66
RARE = 0.01
MOST_WORDS = 5
FULLY_COMPARED = 24
LOOKED_FOR = 60

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[0-9a-z]+")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}|[0-9a-z]{2,}")
_PLACE = re.compile(
    r"小区|花园|新城|家园|嘉园|公寓|社区|街道|大道|[路街苑府湾村城镇组栋园]|"
    r"广场|国际|学校|中学|小学|医院|公司|大厦|号线"
)
_AREA = re.compile(r"[0-9a-z]+[省市区县]")


@dataclass(frozen=True, eq=False)
class Weights:
    """How many of `texts` texts hold each token. What fewer than `RARE` of them hold is equally rare: that many
    speak of one matter only makes its own words common, and they must not lose their weight by it."""

    texts: int
    counts: Mapping[str, int]

    @functools.cached_property
    def _table(self) -> dict[str, float]:
        rare = self.texts * RARE
        return {t: log((self.texts + 1) / (n + 0.5)) for t, n in self.counts.items() if n > rare}

    @functools.cached_property
    def of_rare(self) -> float:
        """The weight of whatever is rare, and the greatest there is."""
        return log((self.texts + 1) / (self.texts * RARE + 0.5))

    def of(self, token: str) -> float:
        """The weight of a token: the rarer, the heavier."""
        return self._table.get(token, self.of_rare)

    def pruned(self) -> "Weights":
        """The same, without what is rare anyway: small enough to be kept."""
        rare = self.texts * RARE
        return Weights(self.texts, {t: n for t, n in self.counts.items() if n > rare})


PRIOR = Weights(everyday.TEXTS, everyday.COUNTS)


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are, 0 to 1, and the words both hold, the heaviest first."""

    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """One text as it is compared: how often it holds each word and pair, what comes first, what places it names."""

    words: Mapping[str, int]
    pairs: Mapping[str, int]
    lead: frozenset[str]
    places: frozenset[str]


def learn(texts: Iterable[str], base: Weights | None = None) -> Weights:
    """Weights out of texts of the same kind, added to the built-in table (or to `base`), so that a few count little."""
    base = PRIOR if base is None else base
    counts, total = Counter(base.counts), base.texts
    for text in texts:
        total += 1
        reading = read(text)
        counts.update(reading.words.keys() | reading.pairs.keys())
    return Weights(total, counts)


@functools.lru_cache(maxsize=256)
def read(text: str) -> Reading:
    """Read a text; only its first four hundred characters count."""
    plain = normalise(text[:READ])
    first = plain[:LEAD]
    lead = frozenset(_words(first)) | frozenset(_pairs(first))
    return Reading(Counter(_words(plain)), Counter(_pairs(plain)), lead, _places(plain[:PLACES_IN]))


def likeness(a: str, b: str, weights: Weights = PRIOR) -> Likeness:
    """Compare two texts. The same either way round; a text that says anything gives 1 with itself."""
    return _explained(prepared(a, weights), prepared(b, weights))


def ranked(
    words: str, others: Sequence[str], weights: Weights = PRIOR, least: float = 0.0
) -> list[tuple[int, Likeness]]:
    """Those of `others` at least that alike to `words`, best first, each as (index in `others`, likeness).

    Of many only the two dozen that share most of the heaviest pairs of characters are compared in full.
    """
    asked = prepared(words, weights)
    likely = _sharing_most(asked, others) if len(others) > FULLY_COMPARED else range(len(others))
    found = [(n, _explained(asked, prepared(others[n], weights))) for n in likely]
    return sorted((f for f in found if f[1].score >= least), key=lambda f: (-f[1].score, f[0]))


def cosine(a: Mapping[str, float], b: Mapping[str, float], norms: float) -> float:
    """What two weighed readings share, held against what each holds (`norms` is the product of their lengths)."""
    if len(a) > len(b):
        a, b = b, a
    return sum(w * b[t] for t, w in a.items() if t in b) / norms if norms else 0.0


class Prepared:
    """A reading with the weights of its words and pairs."""

    def __init__(self, reading: Reading, weights: Weights):
        self.reading = reading
        self.words = _weigh(reading.words, reading.lead, weights)
        self.pairs = _weigh(reading.pairs, reading.lead, weights)
        self.length_of_words = sqrt(sum(w * w for w in self.words.values()))
        self.length_of_pairs = sqrt(sum(w * w for w in self.pairs.values()))


def _weigh(counts: Mapping[str, int], lead: frozenset[str], weights: Weights) -> dict[str, float]:
    return {
        token: (1 + log(n)) * weights.of(token) * (LEAD_WEIGHT if token in lead else 1.0)
        for token, n in counts.items()
    }


def prepared(text: str, weights: Weights = PRIOR) -> Prepared:
    """A text made ready to be compared with many."""
    return Prepared(read(text), weights)


def compared(a: Prepared, b: Prepared) -> float:
    """How alike two prepared texts are, 0 to 1."""
    by_pairs = cosine(a.pairs, b.pairs, a.length_of_pairs * b.length_of_pairs)
    if not by_pairs:
        return 0.0
    by_words = cosine(a.words, b.words, a.length_of_words * b.length_of_words)
    mean = (by_words + by_pairs) / 2 if a.words and b.words else by_pairs
    score = min(1.0, mean * _by_places(a.reading.places, b.reading.places)) ** STRETCH
    return 1.0 if score > 1 - 1e-9 else score


def _explained(a: Prepared, b: Prepared) -> Likeness:
    score = compared(a, b)
    return Likeness(score, _why(a, b)) if score else Likeness(0.0)


def _by_places(a: frozenset[str], b: frozenset[str]) -> float:
    if not a or not b:
        return 1.0
    return NAMED_ALIKE if a & b else NAMED_APART


def _why(a: Prepared, b: Prepared) -> tuple[str, ...]:
    shared = a.words.keys() & b.words.keys()
    return tuple(sorted(shared, key=lambda t: (-a.words[t] * b.words[t], t))[:MOST_WORDS])


def _sharing_most(asked: Prepared, others: Sequence[str]) -> list[int]:
    """Indexes of the few that share the heaviest pairs: looks whether the characters stand there, no more."""
    heavy = sorted(asked.pairs.items(), key=lambda pair: -pair[1])[:LOOKED_FOR]
    found = []
    for n, other in enumerate(others):
        text = other[:READ].lower()
        found.append((-sum(weight for pair, weight in heavy if pair in text), n))
    found.sort()
    return [n for _, n in found[:FULLY_COMPARED]]


def _pairs(plain: str) -> list[str]:
    found: list[str] = []
    for run in _RUN.findall(plain):
        found += [run] if run[0].isascii() else [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return found


def cut(plain: str) -> list[str]:
    """The words of a text, one after the other."""
    import rjieba

    return rjieba.cut(plain)


def _words(plain: str) -> list[str]:
    return [word for word in cut(plain) if _HAN.fullmatch(word)]


def _places(first: str) -> frozenset[str]:
    """The two characters before each word for a kind of place: 丽景 of 丽景小区. Names of whole areas are left out."""
    plain = _AREA.sub("，", first)
    found = (plain[max(0, m.start() - 2) : m.start()] for m in _PLACE.finditer(plain))
    return frozenset(name for name in found if len(name) == 2 and name.isalnum())
