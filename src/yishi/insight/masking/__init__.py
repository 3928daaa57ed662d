"""Finds what points to a person in a text, and stars it before the text is shown in public: telephone, identity and
card numbers, papers, plates, mail, QQ and WeChat, rooms, names. It is a first net; a person's look before publication is
the second. What it finds and what it does not stands in docs/quality.md."""  # noqa: E501

from collections.abc import Iterable

from . import contacts, names, numbers, plates, rooms
from .difference import Piece, difference, of_spans
from .folding import fold
from .names import mask_name
from .spans import DOUBT, KINDS, MASKED_FROM, Span, apart

__all__ = [
    "DOUBT",
    "KINDS",
    "MASKED_FROM",
    "Piece",
    "Span",
    "difference",
    "find",
    "hidden",
    "mask",
    "mask_name",
    "mask_phone",
    "preview",
]


def find(text: str, names: Iterable[str] = (), offices: Iterable[str] = ()) -> list[Span]:
    """What points to a person, in order and without overlaps, doubtful finds included.

    `names` are people known to belong to the matter; `offices` are numbers of posts that everybody may ring.
    """
    folded = fold(text)
    certain = apart(
        [
            *numbers.find(text, folded, offices),
            *contacts.find(text, folded),
            *plates.find(text, folded),
            *rooms.find(text, folded),
        ]
    )
    beside = [span.start for span in certain if span.kind in ("phone", "landline", "wechat", "qq")]
    return apart([*certain, *_named(text, folded, names, beside)])


def _named(text: str, folded: str, known: Iterable[str], beside: list[int]) -> list[Span]:
    return [*names.known(text, known), *names.find(text, folded, beside)]


def hidden(text: str, names: Iterable[str] = (), offices: Iterable[str] = ()) -> list[Span]:
    """Those finds that are sure enough to be starred."""
    return [span for span in find(text, names, offices) if span.sure >= MASKED_FROM]


def mask(text: str, names: Iterable[str] = (), offices: Iterable[str] = ()) -> str:
    """The text with what points to a person starred; with the names given, these too."""
    found = hidden(text, names, offices)
    return "".join(piece.after for piece in of_spans(text, found)) if found else text


def preview(text: str, names: Iterable[str] = (), offices: Iterable[str] = ()) -> list[Piece]:
    """The text beside its mask, piece by piece."""
    return of_spans(text, hidden(text, names, offices))


def mask_phone(phone: str) -> str:
    """The first three and last four digits."""
    return phone[:3] + "*" * max(len(phone) - 7, 3) + phone[-4:] if len(phone) >= 7 else "*" * len(phone)
