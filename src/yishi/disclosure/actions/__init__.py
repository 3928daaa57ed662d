"""Everything that is written in the open."""

from .boards import post_board, strike_posting
from .editions import drop_edition, publish_edition
from .saved import claim_saved, drop_saved, note_written, save_list
from .themes import conclude_theme, do_step, plan_step, set_theme, strike_step, withdraw_theme

__all__ = [
    "claim_saved",
    "conclude_theme",
    "do_step",
    "drop_edition",
    "drop_saved",
    "note_written",
    "plan_step",
    "post_board",
    "publish_edition",
    "save_list",
    "set_theme",
    "strike_posting",
    "strike_step",
    "withdraw_theme",
]
