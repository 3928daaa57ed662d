"""What comes of what is said, as the record keeps it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event, Ref

from ..models import Decision, Response


@dataclass(frozen=True)
class RaisedAtSession(Event):
    """About a case: it was said at a session, under a number read out there."""

    session: Ref
    label: Code
    sentence = _("It was said at a session, under the number %(label)s.")


@dataclass(frozen=True)
class Responded(Event):
    by: Ref
    response: Code
    text: Digest
    sentence = _("What was said to an opinion was written down: %(response)s.")

    def measures(self) -> dict[str, int]:
        return {f"response:{self.response}": 1}

    def labels(self) -> dict[str, Any]:
        return {"response": Response.Kind(self.response).label}


@dataclass(frozen=True)
class ResponseCorrected(Event):
    """The old words stay in the record by their digest; what was counted is counted again, on the day it was."""

    by: Ref
    was: Code
    response: Code
    old: Digest
    text: Digest
    on: date
    sentence = _("What was said to an opinion was corrected: %(was)s became %(response)s.")

    def measures(self) -> dict[str, int]:
        if self.was == self.response:
            return {}
        return {f"response:{self.was}": -1, f"response:{self.response}": 1}

    def counted_on(self) -> date | None:
        return self.on

    def labels(self) -> dict[str, Any]:
        return {
            "was": Response.Kind(self.was).label,
            "response": Response.Kind(self.response).label,
        }


@dataclass(frozen=True)
class Undertaken(Event):
    by: Ref
    due_on: date | None
    text: Digest
    instead_of: Ref = ""
    sentence = _("Something was promised at a session.")

    def measures(self) -> dict[str, int]:
        return {"undertaken": 1} | ({} if self.due_on else {"undertaken_undated": 1})


@dataclass(frozen=True)
class UndertakingStruck(Event):
    text: Digest
    undated: bool
    on: date
    sentence = _("A promise that had been written down wrongly was struck out.")

    def measures(self) -> dict[str, int]:
        return {"undertaken": -1} | ({"undertaken_undated": -1} if self.undated else {})

    def counted_on(self) -> date | None:
        return self.on


@dataclass(frozen=True)
class UndertakingClaimed(Event):
    evidence: Digest
    picture: Digest
    sentence = _("It was said that the promise is kept.")


@dataclass(frozen=True)
class UndertakingKept(Event):
    confirmed: Code
    late: bool
    sentence = _("The promise counts as kept.")

    def measures(self) -> dict[str, int]:
        return {"undertaking_kept": 1} | ({"undertaking_kept_late": 1} if self.late else {})


@dataclass(frozen=True)
class UndertakingDenied(Event):
    text: Digest
    sentence = _("It was said that the promise is not kept; it is open again.")


@dataclass(frozen=True)
class UndertakingBroken(Event):
    reason: Digest
    sentence = _("It was said that the promise will not be kept, and why.")

    def measures(self) -> dict[str, int]:
        return {"undertaking_broken": 1}


@dataclass(frozen=True)
class UndertakingExtended(Event):
    due_on: date | None
    reason: Digest
    sentence = _("The promise was put off: a new one stands in its place.")

    def measures(self) -> dict[str, int]:
        return {"undertaking_extended": 1}


@dataclass(frozen=True)
class UndertakingWarned(Event):
    due_on: date
    sentence = _("Whoever promised was reminded: it is due on %(due_on)s.")


@dataclass(frozen=True)
class UndertakingLate(Event):
    due_on: date
    sentence = _("The promise was due on %(due_on)s, and that day is over.")

    def measures(self) -> dict[str, int]:
        return {"undertaking_late": 1}


@dataclass(frozen=True)
class MotionPut(Event):
    number: int
    tally: Code
    text: Digest
    sentence = _("A motion was put: number %(number)s.")

    def measures(self) -> dict[str, int]:
        return {"motions_put": 1}


@dataclass(frozen=True)
class MotionDropped(Event):
    """Where hands had been counted already, that counts no more."""

    number: int
    carried: bool
    sentence = _("Motion number %(number)s was withdrawn.")

    def measures(self) -> dict[str, int]:
        return {"motions_put": -1} | ({"motions_carried": -1} if self.carried else {})


@dataclass(frozen=True)
class HandsCounted(Event):
    number: int
    tally: Code
    yes: int
    no: int
    abstained: int
    present: int
    entitled: int | None
    carried: bool
    sentence = _(
        "Hands were counted on motion number %(number)s: %(yes)s for, %(no)s against, %(abstained)s abstaining, "
        "%(present)s present."
    )

    def measures(self) -> dict[str, int]:
        return {"motions_carried": 1} if self.carried else {"motions_lost": 1}


@dataclass(frozen=True)
class Decided(Event):
    """About a case: what a session decided of it."""

    session: Ref
    item: Ref
    decision: Code
    text: Digest
    sentence = _("A session decided: %(decision)s.")

    def measures(self) -> dict[str, int]:
        return {"decisions": 1, f"decision:{self.decision}": 1}

    def labels(self) -> dict[str, Any]:
        return {"decision": Decision.Kind(self.decision).label}


@dataclass(frozen=True)
class TopicBecameMatter(Event):
    """About a case: what stood on an agenda without a matter."""

    session: Ref
    item: Ref
    sentence = _("A session decided of a topic on its agenda, and so it became a matter.")


@dataclass(frozen=True)
class DecisionStruck(Event):
    """About a case: what a session had decided of it was written down wrongly, and counts no more."""

    session: Ref
    item: Ref
    decision: Code
    left: Code
    text: Digest
    reason: Digest
    on: date
    sentence = _("A decision of a session was struck out: %(decision)s.")

    def measures(self) -> dict[str, int]:
        return {"decisions": -1, f"decision:{self.decision}": -1}

    def counted_on(self) -> date | None:
        return self.on

    def labels(self) -> dict[str, Any]:
        return {"decision": Decision.Kind(self.decision).label}


@dataclass(frozen=True)
class MatterSolved(Event):
    """About a case that sessions dealt with."""

    sentence = _("What a session dealt with is solved, by the resident's word.")

    def measures(self) -> dict[str, int]:
        return {"matters_solved": 1}


@dataclass(frozen=True)
class MatterReopened(Event):
    on: date
    sentence = _("What a session dealt with is open again; it counts as solved no more.")

    def measures(self) -> dict[str, int]:
        return {"matters_solved": -1}

    def counted_on(self) -> date | None:
        return self.on
