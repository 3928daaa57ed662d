"""What the clock does after sessions: reminds of minutes that are not closed, and flags objections that are overdue."""

from datetime import timedelta

from django.db.models import IntegerField, Min
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from yishi.network.actors import CLOCK
from yishi.record import clock, troubles

from . import actions
from .models import Objection, Session, SessionRule, State

OPEN = (State.HELD, State.DRAFTED)


def remind_unclosed() -> int:
    """Remind hosts whose minutes are not closed, or not posted, after the days of their rule, once each. Gives how
    many."""
    return sum(
        troubles.each(
            f"{__name__}.remind_unclosed",
            waiting.filter(minutes__reminded_at=None),
            lambda one: actions.remind_to_close(CLOCK, one),
        )
        for waiting in _waiting("remind_days")
    )


def raise_unclosed() -> int:
    """Tell the level above of those that are not closed, or not posted, although the host was reminded, once each.
    Gives how many."""
    return sum(
        troubles.each(
            f"{__name__}.raise_unclosed",
            waiting.filter(minutes__reminded_at__isnull=False, minutes__raised_at=None),
            lambda one: actions.raise_unclosed(CLOCK, one),
        )
        for waiting in _waiting("raise_days")
    )


def _waiting(days: str):
    """Sessions not closed, and sealed ones not posted, that have waited for the fewest days that any rule gives, or
    that one of them keeps from when it was announced; the action asks its own rule."""
    unclosed, unposted = Session.objects.filter(state__in=OPEN), Session.objects.unposted()
    kept = Cast(KeyTextTransform(days, "rule_kept"), IntegerField())
    asked = [rows.aggregate(fewest=Min(kept))["fewest"] for rows in (unclosed, unposted)]
    asked.append(SessionRule.objects.aggregate(fewest=Min(days))["fewest"])
    before = clock.now() - timedelta(days=min((each for each in asked if each is not None), default=0))
    return unclosed.filter(ended_at__lte=before).order_by("ended_at", "id"), unposted.filter(
        minutes__sealed_at__lte=before
    )


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


def raise_objections() -> int:
    """Tell the level above of objections that still have no answer although whoever led was told, once each, when the
    days of their session's rule are over. Gives how many."""
    late = (
        Objection.objects.overdue()
        .filter(late_told_at__isnull=False, raised_at=None)
        .select_related("session")
        .order_by("due_at", "id")
    )

    def tell_above(objection: Objection) -> None:
        actions.raise_objection(CLOCK, objection.session, objection=objection)

    return troubles.each(f"{__name__}.raise_objections", late, tell_above)
