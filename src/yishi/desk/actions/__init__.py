"""Everything the desk writes of its own, by topic; the case itself is written by the actions of `cases`."""

from .absence import end_stand_in, name_stand_in
from .checklists import add_checklist, change_checklist, retire_checklist
from .checks import answer_checked, tick, untick
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
from .solving import file_and_solve
from .tasks import remind_of_task, tell_of_task
from .texts import add_text, change_text, drop_own_text, keep_own_text, retire_text

__all__ = [
    "add_checklist",
    "add_stops",
    "add_text",
    "answer_checked",
    "change_checklist",
    "change_text",
    "clear_visited",
    "drop_filter",
    "drop_own_text",
    "drop_stop",
    "end_stand_in",
    "file_and_solve",
    "keep_filter",
    "keep_own_text",
    "name_stand_in",
    "off_other_walks",
    "open_with",
    "order_walk",
    "remind_of_task",
    "rename_filter",
    "retire_checklist",
    "retire_text",
    "set_keys",
    "tell_of_task",
    "tick",
    "tick_stop",
    "untick",
]
