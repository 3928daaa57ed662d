"""Stopping the clock of a case and letting it go on: what pausing, parking and putting together share."""

from datetime import datetime
from typing import Any

from yishi.insight.words import clean
from yishi.record import clock, new_salt

from .. import clocks
from ..models import Case, Extension, Pause


def stop(
    actor: Any, case: Case, reason: str, *, text: str = "", until_at: datetime | None = None
) -> tuple[Pause, dict[str, Any]]:
    """The clock of the case stands from now on, at most until a moment. Gives the span and the fields to be set on the
    case. A span that lasts ends: a clock stands for one reason at a time."""
    end(case)
    pause = Pause.objects.create(
        case=case,
        reason=reason,
        text=clean(text),
        salt=new_salt(),
        post=actor.post,
        at=clock.now(),
        until_at=until_at,
    )
    return pause, {"paused_at": pause.at, **clocks.recounted(case)}


def go_on(case: Case) -> tuple[Pause | None, dict[str, Any]]:
    """The clock of the case runs again, with what was left when it stopped. Gives the span that ended, or None, and the
    fields to be set on the case."""
    ended = end(case)
    return ended, {"paused_at": None, **clocks.recounted(case)}


def end(case: Case) -> Pause | None:
    """The span that lasts is over: now, or when it had to end by itself. Gives it, or None."""
    open_span = case.pauses.open().first() if case.pk else None
    if open_span:
        open_span.ended_at = min(clock.now(), open_span.until_at or clock.now())
        open_span.save(update_fields=["ended_at"])
    return open_span


def overtake_extensions(case: Case) -> None:
    """The case has moved on before anybody answered whether its desk gets longer."""
    Extension.objects.filter(case=case, decided_at=None, overtaken=False).update(overtaken=True)


def leave(case: Case) -> dict[str, Any]:
    """The desk is done with the case: no clock stands or is asked to be longer any more. The limit stays what it was
    when it was met. Gives the fields to be set on the case."""
    overtake_extensions(case)
    if case.paused_at is None:
        return {"warn_at": None}
    _ended, fields = go_on(case)
    return fields | {"warn_at": None}
