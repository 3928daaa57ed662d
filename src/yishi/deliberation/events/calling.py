"""What happens to a session on the calendar, and as it begins and ends."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event, Ref

from ..models import Invitation
from .days import OnItsDay


@dataclass(frozen=True)
class Called(Event):
    session_kind: Code
    starts_at: datetime
    sentence = _("A session came into the calendar for %(starts_at)s.")

    def measures(self) -> dict[str, int]:
        return {"sessions_called": 1}


@dataclass(frozen=True)
class Changed(Event):
    """`what` names the fields."""

    what: Code
    sentence = _(
        "Something about the session was changed: who leads or writes, who hosts, where, or what about."
    )


@dataclass(frozen=True)
class Announced(Event):
    starts_at: datetime
    late: bool
    reason: Digest
    sentence = _("The session was announced.")


@dataclass(frozen=True)
class Moved(Event):
    was_at: datetime
    starts_at: datetime
    reason: Digest
    late: Digest = ""
    """Of why there are fewer days before it than its kind demands."""
    sentence = _("The session was moved from %(was_at)s to %(starts_at)s.")


@dataclass(frozen=True)
class OpinionsMoved(OnItsDay, Event):
    """What was said before a session was moved goes with it: taken off its former day, counted on its new one."""

    opinions: int
    of_day: date | None = None
    sentence = _("What was said before it was moved counts on its new day: %(opinions)s.")

    def measures(self) -> dict[str, int]:
        return {"opinions": self.opinions}


@dataclass(frozen=True)
class AgendaOpened(Event):
    sentence = _("The agenda is open again: the new day leaves time for it.")


@dataclass(frozen=True)
class Skipped(OnItsDay, Event):
    session_kind: Code
    reason: Digest
    of_day: date | None = None
    sentence = _("The session does not take place; the reason stands on its page.")

    def measures(self) -> dict[str, int]:
        return {"sessions_skipped": 1}


@dataclass(frozen=True)
class Missed(OnItsDay, Event):
    session_kind: Code
    of_day: date | None = None
    sentence = _("The day passed without the session.")

    def measures(self) -> dict[str, int]:
        return {"sessions_missed": 1}


@dataclass(frozen=True)
class MissedExplained(Event):
    reason: Digest
    sentence = _("Why the session did not take place was said afterwards.")


@dataclass(frozen=True)
class Begun(OnItsDay, Event):
    """`after_all`: the calendar had it as missed; it was held, and is written down later."""

    after_all: bool = False
    of_day: date | None = None
    sentence = _("The session began.")

    def measures(self) -> dict[str, int]:
        return {"sessions_missed": -1} if self.after_all else {}


@dataclass(frozen=True)
class Ended(OnItsDay, Event):
    session_kind: Code
    present: int
    opinions: int
    of_day: date | None = None
    sentence = _(
        "The session ended; %(present)s people had checked in, %(opinions)s opinions were written down."
    )

    def measures(self) -> dict[str, int]:
        return {"sessions_held": 1, f"sessions_held:{self.session_kind}": 1}


@dataclass(frozen=True)
class Invited(Event):
    post: Ref
    as_what: Code
    sentence = _("Somebody was asked to come: %(as_what)s.")

    def labels(self) -> dict[str, Any]:
        return {"as_what": Invitation.As(self.as_what).label}


@dataclass(frozen=True)
class Uninvited(Event):
    post: Ref
    sentence = _("An invitation was taken back.")


@dataclass(frozen=True)
class Replied(Event):
    post: Ref
    reply: Code
    sentence = _("Somebody who was invited replied: %(reply)s.")

    def labels(self) -> dict[str, Any]:
        return {"reply": Invitation.Reply(self.reply).label}
