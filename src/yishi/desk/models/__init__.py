"""Tables of the desk, by topic."""

from yishi.network.going_on import goes_along

from .checks import Checklist, OpenAtAnswer, Point, Tick, Whose
from .hands import WALKABLE, Habit, SavedFilter, WalkStop
from .texts import ReplyText, Use

__all__ = [
    "WALKABLE",
    "Checklist",
    "Habit",
    "OpenAtAnswer",
    "Point",
    "ReplyText",
    "SavedFilter",
    "Tick",
    "Use",
    "WalkStop",
    "Whose",
]

goes_along("desk.ReplyText", "place")
goes_along("desk.Checklist", "place")
