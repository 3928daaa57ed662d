"""What is said of a case at a session, as the record keeps it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event, Ref

from .loop import first_answers


@dataclass(frozen=True)
class SaidAtSession(Event):
    by: Ref
    text: Digest
    sentence = _("It was talked about at a session.")


@dataclass(frozen=True)
class PromisedAtSession(Event):
    by: Ref
    due_on: date | None
    text: Digest
    sentence = _("Something was promised aloud at a session.")

    def measures(self) -> dict[str, int]:
        return {"promised": 1} if self.due_on else {}


@dataclass(frozen=True)
class TakenBackAtSession(Event):
    """What was counted of an answer (`answer` empty: there was none) or of a promise counts no more, on the day it was
    counted."""

    answer: Code
    minutes: int
    first: bool
    late: bool
    promises: int
    on: date
    role: Code = ""
    hops: int | None = None
    sentence = _("What had been written down at the session was corrected; it is open again.")

    def measures(self) -> dict[str, int]:
        taken: dict[str, int] = {"promised": -self.promises} if self.promises else {}
        if self.answer:
            taken[f"answer:{self.answer}"] = -1
        if self.answer and self.first:
            taken |= {"answered": -1, "answer_minutes": -self.minutes}
            taken |= {"answered_late": -1} if self.late else {}
        return taken

    def monthly(self) -> dict[str, int]:
        return first_answers(self.minutes, self.role, self.hops, -1) if self.answer and self.first else {}

    def counted_on(self) -> date | None:
        return self.on


@dataclass(frozen=True)
class SettledAtSession(Event):
    to: Ref
    text: Digest
    sentence = _("The council decided in session who does what.")


@dataclass(frozen=True)
class StruckAtSession(Event):
    """A decision of a session was struck out; promises with a day that it made count no more, on the day they did."""

    back: bool
    promises: int
    text: Digest
    on: date
    sentence = _("What a session had decided of it was struck out, and why.")

    def measures(self) -> dict[str, int]:
        return {"promised": -self.promises} if self.promises else {}

    def counted_on(self) -> date | None:
        return self.on
