"""What happens where a case needs somebody who can do something."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event


@dataclass(frozen=True)
class NeedSet(Event):
    skills: Code
    sentence = _("The desk said what would help.")


@dataclass(frozen=True)
class HelperAsked(Event):
    skill: Code
    text: Digest
    sentence = _("Somebody who offered to help was asked.")

    def measures(self) -> dict[str, int]:
        return {"helpers_asked": 1}


@dataclass(frozen=True)
class HelperAnswered(Event):
    skill: Code
    comes: bool
    sentence = _("Whoever was asked to help gave an answer.")


@dataclass(frozen=True)
class HelperCame(Event):
    skill: Code
    sentence = _("Somebody who offered to help came.")

    def measures(self) -> dict[str, int]:
        return {"helpers_came": 1}


@dataclass(frozen=True)
class HelpingSkillsSet(Event):
    skills: Code
    sentence = _("It was set which skills help with a kind of matter.")
