"""Who may open doors for machines, by noun."""

from .keys import SIGHT, may_issue_key, may_revoke_key
from .partners import (
    may_bring_here,
    may_change_partner,
    may_end_partner,
    may_hear_back,
    may_note_handed_out,
    may_pause_partner,
    may_resume_partner,
    may_set_partner,
)

__all__ = [
    "SIGHT",
    "may_bring_here",
    "may_change_partner",
    "may_end_partner",
    "may_hear_back",
    "may_issue_key",
    "may_note_handed_out",
    "may_pause_partner",
    "may_resume_partner",
    "may_revoke_key",
    "may_set_partner",
]
