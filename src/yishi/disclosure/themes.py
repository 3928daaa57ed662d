"""What pages tell of a theme of the month: its plan, and the matters it is about, before and since."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yishi.cases import topics
from yishi.cases.models import OPEN_STATES, Case, Category
from yishi.cases.rates import Period
from yishi.network.actors import ANYONE
from yishi.network.models import Place
from yishi.record import clock
from yishi.record.models import Indicator

from . import behind, periods
from .models import Theme

MONTHS = 6
"""So many months the page of a theme counts: those before it, its own, and those since."""
BEFORE = 3
SUGGESTED = 5
MOST = 2
"""Themes on the home of a place: its own, and one of a place above, or one that is still worked on."""


@dataclass(frozen=True)
class Month:
    """What was said of the matters in a month. `list` is the address of the list that is counted."""

    label: str
    said: int
    list: str


def at(place: Place | None, _actor: Any) -> dict[str, Any] | None:
    """The themes that hold at a place now, the nearest first."""
    if place is None:
        return None
    found = list(
        Theme.objects.holding_at(place.path).now().select_related("place", "category", "lead")[:MOST]
    )
    if not found:
        return None
    return {"themes": [(each, progress(each)) for each in found], "place": place}


def progress(theme: Theme) -> dict[str, Any]:
    """How far the plan is: how many steps are done of how many, how many are late, and which is next."""
    plan = [step for step in theme.plan() if step.struck_at is None]
    waiting = [step for step in plan if step.is_open]
    return {
        "steps": len(plan),
        "done": len(plan) - len(waiting),
        "late": sum(step.is_late for step in waiting),
        "next": waiting[0] if waiting else None,
    }


def codes_of(category: Category) -> list[str]:
    """The code of a kind; of a heading, also those of all kinds under it."""
    return [category.code, *category.children.values_list("code", flat=True)]


def months_of(theme: Theme) -> list[Month]:
    """What was said of such matters in the months around it, as far as they have begun: one statement."""
    codes = codes_of(theme.category)
    firsts = [_shifted(theme.month, n) for n in range(-BEFORE, MONTHS - BEFORE)]
    firsts = [first for first in firsts if first <= clock.today()]
    measures = [f"reported:{code}" for code in codes]
    last = Period.around("month", firsts[-1]).until
    counted: dict[date, int] = {}
    for month, _measure, amount in Indicator.objects.monthly(measures, theme.place.path, firsts[0], last):
        counted[month] = counted.get(month, 0) + amount
    found = []
    for first in firsts:
        period = Period.around("month", first)
        listed = behind.cases(theme.place, period, category=theme.category.code)
        said = max(counted.get(first, 0), 0)
        name = periods.name_of(period)
        if first == theme.month:
            name = _("%(month)s, the month of the theme") % {"month": name}
        found.append(Month(name, said, listed))
    return found


def now_open(theme: Theme) -> dict[str, Any]:
    """How many such matters are open there now, and their list."""
    kinds = [theme.category_id, *theme.category.children.values_list("pk", flat=True)]
    rows = (
        Case.objects.visible_to(ANYONE).at(theme.place.path).filter(state__in=OPEN_STATES, category__in=kinds)
    )
    listed = behind.cases(theme.place, category=theme.category.code, showing="open")
    return {"many": rows.count(), "list": listed}


def _shifted(first: date, months: int) -> date:
    month = first.year * 12 + first.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def above(place: Place) -> list[Theme]:
    """The themes of the places it lies in that hold now, the nearest first."""
    rows = Theme.objects.holding_at(place.path).now().exclude(place=place.pk)
    return list(rows.select_related("place")[:MOST])


def spoken_of(place: Place) -> list[topics.Topic]:
    """What many speak of there this month, to choose from."""
    return topics.over(place, ANYONE, periods.usual()).topics[:SUGGESTED]
