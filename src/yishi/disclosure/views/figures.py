"""The page of figures of a place and period: each figure with what it was before, drawn, as a table, and with a way to
the list it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from yishi.cases import rates, topics
from yishi.cases.changes import at, sums
from yishi.cases.rates import UNIT, Period
from yishi.cases.views.public import _way_down as way_down
from yishi.cases.views.rates import said as rate_in_words
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Place
from yishi.record import clock
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows

from .. import behind, charts, figures
from ..figures import KINDS, Figures
from ..forms import ChoosePeriod
from ..periods import name_of

ENDS = (None, 5, 10, 20, 30, 50, 70, 140, 300, None)
"""Between which tenths of a day each column of the waiting times lies; the last one is open."""


@dataclass(frozen=True)
class Row:
    """One figure: now, the period before, a year ago, and where its list is."""

    name: str | Promise
    now: int
    was: int
    year_ago: int
    href: str = ""
    kind: str = "plain"

    @property
    def change(self) -> int:
        return self.now - self.was


OF_CASES = (
    ("said", gettext_lazy("raised"), "plain"),
    ("answered", gettext_lazy("first answers"), "plain"),
    ("answered_late", gettext_lazy("of these, after their time"), "due"),
    ("solved", gettext_lazy("solved, the residents say"), "done"),
    ("silent", gettext_lazy("ended in silence"), "plain"),
    ("ended_otherwise", gettext_lazy("declined or withdrawn"), "plain"),
)
OF_SESSIONS = (
    ("sessions", gettext_lazy("sessions held"), "held", "done"),
    ("missed", gettext_lazy("days that passed without one"), "missed", "overdue"),
    ("opinions", gettext_lazy("opinions collected"), "opinions", "plain"),
    ("talked_solved", gettext_lazy("matters solved"), "solved", "done"),
    ("promised", gettext_lazy("promises made"), "undertaken", "plain"),
    ("kept", pgettext_lazy("promises", "kept"), "kept", "done"),
    ("late", pgettext_lazy("promises", "became late"), "late", "due"),
    ("broken", pgettext_lazy("promises", "broken"), "broken", "overdue"),
)
"""Of each figure: its name here, in words, that of its list, and how it looks."""


@open_page
@require_safe
@kept_for_strangers
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """What was said, answered and solved at a place in a month, a quarter or a year, and how that compares."""
    place = net.with_code(code)
    if place is None:
        raise Http404
    form = ChoosePeriod(request.GET or None)
    period = form.chosen()
    shows(at(place.path), sums(place.path))
    found = figures.of(place, period)
    ranked, few = rates.within(place, period, found.rule)
    context = {
        "place": place,
        "way_down": _way(place),
        "form": form,
        "period": period,
        "period_name": name_of(period),
        "goes_on": period.until >= clock.today(),
        "today": clock.today(),
        "tabs": _tabs(period),
        "steps": _steps(period),
        "figures": found,
        "cases": list(_of_cases(found)),
        "sessions": [row for row in _of_sessions(found) if row.now or row.was or row.year_ago],
        "links": _links(place),
        "now_open": behind.waiting(place),
        "now_overdue": behind.cases(place, showing="overdue"),
        "now_asked": behind.cases(place, showing="asked"),
        "rates": _rates(found),
        "ranked": _ranked(ranked, period),
        "few": _ranked(few, period),
        "spoken": topics.over(place, ANYONE, period),
        **_drawn(found),
    }
    return render(request, "disclosure/figures/place.html", context, status=422 if form.errors else 200)


def _way(place: Place) -> list[dict[str, Any]]:
    here = {"label": place.name, "url": reverse("cases:community", args=[place.code])}
    return [*way_down(place, ends_here=True)[:-1], here, {"label": _("Figures"), "url": ""}]


def _tabs(period: Period) -> list[dict[str, Any]]:
    return [
        {"label": UNIT[kind], "url": _on(kind, period.since), "current": kind == period.kind}
        for kind in KINDS
    ]


def _steps(period: Period) -> dict[str, str]:
    after = period.following
    return {
        "former": _on(period.kind, period.former.since),
        "following": _on(period.kind, after.since) if after else "",
    }


def _on(kind: str, day: date) -> str:
    return "?" + urlencode({"period": kind, "on": day.isoformat()})


def _links(place: Place) -> list[tuple[str, str]]:
    """Pages beside this one."""
    return [
        (_("How residents judge: contacted, solved, satisfied"), reverse("cases:rates", args=[place.code])),
        (_("Sessions in figures"), reverse("meet:place_figures", args=[place.code])),
        (_("The net in figures"), reverse("net:figures", args=[place.code])),
    ]


def _of_cases(found: Figures) -> Iterable[Row]:
    place, period = found.place, found.period
    hrefs = {
        "said": behind.said(place, period),
        "answered": behind.answered(place, period),
        "answered_late": behind.answered(place, period, showing="late"),
        "solved": behind.ended(place, period, "solved"),
        "silent": behind.ended(place, period, "lapsed"),
        "ended_otherwise": behind.ended(place, period, "declined"),
    }
    for name, label, kind in OF_CASES:
        now, was, year_ago = (_value(each, name) for each in (found.now, found.was, found.year_ago))
        yield Row(label, now, was, year_ago, href=hrefs[name], kind=kind if now else "plain")


def _value(of: figures.Sums, name: str) -> int:
    return of.declined + of.withdrawn if name == "ended_otherwise" else getattr(of, name)


def _of_sessions(found: Figures) -> Iterable[Row]:
    for name, label, listed, kind in OF_SESSIONS:
        now, was, year_ago = (getattr(each, name) for each in (found.now, found.was, found.year_ago))
        href = behind.sessions(found.place, found.period, listed)
        yield Row(label, now, was, year_ago, href=href, kind=kind if now else "plain")


def _rates(found: Figures) -> list[dict[str, Any]]:
    """The three rates, each with what it is made of and by how many points it moved."""
    now, was = found.rates.rates, found.rates_before.rates
    return [
        {
            "title": title,
            "rate": getattr(now, name),
            "change": rates.change(getattr(now, name), getattr(was, name)),
        }
        for name, title in (
            ("contacted", _("Somebody got in touch")),
            ("solved", _("Solved, the residents say")),
            ("satisfied", _("Satisfied")),
        )
    ]


def _ranked(lines: Iterable[rates.Line], period: Period) -> list[dict[str, Any]]:
    return [
        {
            "name": line.name,
            "rank": line.rank,
            "url": f"{reverse('cases:rates', args=[line.code])}{_on(period.kind, period.since)}",
            "solved": rate_in_words(line.rates.solved),
            "above": line.rates.solved.above,
            "below": line.rates.solved.below,
        }
        for line in lines
    ]


def _drawn(found: Figures) -> dict[str, Any]:
    """The drawings, and the rows of the tables behind them."""
    place, period = found.place, found.period
    months = [
        {
            "first": each.first,
            "sums": each.sums,
            "said": behind.said(place, month),
            "answered": behind.answered(place, month),
            "solved": behind.ended(place, month, "solved"),
        }
        for each in found.months
        for month in (Period.around("month", each.first),)
    ]
    by_month = rates.by_month(place.path, found.rule, found.months[-1].first + timedelta(days=27))
    three: list[tuple[Any, ...]] = [
        (month, each.contacted, each.solved, each.satisfied) for month, each in by_month
    ]
    titles = (_("Somebody got in touch"), _("Solved, the residents say"), _("Satisfied"))
    return {
        "months": months,
        "month_chart": charts.columns(
            [each.first.month for each in found.months],
            [
                (_("raised"), [each.sums.said for each in found.months]),
                (_("solved, the residents say"), [each.sums.solved for each in found.months]),
            ],
        ),
        "rate_chart": charts.lines(
            [month.month for month, *_three in three],
            [(title, [row[n + 1].percent for row in three]) for n, title in enumerate(titles)],
        ),
        "rate_months": [(month, *(rate_in_words(each) for each in row)) for month, *row in three],
        "categories": _said_and_solved(found),
        "category_bars": charts.bars(
            [
                (e.name, e.said, behind.cases(place, period, category=e.code), e.said_before)
                for e in found.by_category
                if e.said
            ]
        ),
        "channel_bars": charts.bars(
            [
                (e.name, e.said, behind.cases(place, period, channel=e.code), e.said_before)
                for e in found.by_channel
            ]
        ),
        "rung_bars": charts.bars(
            [(e.name, e.answered, behind.answered(place, period, rung=e.code), None) for e in found.by_rung]
        ),
        "hop_bars": charts.bars(
            [(_hops(n), many, behind.answered(place, period, hops=n), None) for n, many in found.hops]
        ),
        **_waits(found),
        "places": [
            {
                "line": line,
                "url": behind.figures(line.place, period) if line.place else "",
                "said": behind.said(line.place, period) if line.place else "",
                "answered": behind.answered(line.place, period) if line.place else "",
                "solved": behind.ended(line.place, period, "solved") if line.place else "",
                "open": behind.waiting(line.place) if line.place else "",
            }
            for line in found.by_place
        ],
        "buildings": [
            {"building": each, "said": behind.said(each.place, period)}
            for each in (found.taking_part.buildings if found.taking_part else ())
        ],
    }


def _said_and_solved(found: Figures) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "said": behind.cases(found.place, found.period, category=line.code),
            "solved": behind.ended(found.place, found.period, "solved", category=line.code),
        }
        for line in found.by_category
    ]


def _hops(n: int) -> str:
    return (
        _("at the first desk")
        if n == 0
        else _("handed over once")
        if n == 1
        else _("handed over %d times") % n
    )


def _waits(found: Figures) -> dict[str, Any]:
    """How long first answers took, as columns and as a table with what it was in the period before."""
    now, was = found.waits, found.waits_before
    names = [str(label) for label, _count in now.steps]
    counts = [count for _label, count in now.steps] + [now.longer]
    before = [count for _label, count in was.steps] + [was.longer]
    labels = [_("within %s") % name for name in names] + [_("longer than %s") % names[-1]]
    hrefs = [
        behind.answered(found.place, found.period, took=f"{low or 0}-{high or ''}")
        for low, high in pairwise(ENDS)
    ]
    short = [*("½ 1 2 3 5 7 14 30".split()), ">30"]
    return {
        "wait_chart": charts.columns(short, [(_("first answers"), counts)]),
        "wait_rows": list(zip(labels, counts, before, hrefs, strict=True)),
    }
