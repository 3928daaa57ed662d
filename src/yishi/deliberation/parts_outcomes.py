"""What the page of a session shows of votes, decisions and promises. `of` gives it for `parts/motions.html` and
`parts/undertakings.html`; every query is bounded."""

from typing import Any

from .models import Decision, Session, Undertaking
from .opening import opening_with, with_labels

SHOWN = 60


def of(session: Session, actor: Any) -> dict[str, Any]:
    """Under `votes` and `promises`."""
    return {"votes": votes(session, actor), "promises": promises(session, actor)}


def votes(session: Session, actor: Any) -> dict[str, Any]:
    """The motions, with the rule and the arithmetic, and what was decided of cases."""
    motions = session.motions.filter(dropped_at=None).select_related("item", "tally")
    decisions = Decision.objects.filter(item__session=session).select_related("item", "case", "motion")
    return {
        "motions": list(motions.order_by("position")[:SHOWN]),
        "decisions": list(decisions.order_by("id")[:SHOWN]),
        "writes": session.is_written_by(actor) and session.admits("put_motion"),
    }


def promises(session: Session, actor: Any) -> dict[str, Any]:
    """What was promised here, and what this session opens with."""
    rows = with_labels(Undertaking.objects.told().filter(session=session)).order_by("at", "id")
    given = list(rows[:SHOWN])
    return {
        "opening": opening_with(session),
        "given": given,
        "not_on_opinions": sum(each.opinion_id is None and each.state != each.State.STRUCK for each in given),
        "writes": session.is_written_by(actor) and session.admits("undertake"),
    }
