"""What happens to the time of a case, as the record keeps it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event, Ref


@dataclass(frozen=True)
class Paused(Event):
    reason: Code
    until_at: datetime
    text: Digest
    sentence = _("Its clock was stopped, until %(until_at)s at the latest.")

    def measures(self) -> dict[str, int]:
        return {"paused": 1, f"paused:{self.reason}": 1}


@dataclass(frozen=True)
class Resumed(Event):
    reason: Code
    minutes: int
    due_at: datetime
    sentence = _("Its clock goes on; to be answered by %(due_at)s.")

    def measures(self) -> dict[str, int]:
        return {"paused_minutes": self.minutes}


@dataclass(frozen=True)
class ExtensionAsked(Event):
    until_on: date
    judge: Ref
    text: Digest
    sentence = _("The desk asked for time until %(until_on)s.")

    def measures(self) -> dict[str, int]:
        return {"extension_asked": 1}


@dataclass(frozen=True)
class ExtensionGranted(Event):
    until_on: date
    due_at: datetime
    text: Digest
    sentence = _("More time was granted, until %(until_on)s.")

    def measures(self) -> dict[str, int]:
        return {"extension_granted": 1}


@dataclass(frozen=True)
class ExtensionRefused(Event):
    text: Digest
    sentence = _("More time was refused.")


@dataclass(frozen=True)
class UrgencySet(Event):
    was: Code
    now: Code
    due_at: datetime
    sentence = _("How urgent it is was changed; to be answered by %(due_at)s.")


@dataclass(frozen=True)
class Recategorised(Event):
    was: Code
    now: Code
    due_at: datetime
    sentence = _("It was put under another kind of matter; to be answered by %(due_at)s.")


@dataclass(frozen=True)
class Warned(Event):
    to: Ref
    due_at: datetime
    sentence = _("The desk was reminded that an answer is due by %(due_at)s.")


@dataclass(frozen=True)
class NotTakenInTime(Event):
    holder: Ref
    due_at: datetime
    sentence = _("It was not taken in time: by %(due_at)s.")


@dataclass(frozen=True)
class NotContactedInTime(Event):
    holder: Ref
    due_at: datetime
    sentence = _("Nobody got in touch with the resident in time: by %(due_at)s.")


@dataclass(frozen=True)
class NoProgressInTime(Event):
    holder: Ref
    due_at: datetime
    sentence = _("No progress was reported in time: by %(due_at)s.")


@dataclass(frozen=True)
class Escalated(Event):
    origin: int
    target: int
    was_due_at: datetime
    sentence = _("Its limit had passed, so it went to the next rung by itself.")

    def measures(self) -> dict[str, int]:
        return {"escalated": 1, "breached": 1}


@dataclass(frozen=True)
class Overdue(Event):
    position: int
    was_due_at: datetime
    sentence = _("Its limit has passed, and there is no higher rung.")

    def measures(self) -> dict[str, int]:
        return {"breached": 1}


@dataclass(frozen=True)
class CountedAnew(Event):
    was: datetime
    due_at: datetime
    provisional: bool
    sentence = _("Its limit was counted anew by the notice of days off: %(due_at)s.")
