"""A session from the calendar to its end."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event


@dataclass(frozen=True)
class Called(Event):
    session_kind: Code
    starts_at: datetime
    sentence = _("A session came into the calendar for %(starts_at)s.")

    def measures(self) -> dict[str, int]:
        return {"sessions_called": 1}


@dataclass(frozen=True)
class Announced(Event):
    starts_at: datetime
    late: bool
    reason: Digest
    sentence = _("The session was announced.")


@dataclass(frozen=True)
class Begun(Event):
    sentence = _("The session began.")


@dataclass(frozen=True)
class Ended(Event):
    session_kind: Code
    present: int
    opinions: int
    sentence = _(
        "The session ended; %(present)s people had checked in, %(opinions)s opinions were written down."
    )

    def measures(self) -> dict[str, int]:
        return {"sessions_held": 1, f"sessions_held:{self.session_kind}": 1}
