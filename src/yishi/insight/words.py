"""Search tokens for Chinese: overlapping pairs of characters, so that any two-character word is found on any database.

Normalised first (NFKC, traditional to simplified, lower case, invisible characters dropped). A run of Han characters
gives all overlapping pairs and its last character alone; Latin letters and digits stay whole. A query of two or more
characters needs all its pairs; a single character matches by prefix.
"""

import functools
import re
import unicodedata
from operator import add

_RUN = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[0-9a-z]+(?:[-_.][0-9a-z]+)*",
)


@functools.cache
def _converter():
    import opencc

    return opencc.OpenCC("t2s")


def clean(text: str) -> str:
    """Without control, zero-width and direction characters (they hide or turn text); line breaks and tabs stay."""
    return (text if text.isprintable() else text.translate(_dropped)).strip()


class _Dropped(dict[int, str | None]):
    """What stays of every character met so far: itself, or nothing."""

    def __missing__(self, code: int) -> str | None:
        kept = chr(code) in "\n\t" or unicodedata.category(chr(code)) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        self[code] = chr(code) if kept else None
        return self[code]


_dropped = _Dropped()


def normalise(text: str) -> str:
    """One spelling for what means the same: full width folded, simplified characters, lower case."""
    return _converter().convert(unicodedata.normalize("NFKC", clean(text))).lower()


def tokens(text: str) -> list[str]:
    """Tokens to index, in order, repeats kept."""
    found: list[str] = []
    for run in _RUN.findall(normalise(text)):
        if run[0].isascii():
            found.append(run)
        else:
            found += map(add, run, run[1:])
            found.append(run[-1])
    return found


def query(text: str) -> list[tuple[list[str], bool]]:
    """What to look for, all of it: (tokens that follow one another, whether the last may go on)."""
    terms: list[tuple[list[str], bool]] = []
    for run in _RUN.findall(normalise(text))[:20]:
        if run[0].isascii() or len(run) == 1:
            terms.append(([run], True))
        else:
            terms.append(([run[i : i + 2] for i in range(len(run) - 1)], False))
    return terms
