"""A small classifier that can say why: which kind a text belongs to, learnt from texts whose kind somebody decided.

Complement naive Bayes with normalised weights (Rennie and others, ICML 2003): for each kind, a word speaks for it as
far as texts of all other kinds lack it. It is counts and logarithms, so it learns thousands of texts in seconds, and
the words that spoke for a kind are its reason. The name of a kind counts as a text of that kind, so that something
can be said before anybody has decided anything. Shares are made honest on texts held back; where the best
one is small the classifier stays silent.
"""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from .similarity import Reading, read

SURE = 0.35
"""Below this share the best kind is not worth showing."""
WORTH_SHOWING = 0.1
SMOOTHING = 0.3
LEAD_WEIGHT = 2.0
MOST_TOKENS = 20_000
ENOUGH_TO_HOLD_BACK = 50
HELD_BACK = 5
SHARPNESS = tuple(float(s) for s in np.geomspace(0.02, 20, 31))
SHARPNESS_OF_NAMES = 0.5
"""Nothing can be held back of names; so flat that what is shown at `SURE` is right two times in three."""
REASONS = 3
NAMES_COUNT = 1


@dataclass(frozen=True)
class Guess:
    """One kind, how much speaks for it (0 to 1; all kinds together make 1), and the words of the text that do."""

    kind: str
    share: float
    because: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Model:
    """What was learnt: kinds, tokens, and how far each token speaks for each kind."""

    kinds: tuple[str, ...]
    tokens: dict[str, int]
    rarity: np.ndarray
    """tokens: weight of each, by how few texts hold it"""
    speaks: np.ndarray
    """kinds × tokens: how far a token speaks for a kind, the mean over kinds taken off"""
    sharpness: float
    texts: int

    def shares(self, text: str) -> np.ndarray:
        """The share of each kind, in the order of `kinds`; all the same where nothing in the text is known."""
        at, worth = _worth(read(text), self.tokens, self.rarity)
        return _shares(self.speaks[:, at] @ worth, self.sharpness)

    def guess(self, text: str, limit: int = 3, least: float = SURE) -> list[Guess]:
        """Up to `limit` kinds, the likeliest first; none where the best one has less than `least`, or no words."""
        at, worth = _worth(read(text), self.tokens, self.rarity)
        if not len(at):
            return []
        shares = _shares(self.speaks[:, at] @ worth, self.sharpness)
        order = np.argsort(-shares, kind="stable")[:limit]
        if shares[order[0]] < least:
            return []
        words = read(text).words
        found = [
            Guess(self.kinds[kind], float(shares[kind]), self._because(kind, at, worth, words))
            for kind in order
            if shares[kind] >= WORTH_SHOWING
        ]
        return [each for each in found if each.because]

    def _because(
        self, kind: int, at: np.ndarray, worth: np.ndarray, words: Mapping[str, int]
    ) -> tuple[str, ...]:
        names = {self.tokens[word]: word for word in words if word in self.tokens and not word.isascii()}
        spoken = self.speaks[kind, at] * worth
        order = np.argsort(-spoken, kind="stable")
        return tuple(names[at[n]] for n in order if spoken[n] > 0 and at[n] in names)[:REASONS]

    def as_bytes(self) -> bytes:
        """To be kept."""
        said = {
            "kinds": self.kinds,
            "tokens": list(self.tokens),
            "sharp": self.sharpness,
            "texts": self.texts,
        }
        kept = io.BytesIO()
        np.savez_compressed(
            kept,
            said=np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8),
            rarity=self.rarity.astype(np.float32),
            speaks=self.speaks.astype(np.float16),
        )
        return kept.getvalue()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Model":
        """Read what `as_bytes` wrote. Raises ValueError where it is something else."""
        try:
            with np.load(io.BytesIO(kept), allow_pickle=False) as parts:
                said = json.loads(parts["said"].tobytes().decode())
                tokens = {token: n for n, token in enumerate(said["tokens"])}
                rarity, speaks = parts["rarity"], parts["speaks"].astype(np.float32)
            return cls(tuple(said["kinds"]), tokens, rarity, speaks, said["sharp"], said["texts"])
        except (OSError, KeyError, EOFError, zipfile.BadZipFile) as broken:
            raise ValueError(f"not a model: {broken}") from None


