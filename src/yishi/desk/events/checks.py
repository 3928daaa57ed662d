"""What was done point by point, as the record keeps it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Event, Ref


@dataclass(frozen=True)
class Ticked(Event):
    point: Ref
    part: Ref = ""
    sentence = _("A point of the checklist was ticked.")


@dataclass(frozen=True)
class Unticked(Event):
    point: Ref
    part: Ref = ""
    sentence = _("A tick was taken back.")


@dataclass(frozen=True)
class AnsweredChecked(Event):
    open: int
    sentence = _("It was answered with %(open)s points of the checklist open.")

    def measures(self) -> dict[str, int]:
        return {"answered_with_open_points": 1} if self.open else {}
