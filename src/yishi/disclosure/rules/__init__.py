"""Who may publish what."""

from .boards import may_post_board, may_strike_posting
from .editions import may_drop_edition, may_publish_edition
from .saved import GONE, may_save_list

__all__ = [
    "GONE",
    "may_drop_edition",
    "may_post_board",
    "may_publish_edition",
    "may_save_list",
    "may_strike_posting",
]
