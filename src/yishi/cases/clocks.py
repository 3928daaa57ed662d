"""The one place that computes until when a case must be taken, its resident contacted, progress reported, and answered.

The clock of a rung starts when the case reaches it; of the first rung when the resident spoke. Handing up, not solved,
escalation and the return from parking start a new one. Sending back, ruling and a new pair of hands do not: time lost
among desks is not the resident's. What the case is about may change the limit, never the beginning. Every deadline is
counted anew from the beginning and the spans in which the clock stood, so nothing adds up by the way.

Everything here gives the fields of a case to be set; the actions set them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import ngettext

from yishi.network import calendar
from yishi.network.counting import LAST_MOMENT, ZONE, Due, Office, Span, Unit, count, office, working_time
from yishi.network.counting import working_days as working_days_between
from yishi.record import clock

from .models import PURPOSES, Case, Category, Ladder, State, Stay

FRESH = (
    Stay.Why.REPORTED,
    Stay.Why.HANDED_UP,
    Stay.Why.NOT_SOLVED,
    Stay.Why.OVERDUE,
    Stay.Why.UNPARKED,
)
"""Why a case comes to a desk with a clock of its own."""


@dataclass(frozen=True)
class Limit:
    """So much time of one unit, and the rule it comes from."""

    amount: int
    unit: str
    source: str

    def label(self) -> str:
        """“5 working days”."""
        n = self.amount
        said = {
            Unit.HOURS: ngettext("%(n)s hour", "%(n)s hours", n),
            Unit.WORK_HOURS: ngettext("%(n)s working hour", "%(n)s working hours", n),
            Unit.DAYS: ngettext("%(n)s day", "%(n)s days", n),
            Unit.WORK_DAYS: ngettext("%(n)s working day", "%(n)s working days", n),
        }
        return said[Unit(self.unit)] % {"n": n}


SMALLER = ("take", "contact", "progress")
"""What is asked for before the answer."""
Limits = dict[str, Limit]
"""By purpose: take, contact, progress, answer. A purpose without a limit is missing."""


def limits(ladder: Ladder, position: int, category: Category, urgency: str) -> Limits:
    """What holds for such a case on a rung: the most specific rows of the ladder, then the hours of the rung itself.
    The order is that of `TimeLimit`. Worked out once for each ladder read."""
    about = (position, category.pk, category.parent_id, str(urgency))
    found = ladder.limits_found.get(about)
    if found is None:
        found = ladder.limits_found[about] = _limits(ladder, position, category, urgency)
    return dict(found)


def _limits(ladder: Ladder, position: int, category: Category, urgency: str) -> Limits:
    fitting = [row for row in ladder.time_limits if row.fits(urgency, category, position)]
    fitting.sort(key=lambda row: row.rank(category), reverse=True)
    found = _of_rung(ladder, position)
    for purpose in PURPOSES:
        row = next((row for row in fitting if getattr(row, purpose)), None)
        if row:
            found[purpose] = Limit(getattr(row, purpose), getattr(row, f"{purpose}_unit"), row.source)
    return found


def _of_rung(ladder: Ladder, position: int) -> Limits:
    rung = next((r for r in ladder.steps if r.position >= position), ladder.steps[-1])
    return {
        "take": Limit(rung.take_hours, Unit.HOURS, ladder.source),
        "answer": Limit(rung.answer_hours, Unit.HOURS, ladder.source),
    }


def hours_of(ladder: Ladder) -> Office:
    """The office hours of a ladder, and whether its days end with them."""
    return office(ladder.office_hours, ladder.ends_at_close)


def due(since: datetime, limit: Limit, ladder: Ladder, stops: Iterable[Span] = ()) -> Due:
    """When a limit that began at a moment is over."""
    return count(since, limit.amount, limit.unit, calendar.current(), hours_of(ladder), stops)


# --- the clock of a case ---


def started(case: Case, *, position: int | None = None, why: str = Stay.Why.REPORTED) -> dict[str, Any]:
    """The fields of a clock that begins now on a rung. The first contact survives moves: where nobody has been in touch
    yet, its limit stays; where the answer did not solve it, somebody must get in touch again."""
    began = case.reported_at if why == Stay.Why.REPORTED else clock.now()
    case.clock_from, case.clock_on = began, position or case.position
    case.fixed_until = case.fixed_at = None
    case.progressed_at = None
    again = why == Stay.Why.NOT_SOLVED
    contact = {} if again or why == Stay.Why.REPORTED else {"contact_due_at": case.contact_due_at}
    if again:
        case.contacted_at = None
    begun = {
        "clock_from": case.clock_from,
        "clock_on": case.clock_on,
        "fixed_until": None,
        "fixed_at": None,
        "progressed_at": None,
        "contacted_at": case.contacted_at,
        "breach_told": False,
        "paused_at": None,
    }
    return begun | _counted(case, ()) | contact


def recounted(case: Case) -> dict[str, Any]:
    """The fields of the same clock, counted anew: after a stop, with another limit, or by another calendar."""
    fields = _counted(case, stops(case))
    if case.contact_due_at and case.contacted_at:
        fields["contact_due_at"] = case.contact_due_at  # it is over and done with
    return _only_changed(case, fields)


def relimited(case: Case, before: datetime) -> dict[str, Any]:
    """The fields after the category or urgency has changed; `before` is the limit it had. The beginning stays. Only
    where the shorter limit would be over already does it count from now, and then never beyond the one it had."""
    case.fixed_until = case.fixed_at = None
    fields = _counted(case, stops(case))
    now = clock.now()
    if fields["due_at"] < now and fields["due_at"] < before:
        began, case.clock_from = case.clock_from, now
        fields = _counted(case, ())
        if fields["due_at"] > before:
            case.clock_from = began
            return fixed(case, before)
    return {
        "clock_from": case.clock_from,
        "fixed_until": None,
        "fixed_at": None,
        **_only_changed(case, fields),
    }


def fixed(case: Case, until: datetime) -> dict[str, Any]:
    """The fields of a limit set by hand: an extension, or the clock of an older case this one was put together with. A
    later stop moves it by as much time."""
    case.fixed_until, case.fixed_at = until, clock.now()
    fields = {"fixed_until": until, "fixed_at": case.fixed_at}
    return fields | recounted(case) | {"clock_from": case.clock_from or case.reported_at}


def contacted(case: Case) -> dict[str, Any]:
    """The fields after somebody got in touch with the resident."""
    return {} if case.contacted_at else {"contacted_at": clock.now()}


def progressed(case: Case) -> dict[str, Any]:
    """The fields after progress was reported in the open: the next report is due so much later."""
    case.progressed_at = clock.now()
    limit = limits_of(case).get("progress")
    fields: dict[str, Any] = {"progressed_at": case.progressed_at}
    if limit:
        at = due(case.progressed_at, limit, case.ladder, stops(case)).at
        fields["progress_due_at"] = at if at < case.due_at else None
        if at < case.due_at:
            fields["warn_at"] = min(case.warn_at or at, at)
    return contacted(case) | fields


def limits_of(case: Case) -> Limits:
    """The limits that hold for the present clock of a case."""
    return limits(case.ladder, case.clock_on or case.position, case.category, case.urgency)


def stops(case: Case) -> list[Span]:
    """The spans in which the clock of the case stood; one that lasts is taken to last as long as it may."""
    if case._state.adding:
        return []
    since = case.clock_from or case.reported_at
    rows = case.pauses.exclude(ended_at__lte=since)
    return [(pause.at, pause.ends_at) for pause in rows]


def _counted(case: Case, stood: Iterable[Span]) -> dict[str, Any]:
    """Everything that follows from the beginning, the limits and the stops."""
    began, given, stood = case.clock_from or case.reported_at, limits_of(case), list(stood)
    began = began.astimezone(ZONE)
    if case.clock_from is None and case.fixed_until is None:
        # a case from before limits were kept has the one it was given
        case.fixed_until, case.fixed_at = case.due_at, case.reported_at
    found = {purpose: due(began, limit, case.ladder, stood) for purpose, limit in given.items()}
    if case.fixed_until and case.fixed_at:
        hours = (case.fixed_until - case.fixed_at).total_seconds() / 3600
        moved = count(case.fixed_at, hours, Unit.HOURS, calendar.current(), hours_of(case.ladder), stood)
        found["answer"] = Due(max(moved.at, case.fixed_until))
    if "progress" in found and case.progressed_at:
        found["progress"] = due(max(began, case.progressed_at), given["progress"], case.ladder, stood)
    answer = found["answer"]
    at = {purpose: found[purpose].at if purpose in found else None for purpose in PURPOSES}
    # a limit that ends with the answer's, or after it, asks for nothing more
    sooner = {name: moment if moment and moment < answer.at else None for name, moment in at.items()}
    now = clock.now()
    ahead = [moment for name in SMALLER if (moment := sooner[name]) and moment > now]
    return {
        "due_at": answer.at,
        "due_unit": Unit.HOURS if case.fixed_until else given["answer"].unit,
        "due_is_provisional": any(each.provisional for each in found.values()),
        "take_due_at": sooner["take"],
        "contact_due_at": sooner["contact"],
        "progress_due_at": sooner["progress"],
        "warn_at": min([_soon_at(case, began, answer.at), *ahead]),
    }


def _soon_at(case: Case, began: datetime, until: datetime) -> datetime:
    ladder = case.ladder
    share = (until - began) * ladder.warn_percent / 100
    return until - min(timedelta(hours=ladder.warn_hours), share)


def _only_changed(case: Case, fields: dict[str, Any]) -> dict[str, Any]:
    """A warning that was given is not given again for the same limit; a limit that moved has not been told of."""
    if fields["due_at"] == case.due_at:
        fields.pop("warn_at")
    elif fields["due_at"] > clock.now():
        fields["breach_told"] = False
    return fields


# --- what the holder is told of ---


def missed(case: Case) -> dict[str, datetime]:
    """The smaller limits that have passed unmet and that nobody was told of yet, by purpose: `warn_at` is the earliest
    moment of which nobody was told."""
    now = clock.now()
    return {
        name: moment for name, moment in _unmet(case).items() if case.warn_at and case.warn_at <= moment < now
    }


def is_due_soon(case: Case) -> bool:
    """Whether the answer is due soon and nobody was told yet."""
    if case.warn_at is None or case.warn_at > clock.now():
        return False
    smaller = [getattr(case, f"{name}_due_at") for name in SMALLER]
    return case.warn_at not in smaller or case.warn_at <= soon_at(case) <= clock.now()


def soon_at(case: Case) -> datetime:
    """From when the answer counts as due soon."""
    return _soon_at(case, case.clock_from or case.reported_at, case.due_at)


def next_warning(case: Case, *, told_of_answer: bool) -> datetime | None:
    """When the holder is next to be told of something, once what has passed until now was told."""
    now, soon = clock.now(), soon_at(case)
    waits = [moment for moment in _unmet(case).values() if moment >= now]
    if soon > now or (not told_of_answer and case.warn_at and soon >= case.warn_at):
        waits.append(soon)
    return min(waits, default=None)


def _unmet(case: Case) -> dict[str, datetime]:
    met = {"take": case.state != State.REPORTED, "contact": case.contacted_at is not None}
    moments = {name: getattr(case, f"{name}_due_at") for name in SMALLER if not met.get(name)}
    return {name: moment for name, moment in moments.items() if moment}


def is_changed(case: Case, fields: dict[str, Any]) -> bool:
    """Whether setting the fields would change anything that people see."""
    seen = ("due_at", "due_is_provisional", "take_due_at", "contact_due_at", "progress_due_at")
    return any(name in fields and fields[name] != getattr(case, name) for name in seen)


def end_of(day: date, ladder: Ladder) -> datetime:
    """The last moment of a day that counts on a ladder."""
    if ladder.ends_at_close:
        return hours_of(ladder).end(day)
    return datetime.combine(day, LAST_MOMENT, ZONE)


# --- how it stands ---


@dataclass(frozen=True)
class Left:
    """How much of a limit is left, or since when it has passed, in the time it is counted in.

    `length` is time; `days` the whole days of work left where the limit counts those (`length` is then what is left of
    its last day). `stands` says that it does not run now.
    """

    length: timedelta
    days: int | None = None
    overdue: bool = False
    stands: bool = False
    unit: str = Unit.HOURS


def left(case: Case, at: datetime | None = None) -> Left:
    """How a case stands with its answer."""
    now = at or clock.now()
    stands = case.is_paused
    if stands and case.paused_at:
        now = max(case.paused_at, case.clock_from or case.paused_at)
    until = _running(case) if stands else case.due_at
    if until < now:
        return Left(now - until, overdue=True, unit=case.due_unit)
    if case.due_unit == Unit.WORK_HOURS:
        worked = working_time(now, until, calendar.current(), hours_of(case.ladder))
        return Left(worked, stands=stands, unit=case.due_unit)
    if case.due_unit == Unit.WORK_DAYS:
        today, last = now.astimezone(ZONE).date(), until.astimezone(ZONE).date()
        days = working_days_between(today, last, calendar.current())
        if days:
            return Left(until - now, days, stands=stands, unit=case.due_unit)
    return Left(until - now, stands=stands, unit=case.due_unit)


def _running(case: Case) -> datetime:
    """The limit as it was when the clock stopped."""
    since = case.paused_at or clock.now()
    ended = [(began, end) for began, end in stops(case) if began < since]
    return _counted(case, ended)["due_at"]


__all__ = [
    "FRESH",
    "Left",
    "Limit",
    "Limits",
    "contacted",
    "due",
    "end_of",
    "fixed",
    "is_changed",
    "left",
    "limits",
    "limits_of",
    "progressed",
    "recounted",
    "relimited",
    "started",
    "stops",
]
