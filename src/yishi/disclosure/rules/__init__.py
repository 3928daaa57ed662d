"""Who may publish what."""

from .boards import may_post_board, may_strike_posting
from .editions import may_drop_edition, may_publish_edition
from .saved import GONE, may_save_list
from .themes import (
    may_conclude_theme,
    may_do_step,
    may_plan_step,
    may_set_theme,
    may_strike_step,
    may_withdraw_theme,
)

__all__ = [
    "GONE",
    "may_conclude_theme",
    "may_do_step",
    "may_drop_edition",
    "may_plan_step",
    "may_post_board",
    "may_publish_edition",
    "may_save_list",
    "may_set_theme",
    "may_strike_posting",
    "may_strike_step",
    "may_withdraw_theme",
]
