"""Who may do what at a session, and the reason when not. `WHO` tells it in words; docs/states.md is held against it."""

from typing import Any

from . import calling
from .calling import may_announce, may_begin, may_call_session, may_end
from .setting import may_set_session_rule, may_set_tally_rule

WHO: dict[str, Any] = {**calling.WHO}

__all__ = [
    "WHO",
    "may_announce",
    "may_begin",
    "may_call_session",
    "may_end",
    "may_set_session_rule",
    "may_set_tally_rule",
]
