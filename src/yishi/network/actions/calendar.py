"""Writes to the days off."""

from collections.abc import Iterable
from datetime import date

from yishi.record import action, clock, emit

from .. import calendar, events, rules
from ..models import (
    CalendarDay,
    CalendarYear,
)


@action(may=rules.may_set_calendar)
def set_calendar(
    actor, _subject: None, *, year: int, days: Iterable[tuple[date, bool, str]], source: str
) -> CalendarYear:
    """The year's notice is known: (day, whether it is worked, name) for every day other than its weekday says. A day at
    the turn of the year that an earlier notice named belongs to this one now."""
    of, _new = CalendarYear.objects.update_or_create(
        year=year, defaults={"known": True, "source": source, "set_at": clock.real_now()}
    )
    named = [CalendarDay(day=day, works=works, name=name, of=of) for day, works, name in days]
    of.days.all().delete()
    CalendarDay.objects.filter(day__in=[each.day for each in named]).delete()
    CalendarDay.objects.bulk_create(named)
    calendar.forget()
    worked = sum(each.works for each in named)
    emit(events.CalendarSet(year=year, off=len(named) - worked, worked=worked), about=of, by=actor)
    return of
