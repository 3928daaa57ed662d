"""Tables of deliberation, by noun."""

from .hall import Opinion, OpinionPhoto, Sheet, WallSupport
from .minutes import Correction, Minutes, Objection, Posting
from .outcomes import Decision, Motion, Response, Undertaking
from .rules import Kind, SessionRule, TallyRule
from .series import Series, SeriesException
from .sessions import AFTERWARDS, AHEAD, MOVES, Attendance, Invitation, Reason, Session, State
from .topics import Item, Support, Topic, Why

__all__ = [
    "AFTERWARDS",
    "AHEAD",
    "MOVES",
    "Attendance",
    "Correction",
    "Decision",
    "Invitation",
    "Item",
    "Kind",
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
    "WallSupport",
    "Why",
]
