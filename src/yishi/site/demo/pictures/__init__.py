"""Invented pictures for the demo city: the same place before and after, drawn with shapes alone, no fonts."""

from collections.abc import Callable

from . import indoors, outdoors, yard
from .brush import Brush, Colour

_SCENES: dict[str, tuple[Callable[[Brush, bool], None], Colour, dict[str, float]]] = {
    "stairwell": (indoors.stairwell, (214, 206, 194), {"horizon": 420}),
    "leak": (indoors.leak, (220, 214, 204), {"horizon": 430, "eye": 1.5}),
    "lift": (indoors.lift, (204, 200, 192), {"horizon": 430}),
    "firelane": (outdoors.firelane, (200, 216, 224), {"horizon": 380, "eye": 2.4}),
    "pavement": (outdoors.pavement, (200, 216, 224), {"horizon": 300, "eye": 1.9}),
    "lamp": (outdoors.lamp, (34, 42, 70), {"horizon": 560}),
    "rubbish": (yard.rubbish, (204, 214, 216), {"horizon": 400}),
    "charging": (yard.charging, (206, 216, 216), {"horizon": 420}),
    "green": (yard.green, (206, 222, 226), {"horizon": 430}),
    "meeting": (yard.meeting, (244, 214, 176), {"horizon": 360, "eye": 2.1}),
}
KINDS = tuple(_SCENES)


def draw(kind: str, seed: int, after: bool = False) -> bytes:
    """A JPEG of 1200 × 900 points. The same `seed` gives the same place before and after.

    Raises KeyError for a kind that is not in KINDS.
    """
    scene, paper, view = _SCENES[kind]
    brush = Brush(seed, paper, **view)
    flip = brush.place.random() < 0.5
    scene(brush, after)
    return brush.finished(flip)
