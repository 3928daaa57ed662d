"""What was said beside what everybody will read, piece by piece, for a person who decides about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from .spans import Span

MOST_COMPARED = 3000
"""Comparing takes time by the square of the length; a longer text is shown as gone and put."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `before` as it was said, `after` as it will be read, equal where nothing changes."""

    before: str
    after: str
    kind: str = ""

    @property
    def changed(self) -> bool:
        return self.before != self.after


def of_spans(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The text with its starred spans as changed pieces."""
    pieces, at = [], 0
    for span in spans:
        if span.start > at:
            pieces.append(Piece(text[at : span.start], text[at : span.start]))
        pieces.append(Piece(text[span.start : span.end], span.shown, span.kind))
        at = span.end
    if at < len(text):
        pieces.append(Piece(text[at:], text[at:]))
    return pieces


def difference(before: str, after: str) -> list[Piece]:
    """The pieces in which two wordings of one matter agree and differ."""
    if max(len(before), len(after)) > MOST_COMPARED:
        return [Piece(before, after)]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [Piece(before[a:b], after[c:d]) for _tag, a, b, c, d in steps]
