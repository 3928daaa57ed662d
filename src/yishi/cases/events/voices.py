"""Neighbours who say so too, and cases put together: how many and which, never who."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event, Ref

from .judging import RATES, cell_of, measures_of


@dataclass(frozen=True)
class Joined(Event):
    voices: int
    verified: bool
    how: Code
    sentence = _("A household said so too; they are %(voices)s now.")

    def measures(self) -> dict[str, int]:
        return {"joined": 1}


@dataclass(frozen=True)
class Left(Event):
    voices: int
    sentence = _("A household withdrew its voice; they are %(voices)s now.")


@dataclass(frozen=True)
class SteppedBack(Event):
    voices: int
    sentence = _("Whoever raised it no longer asks for it; it goes on for %(voices)s households that joined.")


@dataclass(frozen=True)
class Merged(Event):
    into: Ref
    sentence = _("It was put together with another that says the same.")

    def measures(self) -> dict[str, int]:
        return {"merged": 1}


@dataclass(frozen=True)
class MergedIn(Event):
    merged: Ref
    voices: int
    sentence = _("Another that says the same was put together with it; households are %(voices)s now.")


@dataclass(frozen=True)
class Split(Event):
    main: Ref
    sentence = _("It was taken out again and goes its own way.")


@dataclass(frozen=True)
class SplitOff(Event):
    split: Ref
    voices: int
    sentence = _("Another one was taken out again; households are %(voices)s now.")


@dataclass(frozen=True)
class Settled(Event):
    """Counted as a judgement of the answer given to the main one: solved, and nothing else was asked."""

    main: Ref
    role: Code = ""
    organisation: Ref = ""
    category: Code = ""
    counted: bool = True
    sentence = _("Its own resident said it is solved.")
    told_of_withheld = RATES

    def measures(self) -> dict[str, int]:
        if not self.role:
            return {}
        if not self.counted:
            return {"judged_anonymous": 1}
        return measures_of(cell_of(None, True, ""), self.role, self.organisation, self.category)
