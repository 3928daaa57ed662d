"""What the clock does after sessions: reminds of minutes that are not closed, and flags objections that are overdue."""

from datetime import timedelta

from django.db.models import Min

from yishi.network.actors import CLOCK
from yishi.record import clock, troubles

from . import actions
from .models import Objection, Session, SessionRule, State

OPEN = (State.HELD, State.DRAFTED)


def remind_unclosed() -> int:
    """Remind hosts whose minutes are not closed after the days of their rule, once each. Gives how many."""
    waiting = _open_since("remind_days").filter(minutes__reminded_at=None)
    return troubles.each(
        f"{__name__}.remind_unclosed", waiting, lambda one: actions.remind_to_close(CLOCK, one)
    )


def raise_unclosed() -> int:
    """Tell the level above of those that are not closed although the host was reminded, once each. Gives how many."""
    waiting = _open_since("raise_days").filter(minutes__reminded_at__isnull=False, minutes__raised_at=None)
    return troubles.each(
        f"{__name__}.raise_unclosed", waiting, lambda one: actions.raise_unclosed(CLOCK, one)
    )


def _open_since(days: str):
    """Sessions whose minutes have waited for the fewest days that any rule gives; the action asks its own rule."""
    fewest = SessionRule.objects.aggregate(fewest=Min(days))["fewest"] or 0
    before = clock.now() - timedelta(days=fewest)
    return Session.objects.filter(state__in=OPEN, ended_at__lte=before).order_by("ended_at", "id")


def flag_objections() -> int:
    """Flag objections that should have been answered by now, once each. Gives how many."""
    late = (
        Objection.objects.overdue()
        .filter(late_told_at=None)
        .select_related("session")
        .order_by("due_at", "id")
    )

    def flag(objection: Objection) -> None:
        actions.mark_objection_overdue(CLOCK, objection.session, objection=objection)

    return troubles.each(f"{__name__}.flag_objections", late, flag)
