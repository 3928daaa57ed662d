"""Tables of the closed loop, by noun."""

from .case import MOVES, Case, Channel, Photo, State, Visibility
from .category import Category, Question
from .ladder import Ladder, Rung
from .story import Answer, Feedback, Note, Part, Promise, Stay

__all__ = [
    "MOVES",
    "Answer",
    "Case",
    "Category",
    "Channel",
    "Feedback",
    "Ladder",
    "Note",
    "Part",
    "Photo",
    "Promise",
    "Question",
    "Rung",
    "State",
    "Stay",
    "Visibility",
]
