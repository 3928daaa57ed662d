"""Series, and the calendar made from them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event

from ..models import SeriesException


@dataclass(frozen=True)
class SeriesStarted(Event):
    session_kind: Code
    level: Code
    from_on: date
    sentence = _("A series of sessions was begun.")


@dataclass(frozen=True)
class SeriesChanged(Event):
    what: Code
    sessions: int
    left_out: int
    sentence = _("A series was changed, and with it %(sessions)s sessions that were to come.")


@dataclass(frozen=True)
class SeriesPublished(Event):
    until: date
    sessions: int
    places: int
    sentence = _(
        "The calendar of a series was published: %(sessions)s sessions at %(places)s places, up to %(until)s."
    )


@dataclass(frozen=True)
class SeriesEnded(Event):
    on: date
    sessions: int
    reason: Digest
    sentence = _("A series was ended; %(sessions)s sessions that were to come do not take place.")


@dataclass(frozen=True)
class SeriesExcepted(Event):
    on: date
    what: Code
    sessions: int
    reason: Digest
    sentence = _("On one day a series is otherwise than its rule says: %(what)s.")

    def labels(self) -> dict[str, Any]:
        return {"what": SeriesException.What(self.what).label}
