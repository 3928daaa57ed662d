"""Writes to the net, by noun."""

from .bodies import found
from .calendar import set_calendar
from .homes import claim_home, erase_homes, leave_home, vouch_for_home
from .places import add_place
from .posts import (
    LONGEST_ABSENCE,
    appoint,
    create_post,
    end_substitute,
    name_substitute,
    possible_substitutes,
    relieve,
)

__all__ = [
    "LONGEST_ABSENCE",
    "add_place",
    "appoint",
    "claim_home",
    "create_post",
    "end_substitute",
    "erase_homes",
    "found",
    "leave_home",
    "name_substitute",
    "possible_substitutes",
    "relieve",
    "set_calendar",
    "vouch_for_home",
]
