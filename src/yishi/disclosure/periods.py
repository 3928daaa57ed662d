"""The period a briefing or a board is about: a month, a quarter or a year, asked for as on the pages of figures, or
the twelve months that end with a month (`?period=12m&on=2026-10-31`)."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from yishi.cases.rates import Period
from yishi.deliberation.place_figures import Span
from yishi.record import clock

from .forms import ChoosePeriod

TWELVE = "12m"
FIRST_WEEK = 7
"""Days at the beginning of a month in which the month before is still the one that is told of."""


def asked_for(said: Mapping[str, str]) -> Period:
    """The period an address asks for; the month that is told of now, where it asks for none."""
    if said.get("period") == TWELVE:
        form = ChoosePeriod({"period": "month", "on": said["on"]} if said.get("on") else None)
        return twelve_months(form.chosen().until) if form.is_valid() else twelve_months()
    form = ChoosePeriod(said if "period" in said or "on" in said else None)
    return form.chosen() if form.is_valid() else usual()


def usual() -> Period:
    """This month; in its first days the one before."""
    return Period.around("month", clock.today() - timedelta(days=FIRST_WEEK))


def twelve_months(until: date | None = None) -> Period:
    """The twelve months that end with a day, the last of its month; of a month that goes on, or without one, those
    that ended with the last month."""
    last = clock.today().replace(day=1) - timedelta(days=1)
    until = min(until or last, last)
    return Period("own", date(until.year - 1 + until.month // 12, until.month % 12 + 1, 1), until)


def query_of(period: Period) -> str:
    """What an address asks for it with."""
    if period.kind == "own":
        return urlencode({"period": TWELVE, "on": period.until.isoformat()})
    return urlencode({"period": period.kind, "on": period.since.isoformat()})


def key_of(period: Period) -> str:
    """What a file of it is called."""
    since = period.since
    keys = {
        "month": f"{since:%Y-%m}",
        "quarter": f"{since.year}-q{(since.month + 2) // 3}",
        "year": str(since.year),
    }
    return keys.get(period.kind, f"{since:%Y-%m}-{period.until:%Y-%m}")


def name_of(period: Period) -> str:
    """What people call it, in the language that is read now."""
    month = date_format(period.since, "YEAR_MONTH_FORMAT")
    if period.kind == "month":
        return month
    if period.kind == "quarter":
        said = {"n": (period.since.month + 2) // 3, "year": period.since.year}
        return _("quarter %(n)s of %(year)s") % said
    if period.kind == "year":
        return _("the year %(year)s") % {"year": period.since.year}
    return _("%(first)s to %(last)s") % {
        "first": month,
        "last": date_format(period.until, "YEAR_MONTH_FORMAT"),
    }


def span_of(period: Period) -> Span:
    """The same, as the lists of sessions and promises name it."""
    if period.kind == "year":
        return Span(period.since.year)
    months = (period.until.year - period.since.year) * 12 + period.until.month - period.since.month + 1
    return Span(period.since.year, period.since.month, months)


def choices(period: Period) -> list[dict[str, object]]:
    """The periods one may choose between on the page: the months beside this one, and the wider ones around it."""
    month = Period.around("month", min(period.until, clock.today()))
    near = [month.former, month]
    if following := month.following:
        near.append(following)
    near += [
        Period.around("quarter", month.since),
        Period.around("year", month.since),
        twelve_months(month.until),
    ]
    here = key_of(period)
    return [
        {"query": query_of(each), "name": name_of(each), "current": key_of(each) == here} for each in near
    ]
