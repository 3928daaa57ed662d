"""What keeps a case moving, as the record keeps it: parking and return, nudges, supervision, whistles."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event, Ref


@dataclass(frozen=True)
class ParkingProposed(Event):
    reason: Code
    revisit_on: date
    households: int | None
    judge: Ref
    text: Digest
    sentence = _("The desk proposed to park it until %(revisit_on)s; the rung above decides.")


@dataclass(frozen=True)
class Parked(Event):
    reason: Code
    revisit_on: date
    households: int | None
    voices: int
    text: Digest
    sentence = _("It was parked until %(revisit_on)s, with %(voices)s households behind it.")

    def measures(self) -> dict[str, int]:
        return {"parked": 1}


@dataclass(frozen=True)
class ParkingRefused(Event):
    text: Digest
    sentence = _("It may not be parked: the work goes on.")


@dataclass(frozen=True)
class ParkingObjected(Event):
    text: Digest
    sentence = _("A resident objected to the parking.")


@dataclass(frozen=True)
class ObjectionRuled(Event):
    upheld: bool
    text: Digest
    sentence = _("The objection to the parking was decided.")


@dataclass(frozen=True)
class Unparked(Event):
    why: Code
    voices_then: int
    voices_now: int
    sentence = _("It came back: parked with %(voices_then)s households, returned with %(voices_now)s.")

    def measures(self) -> dict[str, int]:
        return {"unparked": 1, f"unparked:{self.why}": 1}


@dataclass(frozen=True)
class Nudged(Event):
    resident: bool
    times: int
    text: Digest
    sentence = _("The desk was nudged, for the %(times)s. time.")

    def measures(self) -> dict[str, int]:
        return {"nudged": 1}


@dataclass(frozen=True)
class Supervised(Event):
    grade: Code
    reason: Code
    whom: Ref
    due_on: date
    text: Digest
    sentence = _("It came under supervision; a report is due by %(due_on)s.")

    def measures(self) -> dict[str, int]:
        return {"supervised": 1, f"supervised:{self.grade}": 1}


@dataclass(frozen=True)
class SupervisionReported(Event):
    text: Digest
    in_time: bool
    sentence = _("The desk reported to its supervisor.")


@dataclass(frozen=True)
class SupervisionEnded(Event):
    grade: Code
    text: Digest
    sentence = _("The supervision was ended.")


@dataclass(frozen=True)
class Whistled(Event):
    asked: Ref
    appear_by: datetime
    text: Digest
    sentence = _("A unit was whistled for: on site by %(appear_by)s.")

    def measures(self) -> dict[str, int]:
        return {"whistled": 1}


@dataclass(frozen=True)
class Appeared(Event):
    asked: Ref
    late_minutes: int
    by_caller: bool
    sentence = _("The unit whistled for was on site.")

    def measures(self) -> dict[str, int]:
        return {"appeared": 1} | ({"appeared_late": 1} if self.late_minutes else {})


@dataclass(frozen=True)
class SummonsMissed(Event):
    asked: Ref
    sentence = _("The unit whistled for did not come in time.")

    def measures(self) -> dict[str, int]:
        return {"summons_missed": 1}
