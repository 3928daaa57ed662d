"""A spreadsheet was brought in."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class SheetBroughtIn(Event):
    """`what` is the import's name; what each row became is told by its own event."""

    what: Code
    rows: int
    added: int
    sentence = _("A spreadsheet (%(what)s) was brought in: %(rows)s rows, %(added)s of them new.")
