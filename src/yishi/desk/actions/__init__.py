"""Everything the desk writes of its own, by topic; the case itself is written by the actions of `cases`."""

from .hands import (
    add_stops,
    clear_visited,
    drop_filter,
    drop_stop,
    keep_filter,
    off_other_walks,
    open_with,
    order_walk,
    rename_filter,
    set_keys,
    tick_stop,
)
from .checklists import add_checklist, change_checklist, retire_checklist
from .checks import answer_checked, tick, untick
from .solving import file_and_solve
from .texts import add_text, change_text, drop_own_text, keep_own_text, retire_text

__all__ = [
    "add_stops",
    "clear_visited",
    "drop_filter",
    "drop_stop",
    "file_and_solve",
    "keep_filter",
    "off_other_walks",
    "open_with",
    "order_walk",
    "rename_filter",
    "set_keys",
    "tick_stop",
]
