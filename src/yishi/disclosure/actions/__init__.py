"""Everything that is written in the open."""

from .boards import post_board, strike_posting
from .editions import drop_edition, publish_edition
from .saved import claim_saved, drop_saved, note_written, save_list

__all__ = [
    "claim_saved",
    "drop_edition",
    "drop_saved",
    "note_written",
    "post_board",
    "publish_edition",
    "save_list",
    "strike_posting",
]
