"""What stands behind a figure: the address of the list it counts. Both count what is in the open."""

from typing import Any
from urllib.parse import urlencode

from yishi.cases.rates import Period
from yishi.network.models import Place
from yishi.record.ways import way

from .periods import query_of, span_of


def cases(place: Place, period: Period | None = None, **narrowed: Any) -> str:
    """The matters of a place, narrowed as the form of their list understands (`cases.forms.listing.Filters`)."""
    asked = {"place": place.code, **{name: value for name, value in narrowed.items() if value != ""}}
    if period:
        asked |= {"since": period.since.isoformat(), "until": period.until.isoformat()}
    return f"{way('cases:list')}?{urlencode(asked)}"


def said(place: Place, period: Period) -> str:
    """What was raised in the period."""
    return cases(place, period)


def answered(place: Place, period: Period, **narrowed: Any) -> str:
    """What was first answered in it."""
    return cases(place, period, when="answered", **narrowed)


def ended(place: Place, period: Period, showing: str, **narrowed: Any) -> str:
    """What ended in it: `solved`, `lapsed` or `declined`."""
    return cases(place, period, when="ended", showing=showing, **narrowed)


def waiting(place: Place) -> str:
    """What has no answer yet, the oldest first."""
    return f"{way('cases:waiting')}?{urlencode({'place': place.code})}"


def sessions(place: Place, period: Period, what: str) -> str:
    """Sessions, promises and motions (`deliberation.place_figures.LISTS`)."""
    return f"{way('meet:figures_list', place.code, what)}?{span_of(period).query}"


def figures(place: Place, period: Period | None = None) -> str:
    """The page of figures of a place, over a period."""
    here = way("open:figures", place.code)
    return f"{here}?{query_of(period)}" if period else here
