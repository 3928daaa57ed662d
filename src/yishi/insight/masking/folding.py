"""One text in other dress: full-width, circled and written-out digits folded to plain ones, character for character, so
that a place in the folded text is the same place in the text."""

import unicodedata

_WRITTEN = ("〇零○洞", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒拐", "八捌", "九玖勾")
_CHINESE = {char: str(value) for value, chars in enumerate(_WRITTEN) for char in chars}
_LIKE = {"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "Ο": "0", "О": "0", "о": "0"}
"""Letters that are drawn like digits, Greek and Cyrillic ones too."""
_SAME = {
    "＠": "@", "．": ".", "—": "-", "–": "-", "‐": "-", "‑": "-", "−": "-", "－": "-", "―": "-",
    "•": "·", "・": "·", "‧": "·", "⋅": "·", "\u3000": " ", "\xa0": " ", "\t": " ",
}  # fmt: skip
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def _one(char: str) -> str:
    """The plain form of one character, itself where it has none of one character."""
    if char in _SAME:
        return _SAME[char]
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) == 1:
        return plain
    if len(plain) == 2 and plain[0].isdigit() and plain[1] == ".":  # ⒈
        return plain[0]
    if len(plain) == 3 and plain[0] == "(" and plain[1].isalnum():  # ⑴
        return plain[1]
    return char


class _Folds(dict[int, str]):
    """The plain form of every character met so far; there are no more than Unicode has."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _one(chr(code))
        return plain


_folds = _Folds()


def fold(text: str) -> str:
    """Plain ASCII letters, digits and signs where the text has other forms of them. As long as the text."""
    return text.translate(_folds)


def digit_of(char: str) -> str:
    """The digit a folded character stands for, also written out in Chinese or as a letter like it; else nothing."""
    if "0" <= char <= "9":
        return char
    return _CHINESE.get(char) or _LIKE.get(char, "")


DIGITS = "".join(["0-9", *_CHINESE, *(c for c in _LIKE if c != "|"), "|"])
"""Every folded character that can stand for a digit, as the inside of a class of a regular expression."""


def is_plain(char: str) -> bool:
    """Whether it is a digit and no letter that looks like one."""
    return char not in _LIKE and bool(digit_of(char))
