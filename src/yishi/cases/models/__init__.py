"""Tables of the closed loop, by noun."""

from .case import MOVES, OPEN_STATES, Case, CaseQuerySet, Channel, Photo, State, Visibility
from .category import Category, Question
from .ladder import Ladder, Rung
from .story import Answer, Feedback, Note, Part, Promise, Stay

__all__ = [
    "MOVES",
    "OPEN_STATES",
    "Answer",
    "Case",
    "CaseQuerySet",
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
