"""Writes of the doors for machines, by noun."""

from .kept import claim, forget_answers, keep_answer
from .keys import LONGEST_DAYS, erase_keys_of, issue_key, note_used, revoke_key
from .partners import (
    bring_here,
    change_partner,
    end_partner,
    hear_back,
    note_answered,
    note_handed_out,
    note_seen,
    note_silent,
    note_told,
    pause_partner,
    resume_partner,
    set_partner,
)

__all__ = [
    "LONGEST_DAYS",
    "bring_here",
    "change_partner",
    "claim",
    "end_partner",
    "erase_keys_of",
    "forget_answers",
    "hear_back",
    "issue_key",
    "keep_answer",
    "note_answered",
    "note_handed_out",
    "note_seen",
    "note_silent",
    "note_told",
    "note_used",
    "pause_partner",
    "resume_partner",
    "revoke_key",
    "set_partner",
]
