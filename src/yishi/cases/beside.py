"""What upper rooms show on the front page and on the page of a place, beside its matters: each registers a part, and
this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yishi.network.models import Place


@dataclass(frozen=True)
class Part:
    """A template, and what it shows (under `part`) of a place; of everywhere where that is None. Where it gives
    nothing, nothing is shown."""

    template: str
    of: Callable[[Place | None, Any], Any]


_PARTS: dict[str, Part] = {}


def register(part: Part) -> None:
    """The part is shown from now on, once."""
    _PARTS.setdefault(part.template, part)


def beside(place: Place | None, actor: Any) -> list[dict[str, Any]]:
    """The parts that have something to show to this reader."""
    found = ({"template": part.template, "part": part.of(place, actor)} for part in _PARTS.values())
    return [each for each in found if each["part"]]
