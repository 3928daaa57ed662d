"""The page of rates of a place: numbers, what they are made of, and how they compare."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yishi.network.models import Place
from yishi.record import clock
from yishi.record.doors import open_page

from .. import rates
from ..forms.judging import ChoosePeriod
from ..models import RateRule
from ..rates import Line, Period, Rate, Rates
from .public import _way_down as way_down

CHART_HEIGHT, BAR, GAP = 120, 34, 14
TITLES = {
    "solved": _("Solved, the residents say"),
    "satisfied": _("Satisfied"),
    "contacted": _("Somebody got in touch"),
    "on_time": _("Answered in time"),
}


@open_page
@require_safe
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """How many were contacted, say it is solved, and are satisfied, in a period."""
    place = get_object_or_404(Place.objects.visible_to(request.actor), code=code)
    form = ChoosePeriod(request.GET or None)
    period, rule = form.chosen(), RateRule.objects.over(place.path)
    sheet, before = rates.sheet(place.path, period, rule), rates.sheet(place.path, period.former, rule)
    ranked, few = rates.within(place, period, rule)
    context = {
        "place": place,
        "way_down": _way(place),
        "form": form,
        "period": period,
        "steps": _steps(period),
        "tabs": _tabs(period),
        "rule": rule,
        "sheet": sheet,
        "counts": sheet.rates.counts,
        "titles": TITLES,
        "before": before,
        "changes": _changes(sheet.rates, before.rates, sheet.on_time, before.on_time),
        "tables": [
            (_("By rung"), _("Rung"), _rows(rates.by_role(place.path, period, rule))),
            (_("By kind of matter"), _("Kind"), _rows(rates.by_category(place.path, period, rule))),
            (_("By organisation"), _("Organisation"), _rows(rates.by_organisation(place, period, rule))),
        ],
        "ranked": _rows(ranked),
        "few": _rows(few),
        "bars": _bars(rates.by_month(place.path, rule, min(period.until, clock.today()))),
    }
    return render(request, "cases/rates.html", context, status=422 if form.errors else 200)


def _way(place: Place) -> list[dict]:
    items = way_down(place, ends_here=False)
    here = {"label": place.name, "url": reverse("cases:community", args=[place.code])}
    return [*items[:-1], here, {"label": _("Rates"), "url": ""}]


def _tabs(period: Period) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?period={kind}", "current": kind == period.kind}
        for kind, label in rates.UNIT.items()
        if kind != "own"
    ]


def _steps(period: Period) -> dict[str, str]:
    """Addresses of the period before and the one after."""
    if period.kind == "own":
        return {"former": _own(period.former), "following": ""}
    after = period.following
    return {
        "former": _on(period.kind, period.former.since),
        "following": _on(period.kind, after.since) if after else "",
    }


def _on(kind: str, day: date) -> str:
    return "?" + urlencode({"period": kind, "on": day.isoformat()})


def _own(period: Period) -> str:
    return "?" + urlencode(
        {"period": "own", "since": period.since.isoformat(), "until": period.until.isoformat()}
    )


def _changes(now: Rates, before: Rates, on_time: Rate, on_time_before: Rate) -> dict[str, Any]:
    changes = {
        name: rates.change(getattr(now, name), getattr(before, name))
        for name in ("contacted", "solved", "satisfied")
    }
    changes["on_time"] = rates.change(on_time, on_time_before)
    both = (now.composite, before.composite)
    changes["composite"] = both[0] - both[1] if both[0] is not None and both[1] is not None else None
    return changes


def _rows(lines: list[Line]) -> list[dict[str, Any]]:
    """A line of a table: name, valid call-backs, and three cells that say a percentage or the counts."""
    return [
        {
            "name": line.name,
            "rank": line.rank,
            "url": reverse("cases:rates", args=[line.code]) if line.code else "",
            "valid": line.rates.counts.valid,
            "cells": [said(r) for r in (line.rates.contacted, line.rates.solved, line.rates.satisfied)],
        }
        for line in lines
    ]


def said(rate: Rate) -> str:
    """A rate as a table says it: a percentage; below the minimum sample the counts; without any answer a dash."""
    if rate.is_none:
        return "–"
    if rate.percent is None:
        return f"{rate.above:f} / {rate.below}"
    return f"{rate.percent} %"


def _bars(months: list[tuple[date, Rates]]) -> dict[str, Any]:
    """The share solved, month by month, as bars; a month with too few is left open."""
    bars = []
    for n, (month, found) in enumerate(months):
        rate = found.solved
        height = round(float(rate.percent) / 100 * CHART_HEIGHT) if rate.percent is not None else 0
        bars.append(
            {
                "month": month,
                "x": n * (BAR + GAP),
                "middle": n * (BAR + GAP) + BAR // 2,
                "y": CHART_HEIGHT - height,
                "height": height,
                "percent": rate.percent,
                "words": said(rate),
                "valid": found.counts.valid,
                "few": rate.percent is None and not rate.is_none,
            }
        )
    return {
        "bars": bars,
        "width": len(bars) * (BAR + GAP),
        "height": CHART_HEIGHT,
        "bar": BAR,
        "any": any(bar["valid"] for bar in bars),
    }
