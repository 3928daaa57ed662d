"""A span of a text that points to a person: where it stands, what it is, how sure that is, what is shown instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from .folding import digit_of

MASKED_FROM = 0.5
"""From this confidence on a span is starred; below it a person is only asked to look."""

KINDS = ("phone", "landline", "id", "paper", "card", "plate", "mail", "qq", "wechat", "room", "name")
DOUBT = "number"
"""A long number that is none of the kinds: left as it is, but no text that holds one is beyond doubt."""


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` (exclusive) of the text; `sure` from 0 to 1; `shown` stands for them in public."""

    start: int
    end: int
    kind: str
    sure: float
    shown: str = ""


def apart(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, in their order: of two that do, the surer stays, then the longer."""
    ranked = sorted(spans, key=lambda s: (-s.sure, s.start - s.end, s.start))
    kept: list[Span] = []
    taken: set[int] = set()
    for span in ranked:
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def starred(text: str, span: Span, keep: set[int]) -> Span:
    """The span with every letter and digit starred but those at the counted places; words and signs stay."""
    count, shown = 0, []
    for char in text[span.start : span.end]:
        if char.isalnum() and (digit_of(char) or not "\u4e00" <= char <= "\u9fff"):
            shown.append(char if count in keep else "*")
            count += 1
        else:
            shown.append(char)
    return Span(span.start, span.end, span.kind, span.sure, "".join(shown))
