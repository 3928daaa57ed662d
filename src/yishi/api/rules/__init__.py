"""Who may open doors for machines, by noun."""

from .hooks import may_change_hook, may_end_hook, may_pause_hook, may_resume_hook, may_set_hook, may_try_hook
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
    "may_change_hook",
    "may_change_partner",
    "may_end_hook",
    "may_end_partner",
    "may_hear_back",
    "may_issue_key",
    "may_note_handed_out",
    "may_pause_hook",
    "may_pause_partner",
    "may_resume_hook",
    "may_resume_partner",
    "may_revoke_key",
    "may_set_hook",
    "may_set_partner",
    "may_try_hook",
]
