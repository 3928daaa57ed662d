"""With what the next session of a place opens: the promises that are due, late, said to be kept, or have no day."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.timezone import localtime

from .models import AHEAD, Session, SessionRule, State, Undertaking

MOST = 30


@dataclass
class Opening:
    """Promises of earlier sessions, by how they stand on the day of this one; each list cut at `MOST`."""

    late: list[Undertaking] = field(default_factory=list)
    due: list[Undertaking] = field(default_factory=list)
    claimed: list[Undertaking] = field(default_factory=list)
    undated: list[Undertaking] = field(default_factory=list)

    @property
    def all(self) -> list[Undertaking]:
        return [*self.late, *self.due, *self.claimed, *self.undated]

    def __bool__(self) -> bool:
        return bool(self.all)


def opening_with(session: Session) -> Opening:
    """What was promised at earlier sessions of this place, or within it, and is not settled. Four bounded statements;
    nothing for a session that is over or does not take place."""
    if session.state not in (*AHEAD, State.UNDERWAY):
        return Opening()
    day = localtime(session.starts_at).date()
    soon_is = timedelta(days=SessionRule.objects.figure(session, "ask_days"))
    before = with_labels(Undertaking.objects.at(session.place_path)).filter(
        session__starts_at__lt=session.starts_at
    )
    still = before.filter(state=Undertaking.State.OPEN)
    soon = still.filter(due_on__gte=day, due_on__lte=day + soon_is, missed_on=None)
    return Opening(
        late=list(before.late(day).order_by("due_on", "id")[:MOST]),
        due=list(soon.order_by("due_on", "id")[:MOST]),
        claimed=list(before.filter(state=Undertaking.State.CLAIMED).order_by("due_on", "id")[:MOST]),
        undated=list(still.filter(due_on=None).order_by("id")[:MOST]),
    )


def with_labels(rows: Any) -> Any:
    """Promises with what a line of them shows."""
    return rows.select_related(
        "post__organisation", "post__place", "session__place", "opinion__sheet", "case"
    )
