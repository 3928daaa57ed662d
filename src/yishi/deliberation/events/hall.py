"""What happens in the hall: who came, what was said, what stood on the wall."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.record.events import Code, Digest, Event, Ref

from ..models import Attendance, HiddenFor, Invitation, LookedFor
from .days import OnItsDay

_COUNTED = (Invitation.As.DEPARTMENT, Invitation.As.HOLDER, Invitation.As.PRESENTER)
"""Those whose coming and staying away is counted; a council counts its own members."""
_MEASURES = {
    Invitation.Came.CAME: ("departments_came",),
    Invitation.Came.DEPUTY: ("departments_came", "departments_deputy"),
    Invitation.Came.ABSENT: ("departments_absent",),
    Invitation.Came.UNNOTED: ("departments_unnoted",),
}


@dataclass(frozen=True)
class CheckedIn(Event):
    role: Code
    how: Code
    sentence = _("Somebody checked in: %(role)s, %(how)s.")

    def labels(self) -> dict[str, Any]:
        return {"role": Attendance.Role(self.role).label, "how": Attendance.How(self.how).label}


@dataclass(frozen=True)
class AttendanceWritten(Event):
    people: int
    how: Code
    sentence = _("%(people)s people who came were written down, %(how)s.")

    def labels(self) -> dict[str, Any]:
        return {"how": Attendance.How(self.how).label}


@dataclass(frozen=True)
class AttendanceStruck(Event):
    attendance: Ref
    reason: Code
    sentence = _("A line of the list of those who came was struck out: %(reason)s.")

    def labels(self) -> dict[str, Any]:
        return {"reason": Attendance.Struck(self.reason).label}


@dataclass(frozen=True)
class NamesLookedAt(Event):
    reason: Code
    sentence = _("The names of those who came were looked at, after the seal: %(reason)s.")

    def labels(self) -> dict[str, Any]:
        return {"reason": LookedFor(self.reason).label}


@dataclass(frozen=True)
class EntitledSet(Event):
    entitled: int | None
    sentence = _("How many may vote was set: %(entitled)s.")

    def labels(self) -> dict[str, Any]:
        return {"entitled": self.entitled if self.entitled else _("whoever is there")}


@dataclass(frozen=True)
class RollCalled(OnItsDay, Event):
    """`before` is what the roll-call had said of the post, where this puts it right."""

    post: Ref
    as_what: Code
    came: Code
    before: Code
    of_day: date | None = None
    sentence = _("Roll-call of one that was invited: %(came)s.")

    def measures(self) -> dict[str, int]:
        sums: dict[str, int] = {}
        if self.as_what in _COUNTED:
            for said, amount in ((self.before, -1), (self.came, 1)):
                for measure in _MEASURES[Invitation.Came(said)] if said else ():
                    sums[measure] = sums.get(measure, 0) + amount
        return {measure: amount for measure, amount in sums.items() if amount}

    def monthly(self) -> dict[str, int]:
        """The roll-call of each post over the months: `roll_came:17`."""
        if self.as_what not in _COUNTED or self.before == self.came:
            return {}
        post = self.post.partition(":")[2]
        return {f"roll_{said}:{post}": amount for said, amount in ((self.before, -1), (self.came, 1)) if said}

    def labels(self) -> dict[str, Any]:
        return {"came": Invitation.Came(self.came).label}


@dataclass(frozen=True)
class SheetOpened(Event):
    letter: Code
    sheet_kind: Code
    sentence = _("Sheet %(letter)s was opened.")


@dataclass(frozen=True)
class TakenDown(OnItsDay, Event):
    label: Code
    words: Digest
    late: bool
    of_day: date | None = None
    sentence = _("What somebody said was written down as %(label)s.")

    def measures(self) -> dict[str, int]:
        return {"opinions": 1}


@dataclass(frozen=True)
class PutRight(Event):
    """`what` names the fields: words, said_by, place."""

    what: Code
    was: Digest
    words: Digest
    sentence = _("A line that was written down was put right.")


@dataclass(frozen=True)
class Photographed(Event):
    picture: Digest
    sentence = _("A photo was taken of it.")


@dataclass(frozen=True)
class WallOpened(Event):
    sentence = _("The question wall was opened.")


@dataclass(frozen=True)
class WallClosed(Event):
    questions: int
    supports: int
    sentence = _(
        "The question wall was closed: %(questions)s questions, behind which people stood %(supports)s times."
    )


@dataclass(frozen=True)
class Asked(OnItsDay, Event):
    label: Code
    words: Digest
    of_day: date | None = None
    sentence = _("A question was put on the wall as %(label)s.")

    def measures(self) -> dict[str, int]:
        return {"opinions": 1}


@dataclass(frozen=True)
class OpinionShown(Event):
    words: Digest
    by: Code
    sentence = _("Its words are shown to everybody.")


@dataclass(frozen=True)
class OpinionHidden(OnItsDay, Event):
    """It is not counted any more; nor was it where `of_day` is not known."""

    reason: Code
    of_day: date | None = None
    sentence = pgettext_lazy("of an opinion", "It is not shown: %(reason)s.")

    def measures(self) -> dict[str, int]:
        return {"opinions": -1} if self.of_day else {}

    def labels(self) -> dict[str, Any]:
        return {"reason": HiddenFor(self.reason).label}


@dataclass(frozen=True)
class OpinionBack(OnItsDay, Event):
    of_day: date | None = None
    sentence = pgettext_lazy("of an opinion", "It is shown again.")

    def measures(self) -> dict[str, int]:
        return {"opinions": 1} if self.of_day else {}


@dataclass(frozen=True)
class OpinionMarked(Event):
    marked: bool
    live: bool
    sentence = _("The moderator put it forward or back.")
