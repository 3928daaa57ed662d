"""What becomes of the minutes: compiled, corrected, sealed, posted, objected to. All of it is about the session."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Digest, Event, Ref


@dataclass(frozen=True)
class MinutesDrafted(Event):
    minutes: Digest
    corrections_until: datetime
    sentence = _(
        "The draft of the minutes was laid open; corrections could be proposed until %(corrections_until)s."
    )


@dataclass(frozen=True)
class CorrectionProposed(Event):
    correction: Ref
    text: Digest
    sentence = _("Somebody who was there proposed a correction of the draft.")


@dataclass(frozen=True)
class CorrectionDecided(Event):
    correction: Ref
    accepted: bool
    reason: Digest
    sentence = _("A proposed correction was decided.")


@dataclass(frozen=True)
class MinutesSealed(Event):
    minutes: Digest
    opinions: int
    corrections: int
    sentence = _(
        "The minutes were sealed, with %(opinions)s opinions and %(corrections)s corrections of the draft."
    )

    def measures(self) -> dict[str, int]:
        return {"minutes_sealed": 1}


@dataclass(frozen=True)
class SealedCorrected(Event):
    number: int
    text: Digest
    late_line: bool
    sentence = _("Correction no. %(number)s was added to the sealed minutes.")


@dataclass(frozen=True)
class MinutesPosted(Event):
    posting: Ref
    posted_on: date
    until_on: date
    picture: Digest
    sentence = _("The minutes hang on a board from %(posted_on)s until %(until_on)s, as a photo shows.")

    def measures(self) -> dict[str, int]:
        return {"minutes_posted": 1}


@dataclass(frozen=True)
class ObjectedTo(Event):
    objection: Ref
    text: Digest
    due_at: datetime
    sentence = _("A resident objected; an answer is due by %(due_at)s.")

    def measures(self) -> dict[str, int]:
        return {"objections": 1}


@dataclass(frozen=True)
class ObjectionAnswered(Event):
    objection: Ref
    upheld: bool
    answer: Digest
    in_time: bool
    sentence = _("An objection was answered.")

    def measures(self) -> dict[str, int]:
        late = {} if self.in_time else {"objections_answered_late": 1}
        return {"objections_answered": 1, **({"objections_upheld": 1} if self.upheld else {}), **late}


@dataclass(frozen=True)
class ObjectionOverdue(Event):
    objection: Ref
    due_at: datetime
    sentence = _("An objection was not answered by %(due_at)s.")

    def measures(self) -> dict[str, int]:
        return {"objections_overdue": 1}


@dataclass(frozen=True)
class ObjectionRaised(Event):
    objection: Ref
    days: int
    sentence = _("An objection still had no answer after %(days)s days more; the level above was told.")


@dataclass(frozen=True)
class ClosingReminded(Event):
    days: int
    sentence = _("The minutes were not closed after %(days)s days; the host was reminded.")


@dataclass(frozen=True)
class ClosingRaised(Event):
    days: int
    sentence = _("The minutes were not closed after %(days)s days; the level above was told.")

    def measures(self) -> dict[str, int]:
        return {"minutes_not_closed": 1}


@dataclass(frozen=True)
class PostingReminded(Event):
    days: int
    sentence = _("The minutes hung on no board %(days)s days after the seal; the host was reminded.")


@dataclass(frozen=True)
class PostingRaised(Event):
    days: int
    sentence = _("The minutes hung on no board %(days)s days after the seal; the level above was told.")

    def measures(self) -> dict[str, int]:
        return {"minutes_not_posted": 1}
