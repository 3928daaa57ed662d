"""Somebody saved a list that shows more than everybody sees."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.saving import LISTS
from yishi.record.events import Code, Event


@dataclass(frozen=True)
class ListSaved(Event):
    """`list` is the list's name in code; what it was narrowed by is not kept, for words were searched there."""

    list: Code
    form: Code
    rows: int
    sentence = _("The list “%(list)s” was saved as %(form)s: %(rows)s rows.")

    def labels(self) -> dict[str, Any]:
        return {"list": LISTS[self.list].title} if self.list in LISTS else {}
