"""Figures of sessions, each a link to what stands behind it: of one session, and of a place over a year."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yishi.network import known as net
from yishi.network.models import Level, Place
from yishi.record import clock
from yishi.record.changes import sums
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows

from .. import place_figures, session_figures
from ..changes import ROOM
from ..place_figures import Figures, Span
from .tabs import session_of

HEIGHT, BAR, GAP = 120, 16, 18


@open_page
@require_safe
def behind(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The list behind a figure of a session."""
    if what not in session_figures.LISTS:
        raise Http404
    session = session_of(pk)
    context = {
        "session": session,
        "what": what,
        "title": session_figures.TITLES[what],
        "tabs": [
            {
                "label": label,
                "url": reverse("meet:behind", args=[pk, name]),
                "current": name == what,
            }
            for name, label in session_figures.TITLES.items()
        ],
        **session_figures.behind(session, what),
    }
    return render(request, "deliberation/figures/behind.html", context)


def _place(code: str) -> Place:
    place = net.with_code(code)
    if place is None:
        raise Http404
    return place


@open_page
@require_safe
@kept_for_strangers
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """The sessions of a place in a year, in figures."""
    place, span = _place(code), Span.of(request.GET)
    shows(ROOM, sums(place.path))
    found = place_figures.figures(place.path, span.year)
    roll, more = place_figures.roll(place.path, span.year)
    this_year = clock.today().year
    context = {
        "place": place,
        "way": _way(place, "meet:place_figures", f"?year={span.year}" if span.year != this_year else ""),
        "year": span.year,
        "former": span.year - 1,
        "following": span.year + 1 if span.year < this_year else None,
        "figures": found,
        "bars": _bars(found),
        "roll": roll,
        "more_roll": more,
        "within": place_figures.within(place, span.year),
        "taking": place_figures.taking_part(place, span.year),
        "children": net.children(place.path) if place.level not in (Level.ESTATE, Level.BUILDING) else [],
    }
    return render(request, "deliberation/figures/place.html", context)


def _way(place: Place, name: str, query: str = "") -> list[dict[str, str]]:
    items = [
        {"label": each.name, "url": reverse(name, args=[each.code]) + query}
        for each in net.around(place.path)
    ]
    items[-1]["url"] = ""
    return items if len(items) > 1 else []


def _bars(found: Figures) -> dict[str, Any]:
    """Held and solved month by month, side by side, on one scale."""
    most = max((max(each["held"], each["solved"]) for each in found.months), default=0)
    bars = []
    for n, each in enumerate(found.months):
        pair = []
        for m, name in enumerate(("held", "solved")):
            height = round(each[name] * HEIGHT / most) if most else 0
            x = n * (2 * BAR + GAP) + m * BAR
            pair.append(
                {
                    "name": name,
                    "x": x,
                    "y": HEIGHT - height,
                    "height": height,
                    "value": each[name],
                    "middle": x + BAR // 2,
                }
            )
        bars.append({**each, "pair": pair, "middle": n * (2 * BAR + GAP) + BAR})
    return {"months": bars, "width": 12 * (2 * BAR + GAP), "height": HEIGHT, "bar": BAR, "any": most > 0}


@open_page
@require_safe
def listed(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """The list behind a figure of a place."""
    if what not in place_figures.LISTS:
        raise Http404
    place, span = _place(code), Span.of(request.GET)
    context = {
        "place": place,
        "what": what,
        "span": span,
        "title": place_figures.TITLES[what],
        "page": place_figures.listed(place, what, span, request.GET),
        "promises": what in place_figures.PROMISES,
        "sessions": what in place_figures.STATES,
        "months": [Span(span.year, n) for n in range(1, 13)],
        "post": request.GET.get("post", "") if what == "roll" else "",
        "kind": place_figures.kind_in(request.GET),
    }
    return render(request, "deliberation/figures/listed.html", context)


@open_page
@require_safe
def unanswered(request: HttpRequest, code: str) -> HttpResponse:
    """What was said at sessions of a place and has no answer yet, the oldest first (事事听意见，件件有回应)."""
    place = _place(code)
    context = {
        "place": place,
        "way": _way(place, "meet:unanswered"),
        "page": place_figures.unanswered(place, request.GET),
    }
    return render(request, "deliberation/figures/unanswered.html", context)
