"""Who may change the net, by noun."""

from .calendar import may_set_calendar
from .homes import may_claim_home, may_leave_home, may_vouch_for_home
from .setting_up import may_add_place, may_appoint, may_create_post, may_found, may_relieve
from .substitutes import may_end_substitute, may_name_substitute

__all__ = [
    "may_add_place",
    "may_appoint",
    "may_claim_home",
    "may_create_post",
    "may_end_substitute",
    "may_found",
    "may_leave_home",
    "may_name_substitute",
    "may_relieve",
    "may_set_calendar",
    "may_vouch_for_home",
]
