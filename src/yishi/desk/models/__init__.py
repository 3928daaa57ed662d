"""Tables of the desk, by topic."""

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
