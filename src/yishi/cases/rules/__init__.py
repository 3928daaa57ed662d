"""Who may do what to a case, and the reason when not. `WHO` tells it in words; docs/states.md is held against it."""

from typing import Any

from ..models import MOVES, Case
from . import loop
from .loop import (
    at_the_desk,
    desks_to_propose,
    handled_by,
    is_complained_about,
    is_reporter,
    may_add_photos,
    may_answer,
    may_answer_part,
    may_ask_part,
    may_call,
    may_confirm,
    may_contest,
    may_decline,
    may_file,
    may_hand_up,
    may_lapse,
    may_note,
    may_promise,
    may_report,
    may_reword,
    may_rule,
    may_see_contact,
    may_send_back,
    may_set_category,
    may_set_ladder,
    may_take,
    may_volunteer,
    may_withdraw,
    now_admits,
    units_to_call,
)

WHO = {**loop.WHO}


def offered(actor: Any, case: Case) -> list[str]:
    """Names of the actions the actor may begin now, in the order of `MOVES`."""
    here = globals()
    return [name for name in MOVES if here[f"may_{name}"](actor, case)]


__all__ = [
    "WHO",
    "at_the_desk",
    "desks_to_propose",
    "handled_by",
    "is_complained_about",
    "is_reporter",
    "may_add_photos",
    "may_answer",
    "may_answer_part",
    "may_ask_part",
    "may_call",
    "may_confirm",
    "may_contest",
    "may_decline",
    "may_file",
    "may_hand_up",
    "may_lapse",
    "may_note",
    "may_promise",
    "may_report",
    "may_reword",
    "may_rule",
    "may_see_contact",
    "may_send_back",
    "may_set_category",
    "may_set_ladder",
    "may_take",
    "may_volunteer",
    "may_withdraw",
    "now_admits",
    "offered",
    "units_to_call",
]
