"""Every write to a case, by the part of the loop it belongs to."""

from .closing import confirm, contest, lapse, withdraw
from .intake import file, report
from .setting import set_category, set_ladder
from .work import (
    add_photos,
    answer,
    answer_part,
    ask_part,
    call,
    decline,
    hand_up,
    note,
    promise,
    reword,
    rule,
    send_back,
    take,
)

__all__ = [
    "add_photos",
    "answer",
    "answer_part",
    "ask_part",
    "call",
    "confirm",
    "contest",
    "decline",
    "file",
    "hand_up",
    "lapse",
    "note",
    "promise",
    "report",
    "reword",
    "rule",
    "send_back",
    "set_category",
    "set_ladder",
    "take",
    "withdraw",
]
