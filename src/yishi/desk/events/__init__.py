"""What happens at the desk, as the record keeps it, by topic."""

from .checks import AnsweredChecked, Ticked, Unticked
from .texts import ChecklistRetired, ChecklistSet, ReplyTextRetired, ReplyTextSet

__all__ = [
    "AnsweredChecked",
    "ChecklistRetired",
    "ChecklistSet",
    "ReplyTextRetired",
    "ReplyTextSet",
    "Ticked",
    "Unticked",
]
