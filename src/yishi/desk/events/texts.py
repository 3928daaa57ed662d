"""Ready texts and checklists, as the record keeps them: that they were set, for what and where; never what they say."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class ReplyTextSet(Event):
    category: Code
    uses: int
    new: bool
    sentence = _("A ready text of the desks was written.")


@dataclass(frozen=True)
class ReplyTextRetired(Event):
    sentence = _("A ready text of the desks was put away.")


@dataclass(frozen=True)
class ChecklistSet(Event):
    category: Code
    whose: Code
    points: int
    new: bool
    sentence = _("A checklist of %(points)s points was written.")


@dataclass(frozen=True)
class ChecklistRetired(Event):
    sentence = _("A checklist was put away.")