def train(texts: Sequence[str], kinds: Sequence[str], names: Mapping[str, str] | None = None) -> Model:
    """Learn from texts and the kind of each; `names` gives the words by which a kind is called (kind: words).

    Kinds are all that occur in either. Raises ValueError where there is none at all.
    """
    names = names or {}
    known = sorted({*kinds, *names})
    if not known:
        raise ValueError("nothing to learn from: no kinds")
    called = [(names[kind], known.index(kind)) for kind in known if names.get(kind)]
    tokens, rarity = _vocabulary(texts, [said for said, _kind in called])
    rows = [_worth(read(text), tokens, rarity) for text in texts]
    labels = np.array([known.index(kind) for kind in kinds], dtype=int)
    rows_of_names = [(_worth(read(said), tokens, rarity), kind) for said, kind in called]

    def fit(chosen: np.ndarray) -> np.ndarray:
        return _speaks([(rows[n], labels[n]) for n in chosen], rows_of_names, (len(known), len(tokens)))

    everything = np.arange(len(texts))
    sharpness = SHARPNESS_OF_NAMES
    if len(texts) >= ENOUGH_TO_HOLD_BACK:
        held = everything % HELD_BACK == 0
        trial = fit(everything[~held])
        spoken = [trial[:, rows[n][0]] @ rows[n][1] for n in everything[held]]
        sharpness = _sharpest(spoken, labels[held])
    return Model(tuple(known), tokens, rarity, fit(everything), sharpness, len(texts))


def _vocabulary(texts: Sequence[str], names: Sequence[str]) -> tuple[dict[str, int], np.ndarray]:
    """The commonest tokens, with those of the names, and how rare each is."""
    held: Counter[str] = Counter()
    for n, text in enumerate(texts, 1):
        held.update(_tokens(read(text)))
        if n % 2000 == 0 and len(held) > MOST_TOKENS * 10:  # what stood in one text only fills the memory
            held = Counter({token: times for token, times in held.items() if times > 1})
    of_names = {token for said in names for token in _tokens(read(said))}
    often = [token for token, times in held.most_common(MOST_TOKENS) if times > 1]
    tokens = {token: n for n, token in enumerate(dict.fromkeys([*often, *sorted(of_names)]))}
    total = len(texts) + len(names)
    return tokens, np.array([log((total + 1) / (held[token] + 0.5)) for token in tokens])


Row = tuple[np.ndarray, np.ndarray]


def _speaks(rows: list[tuple[Row, int]], names: list[tuple[Row, int]], shape: tuple[int, int]) -> np.ndarray:
    """How far each token speaks for each kind: the logarithm of how far all other kinds lack it."""
    counted = np.zeros(shape)
    for (at, worth), kind in rows:
        counted[kind, at] += worth
    for (at, worth), kind in names:
        counted[kind, at] += NAMES_COUNT * worth
    others = counted.sum(axis=0) - counted + SMOOTHING
    speaks = -np.log(others / others.sum(axis=1, keepdims=True))
    speaks /= np.abs(speaks).mean(axis=1, keepdims=True)
    speaks -= speaks.mean(axis=0)
    return speaks / (float(speaks.std()) or 1.0)


def _tokens(reading: Reading) -> set[str]:
    return {*reading.words, *reading.pairs}


def _worth(reading: Reading, tokens: Mapping[str, int], rarity: np.ndarray) -> Row:
    """Numbers of the tokens of a text that are known, and what each is worth in it; the whole has length 1."""
    found = {}
    for part in (reading.pairs, reading.words):
        for token, times in part.items():
            n = tokens.get(token)
            if n is not None:
                first = LEAD_WEIGHT if token in reading.lead else 1.0
                found[n] = (1 + log(times)) * rarity[n] * first
    at = np.fromiter(found, dtype=int, count=len(found))
    worth = np.fromiter(found.values(), dtype=float, count=len(found))
    return at, worth / (sqrt(float(worth @ worth)) or 1.0)


def _shares(spoken: np.ndarray, sharpness: float) -> np.ndarray:
    powers = np.exp(sharpness * (spoken - spoken.max()))
    return powers / powers.sum()


def _sharpest(spoken: list[np.ndarray], labels: np.ndarray) -> float:
    """The sharpness under which what was held back is least surprising."""

    def surprise(sharpness: float) -> float:
        right = (_shares(each, sharpness)[kind] for each, kind in zip(spoken, labels, strict=True))
        return -sum(log(max(float(share), 1e-9)) for share in right)

    return min(SHARPNESS, key=surprise)
