"""What happens to a case, as the record keeps it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event, Ref

from .judging import RATES, cell_of, measures_of

ANSWERED_IN = "answered_in"
"""How often the first answer took so many tenths of a day, by month."""
TENTH_OF_A_DAY = 144
"""Minutes."""
LONGEST = 9999
SAID_BY, SOLVED_OF, ANSWERED_BY, HOPS = "said_by", "solved_of", "answered_by", "hops"
"""By month: how often something was said by a channel, solved of a kind of matter (first level), answered first by a
role, and how many desks after the first it had gone through until then."""
MOST_HOPS = 20


def first_answers(minutes: int, role: str, hops: int | None, amount: int = 1) -> dict[str, int]:
    """What a first answer is counted in, by month; what is not known of it is not counted by."""
    counted = {f"{ANSWERED_IN}:{min(round(minutes / TENTH_OF_A_DAY), LONGEST)}": amount}
    if role:
        counted[f"{ANSWERED_BY}:{role}"] = amount
    if hops is not None:
        counted[f"{HOPS}:{min(hops, MOST_HOPS)}"] = amount
    return counted


@dataclass(frozen=True)
class Reported(Event):
    category: Code
    channel: Code
    visibility: Code
    words: Digest
    sentence = _("A resident raised the matter.")

    def measures(self) -> dict[str, int]:
        return {"reported": 1, f"reported:{self.category}": 1}

    def monthly(self) -> dict[str, int]:
        return {f"{SAID_BY}:{self.channel}": 1}


@dataclass(frozen=True)
class Dispatched(Event):
    to: Ref
    position: int
    due_at: datetime
    why: Code
    sentence = _("It reached a desk, to be answered by %(due_at)s.")


@dataclass(frozen=True)
class Taken(Event):
    minutes: int
    sentence = _("It was taken.")

    def measures(self) -> dict[str, int]:
        return {"taken": 1}


@dataclass(frozen=True)
class Noted(Event):
    public: bool
    text: Digest
    sentence = _("A note was written.")


@dataclass(frozen=True)
class Called(Event):
    outcome: Code
    text: Digest
    sentence = _("The resident was telephoned.")


@dataclass(frozen=True)
class PhotoAdded(Event):
    stage: Code
    picture: Digest
    sentence = _("A photo was added.")


@dataclass(frozen=True)
class Promised(Event):
    due_on: date
    text: Digest
    sentence = _("Something was promised for %(due_on)s.")

    def measures(self) -> dict[str, int]:
        return {"promised": 1}


@dataclass(frozen=True)
class HandedUp(Event):
    origin: int
    target: int
    reason: Digest
    sentence = _("It was handed up the ladder.")

    def measures(self) -> dict[str, int]:
        return {"handed_up": 1}


@dataclass(frozen=True)
class SentBack(Event):
    times: int
    proposed: Ref
    reason: Digest
    sentence = _("The desk said it is not theirs and proposed another.")

    def measures(self) -> dict[str, int]:
        return {"sent_back": 1}


@dataclass(frozen=True)
class Ruled(Event):
    to: Ref
    reason: Digest
    sentence = _("The community committee ruled whose it is.")


@dataclass(frozen=True)
class PartAsked(Event):
    asked: Ref
    lead: bool
    text: Digest
    sentence = _("A unit was called in.")


@dataclass(frozen=True)
class PartAnswered(Event):
    asked: Ref
    reply: Digest
    sentence = _("The unit called in gave its reply.")


@dataclass(frozen=True)
class Answered(Event):
    answer: Code
    position: int
    minutes: int
    first: bool
    text: Digest
    late: bool = False
    role: Code = ""
    hops: int | None = None
    sentence = _("An answer was given.")

    def measures(self) -> dict[str, int]:
        first = {"answered": 1, "answer_minutes": self.minutes} if self.first else {}
        late = {"answered_late": 1} if self.first and self.late else {}
        return {**first, **late, f"answer:{self.answer}": 1}

    def monthly(self) -> dict[str, int]:
        return first_answers(self.minutes, self.role, self.hops) if self.first else {}


@dataclass(frozen=True)
class Judged(Event):
    """What the resident said to an answer. The role and organisation are of whoever gave the answer; `counted` is false
    for a report without a name, which is rung up by nobody and so stays out of the rates."""

    contacted: bool | None
    satisfaction: Code
    channel: Code
    text: Digest
    role: Code = ""
    organisation: Ref = ""
    category: Code = ""
    counted: bool = True
    sentence = _("The resident judged the answer.")
    told_of_withheld = RATES

    def judged(self, solved: bool) -> dict[str, int]:
        """The measures of the rates."""
        if not self.counted:
            return {"judged_anonymous": 1}
        cell = cell_of(self.contacted, solved, self.satisfaction)
        return measures_of(cell, self.role, self.organisation, self.category)


@dataclass(frozen=True)
class Confirmed(Judged):
    sentence = _("The resident said it is solved.")

    def measures(self) -> dict[str, int]:
        satisfied = {f"satisfaction:{self.satisfaction}": 1} if self.satisfaction else {}
        return {"confirmed": 1} | satisfied | self.judged(solved=True)

    def monthly(self) -> dict[str, int]:
        return {f"{SOLVED_OF}:{self.category}": 1} if self.category else {}


@dataclass(frozen=True)
class Contested(Judged):
    sentence = _("The resident said it is not solved.")

    def measures(self) -> dict[str, int]:
        return {"contested": 1} | self.judged(solved=False)


@dataclass(frozen=True)
class Lapsed(Event):
    days: int
    sentence = _("The resident did not reply within %(days)s days; it ended in silence.")

    def measures(self) -> dict[str, int]:
        return {"lapsed": 1}


@dataclass(frozen=True)
class Declined(Event):
    ground: Code
    text: Digest
    sentence = _("It was declined, with the right door named.")

    def measures(self) -> dict[str, int]:
        return {"declined": 1}


@dataclass(frozen=True)
class Withdrawn(Event):
    sentence = _("The resident withdrew it.")

    def measures(self) -> dict[str, int]:
        return {"withdrawn": 1}


@dataclass(frozen=True)
class Reworded(Event):
    words: Digest
    sentence = _("The public wording was changed to protect somebody.")


@dataclass(frozen=True)
class LadderSet(Event):
    rungs: int
    lapse_days: int
    sentence = _("The ladder was set.")


@dataclass(frozen=True)
class CategorySet(Event):
    code: Code
    sentence = _("The category %(code)s was entered.")
