"""The theme of the month: set, planned, worked off, concluded or withdrawn. What is said lies in the rows; here stand
digests."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event, Ref


@dataclass(frozen=True)
class ThemeSet(Event):
    """About a theme: `month` is its first day, `lead` the post that leads, `text` of title and reasons."""

    month: date
    category: Code
    lead: Ref
    text: Digest
    sentence = _("The theme of the month of %(month)s was set, about matters of the kind %(category)s.")

    def measures(self) -> dict[str, int]:
        return {"themes": 1}

    def counted_on(self) -> date:
        return self.month


@dataclass(frozen=True)
class StepPlanned(Event):
    """About a theme."""

    step: int
    unit: Ref
    due_on: date
    text: Digest
    sentence = _("Step %(step)s of the plan: by %(due_on)s.")


@dataclass(frozen=True)
class StepDone(Event):
    step: int
    text: Digest
    sentence = _("Step %(step)s of the plan is done.")


@dataclass(frozen=True)
class StepStruck(Event):
    step: int
    text: Digest
    sentence = _("Step %(step)s of the plan was struck out, with a reason.")


@dataclass(frozen=True)
class ThemeConcluded(Event):
    text: Digest
    sentence = _("The theme was concluded, and what came of it said.")


@dataclass(frozen=True)
class ThemeWithdrawn(Event):
    month: date
    text: Digest
    sentence = _("The theme was withdrawn, with a reason.")

    def measures(self) -> dict[str, int]:
        return {"themes": -1}

    def counted_on(self) -> date:
        return self.month
