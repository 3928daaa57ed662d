"""Tables of deliberation, by noun."""

from .hall import EarlierWords, HiddenFor, LookedFor, Opinion, OpinionPhoto, Sheet, Wall, WallSupport
from .minutes import Correction, Minutes, Objection, Posting
from .outcomes import Decision, Motion, Response, Undertaking
from .rules import MOST_WARN_DAYS, Kind, SessionRule, TallyRule
from .series import Series, SeriesException
from .sessions import AFTERWARDS, AHEAD, LEFT_OPEN, MOVES, Attendance, Invitation, Reason, Session, State
from .topics import Item, Support, Topic, Why

__all__ = [
    "AFTERWARDS",
    "AHEAD",
    "LEFT_OPEN",
    "MOST_WARN_DAYS",
    "MOVES",
    "Attendance",
    "Correction",
    "Decision",
    "EarlierWords",
    "HiddenFor",
    "Invitation",
    "Item",
    "Kind",
    "LookedFor",
    "Minutes",
    "Motion",
    "Objection",
    "Opinion",
    "OpinionPhoto",
    "Posting",
    "Reason",
    "Response",
    "Series",
    "SeriesException",
    "Session",
    "SessionRule",
    "Sheet",
    "State",
    "Support",
    "TallyRule",
    "Topic",
    "Undertaking",
    "Wall",
    "WallSupport",
    "Why",
]
