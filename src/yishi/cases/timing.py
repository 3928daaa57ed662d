"""The time of a case, as pages show it: how much is left, what the limit rests on, when the clock stood and why, and
who was given longer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.network import calendar
from yishi.record import clock

from . import clocks, present
from .models import OPEN_STATES, Case, Extension, Pause, State
from .moments import Moment

SOON = timedelta(hours=24)


@dataclass
class Timing:
    """How a case stands with time. `limit`: what the answer rests on; `paused`: why the clock stands now; `stood`: the
    spans in which it did, longest ago first; `extension`: the last one asked for on the present desk."""

    left: clocks.Left | None = None
    limit: clocks.Limit | None = None
    by_hand: bool = False
    since: datetime | None = None
    paused: Pause | None = None
    stood: list[Pause] = field(default_factory=list)
    stood_for: timedelta = timedelta()
    extension: Extension | None = None
    provisional_until: int | None = None
    contact_by: datetime | None = None
    contact_late: bool = False
    progress_by: datetime | None = None
    progress_late: bool = False
    take_by: datetime | None = None
    take_late: bool = False

    @property
    def kind(self) -> str:
        """How the countdown looks: overdue, stands, due (within a day), calm."""
        return kind_of(self.left) if self.left else ""

    @property
    def is_empty(self) -> bool:
        return not (self.left or self.stood or self.extension)


def kind_of(left: clocks.Left) -> str:
    """overdue, stands, due (within a day) or calm."""
    if left.overdue:
        return "overdue"
    if left.stands:
        return "stands"
    return "calm" if left.days or left.length > SOON else "due"


def timing(case: Case) -> Timing:
    """How the case stands with time, for everybody who may see it. Nothing of it is said of a case put together with
    another: the other one's clock counts."""
    shown = Timing(stood=[p for p in _pauses(case) if p.reason in Pause.BY_HAND and p.ended_at])
    shown.stood_for = sum((pause.lasted() for pause in shown.stood), timedelta())
    if case.state == State.MERGED:
        return shown
    asked = [e for e in _extensions(case) if not (e.overtaken and e.decided_at is None)]
    shown.extension = asked[-1] if asked else None
    if case.state in OPEN_STATES:
        _running(shown, case)
    return shown


def _pauses(case: Case) -> list[Pause]:
    return present.rows(case, "pauses")


def _extensions(case: Case) -> list[Extension]:
    return present.rows(case, "extensions")


def _running(shown: Timing, case: Case) -> None:
    shown.left, now = clocks.left(case), clock.now()
    limits = clocks.limits_of(case)
    shown.limit, shown.by_hand = limits.get("answer"), case.fixed_until is not None
    shown.since = case.clock_from or case.reported_at
    shown.paused = next((p for p in _pauses(case) if p.ended_at is None), None)
    if case.due_is_provisional:
        shown.provisional_until = _unknown_year(case)
    if case.state == State.REPORTED and case.take_due_at:
        shown.take_by, shown.take_late = case.take_due_at, case.take_due_at < now
    if case.contacted_at is None and case.contact_due_at:
        shown.contact_by, shown.contact_late = case.contact_due_at, case.contact_due_at < now
    if case.progress_due_at:
        shown.progress_by, shown.progress_late = case.progress_due_at, case.progress_due_at < now


def _unknown_year(case: Case) -> int:
    """The year whose notice of days off is still to come."""
    year, last = timezone.localtime(case.due_at).year, calendar.current().last_known
    return min(year, last + 1) if last else year


def moments(case: Case, within: bool) -> Iterator[Moment]:
    """Pauses and extensions as parts of the story; `within` reads the words as they were written."""
    for pause in _pauses(case):
        if pause.reason in Pause.BY_HAND:
            yield from _paused(pause, within)
    for extension in _extensions(case):
        yield from _extended(extension, within)


def _paused(pause: Pause, within: bool) -> Iterator[Moment]:
    words = pause.text if within else pause.public_text
    more: list[tuple[Any, Any]] = [(_("because"), pause.get_reason_display())]
    if pause.until_at:
        more.append((_("at the latest until"), pause.until_at))
    who = pause.post.title if pause.post else ""
    yield Moment(pause.at, _("The clock was stopped"), who, words, "hourglass", more=more)
    if pause.ended_at:
        yield Moment(pause.ended_at, _("The clock goes on"), icon="clock")


def _extended(extension: Extension, within: bool) -> Iterator[Moment]:
    words = extension.text if within else extension.public_text
    who = extension.post.title if extension.post else ""
    asked_for: list[tuple[Any, Any]] = [(pgettext_lazy("a day", "until"), extension.until_on)]
    yield Moment(extension.at, _("More time was asked for"), who, words, "calendar", more=asked_for)
    if extension.decided_at:
        granted = extension.granted
        yield Moment(
            extension.decided_at,
            _("More time was granted") if granted else _("More time was refused"),
            extension.judge.title,
            extension.reply if within else extension.public_reply,
            "check" if granted else "cross",
            more=[(pgettext_lazy("a day", "until"), extension.granted_on)] if granted else [],
        )
