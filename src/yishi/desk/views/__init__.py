"""Pages of the desk."""

from .absence import absence, end_absence
from .acting import act
from .asking import enter_slips, print_slips
from .batch import batch, slips
from .blackout import as_taken, black_out
from .bulk import bulk, bulk_done, choose
from .case import case
from .checklists import change_checklist, check, checklists, new_checklist, retire_checklist
from .confidence import confidence, keep_for, notice, refuse_erasure
from .filters import filters
from .helping import help_said
from .helping_skills import change_helping_skills, helping_skills
from .home import choose_post, home
from .house_rules import house_rules
from .keys import keys
from .limits import limits
from .merging import merge
from .requests import data_request, hand_over, new_request
from .sheet import bring_in, drop_sheet, sheet, sheet_done
from .texts import change_text, new_text, reply_texts, retire_text
from .walk import change_walk, walk, walk_sheet
from .work_slip import work_slip, work_slips
from .writing import new, written

__all__ = [
    "absence",
    "act",
    "as_taken",
    "batch",
    "black_out",
    "bring_in",
    "bulk",
    "bulk_done",
    "case",
    "change_checklist",
    "change_helping_skills",
    "change_text",
    "change_walk",
    "check",
    "checklists",
    "choose",
    "choose_post",
    "confidence",
    "data_request",
    "drop_sheet",
    "end_absence",
    "enter_slips",
    "filters",
    "hand_over",
    "help_said",
    "helping_skills",
    "home",
    "house_rules",
    "keep_for",
    "keys",
    "limits",
    "merge",
    "new",
    "new_checklist",
    "new_request",
    "new_text",
    "notice",
    "print_slips",
    "refuse_erasure",
    "reply_texts",
    "retire_checklist",
    "retire_text",
    "sheet",
    "sheet_done",
    "slips",
    "walk",
    "walk_sheet",
    "work_slip",
    "work_slips",
    "written",
]
