"""How answers are judged, as the record keeps it, and how that is counted.

A judged answer is one *cell* of three letters: contacted (y, n, x: not asked), solved (y, n, r: said solved, later
reopened by neighbours) and satisfaction (s, m, u, x: not asked). The measure `judged:yys` counts such answers; the same
with `:r:steward`, `:o:17` and `:c:shared` counts them by role, organisation and kind of matter. So a judged answer is
four indicators at each level of the tree, and the rates of any place and period are sums of a fixed number of rows.

What takes an answer out of its cell again is counted on the day of that answer (`counted_on`), so that a numerator is
never larger than its denominator: a month's figures change when something of that month is reopened or left out.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event, Ref

CONTACTED = {True: "y", False: "n", None: "x"}
SATISFIED = {"satisfied": "s", "mostly": "m", "unsatisfied": "u", "": "x"}
REOPENED = "r"
RATES = ("judged", "excluded:")
"""The measures of the rates. They count what is kept from the public, too, from the community up
(`actions.asking.counted_at`): residents' word weighs most where somebody is complained about."""


def cell_of(contacted: bool | None, solved: bool, satisfaction: str) -> str:
    """The cell an answer to the three questions is counted in."""
    return CONTACTED[contacted] + ("y" if solved else "n") + SATISFIED[satisfaction]


def reopened(cell: str) -> str:
    """The cell an answer moves to when neighbours had the case reopened."""
    return cell[0] + REOPENED + cell[2]


def measures_of(cell: str, role: str, organisation: str, category: str, amount: int = 1) -> dict[str, int]:
    """The measures in which a judged answer is counted. What is not known is not counted by."""
    by = {"r": role, "o": organisation.rpartition(":")[2], "c": category}
    return {
        f"judged:{cell}": amount,
        **{f"judged:{cell}:{letter}:{value}": amount for letter, value in by.items() if value},
    }


@dataclass(frozen=True)
class CallBackTried(Event):
    outcome: Code
    attempt: int
    sentence = _("The resident was rung up to be asked, attempt %(attempt)s.")

    def measures(self) -> dict[str, int]:
        return {"call_back_attempts": 1}


@dataclass(frozen=True)
class CallBackEnded(Event):
    ending: Code
    attempts: int
    sentence = _("Asking by telephone ended after %(attempts)s attempts.")

    def measures(self) -> dict[str, int]:
        return {f"call_back:{self.ending}": 1}


@dataclass(frozen=True)
class Doubted(Event):
    households: int
    second_look: bool
    text: Digest
    sentence = _("Somebody who lives there says it is not solved.")

    def measures(self) -> dict[str, int]:
        return {"doubted": 1}


@dataclass(frozen=True)
class Reopened(Event):
    """`cell` is empty where the resident had not said that it is solved."""

    households: int
    cell: Code
    role: Code
    organisation: Ref
    category: Code
    judged_on: date | None
    sentence = _("%(households)s households say it is not solved; it was reopened on the next rung.")
    told_of_withheld = RATES

    def measures(self) -> dict[str, int]:
        if not self.cell:
            return {"reopened": 1}
        by = (self.role, self.organisation, self.category)
        return {"reopened": 1} | measures_of(self.cell, *by, -1) | measures_of(reopened(self.cell), *by)

    def counted_on(self) -> date | None:
        return self.judged_on


@dataclass(frozen=True)
class ExclusionProposed(Event):
    reason: Code
    text: Digest
    sentence = _("It was proposed to leave an answer out of the rates.")


@dataclass(frozen=True)
class ExclusionRefused(Event):
    sentence = _("The answer stays in the rates.")


@dataclass(frozen=True)
class Excluded(Event):
    reason: Code
    cell: Code
    role: Code
    organisation: Ref
    category: Code
    judged_on: date
    sentence = _("Two people left an answer out of the rates, for a reason that is published.")
    told_of_withheld = RATES

    def measures(self) -> dict[str, int]:
        left_out = measures_of(self.cell, self.role, self.organisation, self.category, -1)
        return left_out | {f"excluded:{self.reason}": 1}

    def counted_on(self) -> date | None:
        return self.judged_on


@dataclass(frozen=True)
class VolunteerOffered(Event):
    sentence = _("Somebody offered to take second looks.")


@dataclass(frozen=True)
class VolunteerEnded(Event):
    sentence = _("Somebody no longer takes second looks.")


@dataclass(frozen=True)
class LookAsked(Event):
    turn: int
    due_at: date
    sentence = _("A volunteer of another building was asked to take a second look.")

    def measures(self) -> dict[str, int]:
        return {"looks_asked": 1}


@dataclass(frozen=True)
class Looked(Event):
    verdict: Code
    text: Digest
    sentence = _("A volunteer of another building took a second look.")

    def measures(self) -> dict[str, int]:
        return {f"look:{self.verdict}": 1}


@dataclass(frozen=True)
class LookPassed(Event):
    why: Code
    sentence = _("The second look passed on to somebody else.")


@dataclass(frozen=True)
class RateRuleSet(Event):
    minimum: int
    sentence = _("The rule for call-backs and rates was set.")
