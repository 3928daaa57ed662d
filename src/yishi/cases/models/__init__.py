"""Tables of the closed loop, by noun."""

from yishi.network.going_on import goes_along

from .case import MOVES, OPEN_STATES, Case, CaseQuerySet, Channel, Photo, State, Visibility
from .category import CATEGORIES, Category, Question
from .helping import (
    Help,
    Need,
)
from .judging import (
    CallAttempt,
    CallBack,
    Doubt,
    Exclusion,
    RateRule,
    SecondLook,
    SmsReply,
    Volunteer,
)
from .ladder import Ladder, Rung
from .limits import LADDERS, PURPOSES, TimeLimit
from .originals import BreakGlass, Concern, Erasure, Reveal
from .pressure import Nudge, Parking, Summons, Supervision
from .publishing import WithheldFor, Wording
from .requests import DataRequest, FormerReporter
from .standing import Move, Standing
from .story import Answer, Feedback, Note, Part, Promise, Stay
from .time import Extension, Pause
from .urgency import Urgency
from .voices import Voice, VoiceQuerySet

__all__ = [
    "CATEGORIES",
    "LADDERS",
    "MOVES",
    "OPEN_STATES",
    "PURPOSES",
    "Answer",
    "BreakGlass",
    "CallAttempt",
    "CallBack",
    "Case",
    "CaseQuerySet",
    "Category",
    "Channel",
    "Concern",
    "DataRequest",
    "Doubt",
    "Erasure",
    "Exclusion",
    "Extension",
    "Feedback",
    "FormerReporter",
    "Help",
    "Ladder",
    "Move",
    "Need",
    "Note",
    "Nudge",
    "Parking",
    "Part",
    "Pause",
    "Photo",
    "Promise",
    "Question",
    "RateRule",
    "Reveal",
    "Rung",
    "SecondLook",
    "SmsReply",
    "Standing",
    "State",
    "Stay",
    "Summons",
    "Supervision",
    "TimeLimit",
    "Urgency",
    "Visibility",
    "Voice",
    "VoiceQuerySet",
    "Volunteer",
    "WithheldFor",
    "Wording",
]

goes_along("cases.Ladder", "place")
