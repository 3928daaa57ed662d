"""Who may do what at the desk, by topic; the rules of a case are those of `cases`."""

from .absence import may_end_stand_in, may_name_stand_in
from .checks import may_answer_checked, may_tick, may_untick, ticks_for_desk
from .solving import may_file_and_solve
from .tasks import may_remind_of_task
from .texts import (
    keeps_text,
    may_add_checklist,
    may_add_text,
    may_change_checklist,
    may_change_text,
    may_retire_checklist,
    may_retire_text,
    owns,
)

__all__ = [
    "keeps_text",
    "may_add_checklist",
    "may_add_text",
    "may_answer_checked",
    "may_change_checklist",
    "may_change_text",
    "may_end_stand_in",
    "may_file_and_solve",
    "may_name_stand_in",
    "may_remind_of_task",
    "may_retire_checklist",
    "may_retire_text",
    "may_tick",
    "may_untick",
    "owns",
    "ticks_for_desk",
]
