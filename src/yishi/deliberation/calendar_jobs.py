"""What the clock does about the calendar: it keeps reaching ahead, what is due is announced, what passed is flagged."""

from datetime import timedelta

from yishi.network.actors import CLOCK
from yishi.record import clock, troubles

from . import actions, planning, rules
from .models import AHEAD, LEFT_OPEN, Series, Session, SessionRule, State
from .notices_calendar import NEEDS_CHAIR
from .telling import tell_leaders

ALWAYS = timedelta(days=92)
"""A published series always stands so far ahead in the calendar."""
NEXT = timedelta(days=184)
"""Where it does not, its calendar is made up to so far ahead."""
MARGIN = 2
"""Days before the last one on which it would be in time, the clock announces a session of a series."""


def extend_series() -> int:
    """Every published series stands far enough ahead in the calendar, at places that are new, too. Gives how many were
    added to."""
    published = Series.objects.going_on().exclude(published_until=None).select_related("place")
    return troubles.each(f"{__name__}.extend_series", published, _extend)


def _extend(series: Series) -> None:
    today = clock.today()
    until = series.published_until or today
    if until < today + ALWAYS:
        until = planning.horizon(series, today + NEXT)
    if planning.plan(series, until).meetings:
        actions.publish_series(CLOCK, series, until)


def announce_due() -> int:
    """Sessions of a series whose notice begins are announced: their time and place are in the calendar since long. One
    that nobody leads cannot be; whoever calls sessions there is told once. Gives how many."""
    now = clock.now()
    longest = max(SessionRule.objects.values_list("notice_days", flat=True), default=0) + MARGIN
    rows = Session.objects.filter(
        state=State.PLANNED,
        series__isnull=False,
        starts_at__gt=now,
        starts_at__lt=now + timedelta(days=longest),
    )
    return troubles.each(f"{__name__}.announce_due", rows.order_by("starts_at", "id"), _announce)


def _announce(session: Session) -> None:
    notice = SessionRule.objects.of(session).notice_days
    left = actions.calling.days_ahead(session)
    if not notice <= left <= notice + MARGIN:
        return
    if rules.calling.has_chair(session):
        actions.announce(CLOCK, session)
    else:
        tell_leaders(NEEDS_CHAIR, session, key=f"meet.needs_chair:{session.pk}")


def miss_passed() -> int:
    """Sessions whose day has passed and which nobody began count as missed. Gives how many."""
    now = clock.now()
    rows = Session.objects.filter(state__in=AHEAD, starts_at__lte=now - LEFT_OPEN, ends_at__lte=now)
    return troubles.each(
        f"{__name__}.miss_passed",
        rows.order_by("starts_at", "id"),
        lambda session: actions.miss_session(CLOCK, session),
    )


def end_left_open() -> int:
    """Sessions that began and that nobody ended are over, long after their planned end. Gives how many."""
    before = clock.now() - LEFT_OPEN
    rows = Session.objects.filter(
        state=State.UNDERWAY, starts_at__lte=before, ends_at__lte=before, changed_at__lte=before
    )
    return troubles.each(
        f"{__name__}.end_left_open",
        rows.order_by("starts_at", "id"),
        lambda session: actions.end(CLOCK, session),
    )
