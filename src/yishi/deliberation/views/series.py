"""Series for those who call sessions: what there is, a new one with a look at its dates, exceptions, the end."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.network import calendar
from yishi.network.models import within
from yishi.network.powers import Power
from yishi.network.views.doing import asked_for, do, once, one_screen, sent, unkept
from yishi.record import Refused, clock
from yishi.record.numbers import number

from .. import actions, planning, repeating, rules
from ..forms.series import ChangeSeries, EndSeries, Except, Publish, Start
from ..models import Series
from .calendar import place_of

PAGE = 30
SHOWN = 40
"""Dates and places that a preview shows."""


def keeper(request: HttpRequest) -> Any:
    """The post that calls sessions. Raises Refused for anybody else."""
    post = request.actor.post  # type: ignore[attr-defined]
    if post is None or not post.can(Power.CONVENE):
        raise Refused(_("Series of sessions are kept by whoever calls sessions."))
    return post


def seen(request: HttpRequest, pk: int) -> Series:
    """The series, for whoever calls sessions at its place. Raises Refused, Http404."""
    rows = Series.objects.filter(within("place__path", keeper(request).place.path)).select_related("place")
    return get_object_or_404(rows, pk=pk)


@require_safe
@unkept
def all_series(request: HttpRequest) -> HttpResponse:
    """The series of one's place and all within it."""
    post = keeper(request)
    rows = Series.objects.filter(within("place__path", post.place.path)).select_related("place")
    after = number(request.GET.get("after"))
    found = list((rows.filter(pk__lt=after) if after else rows).order_by("-pk")[: PAGE + 1])
    for each in found:
        each.said = repeating.said(each.rule)  # type: ignore[attr-defined]
    context = {
        "rows": found[:PAGE],
        "next": f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "is_first": not after,
        "place": post.place,
    }
    return render(request, "deliberation/series/all.html", context)


@require_safe
@unkept
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One series: how it repeats, its next days, where, by whom, and what can be done with it."""
    series = seen(request, pk)
    exceptions = series.exceptions.select_related("place").order_by("on", "id")
    context = {
        "series": series,
        "said": repeating.said(series.rule),
        "may_keep": bool(rules.may_keep_series(request.actor, series)),  # type: ignore[attr-defined]
        "exceptions": list(exceptions.filter(on__gte=clock.today())[:SHOWN]),
        "invited": list(series.invited.select_related("organisation", "place")),
        **preview(series),
    }
    return render(request, "deliberation/series/one.html", context)


def _unknown_year(series: Series, days: list[repeating.Day]) -> int | None:
    """The first year of these days whose notice of days off is not out yet, where days off move the series."""
    if series.shift == Series.Shift.KEEP:
        return None
    known, years = calendar.current(), sorted({day.by_rule.year for day in days})
    return next((year for year in years if not known.knows(year, year)), None)


def preview(series: Series) -> dict[str, Any]:
    """Its days of a year and its places, as far as a page shows them. Raises Refused."""
    try:
        found = planning.plan(series, planning.horizon(series, clock.today() + planning.REACH))
    except repeating.Unreadable as error:
        raise Refused(str(error)) from None
    places = planning.places(series)
    return {
        "unknown_year": _unknown_year(series, found.days),
        "days": found.days[:SHOWN],
        "more_days": max(0, len(found.days) - SHOWN),
        "places": places[:12],
        "place_count": len(places),
        "without_host": found.without_host[:12],
        "without_host_count": len(found.without_host),
        "without_chair": sum(1 for led in found.led.values() if led.chair is None),
        "sessions": len(found.meetings),
    }


@one_screen
@unkept
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A new series: said, looked at with its dates, and then kept."""
    place = place_of(code)
    asked_for(rules.may_start_series(request.actor, place))  # type: ignore[attr-defined]
    form = Start(sent(request), place=place)

    def look(filled: Any) -> HttpResponse | None:
        if request.POST.get("sure") == "yes":
            return None
        said = filled.arguments()
        said.pop("invited", None)
        try:
            context = preview(Series(place=place, **said))
        except Refused as refused:
            filled.add_error("often", str(refused.reason))
            return None
        said_in_words = repeating.said(said["rule"])
        context |= {
            "form": filled,
            "place": place,
            "said": said_in_words,
            "key": request.POST.get("key", "")[:100],
        }
        return render(request, "deliberation/series/new.html", context)

    def act(said: dict[str, Any]) -> HttpResponse:
        made = actions.start_series(request.actor, place, once=once(request), **said)  # type: ignore[attr-defined]
        messages.success(request, form.done)
        return redirect("meet:one_series", pk=made.pk)

    return _said(request, form, act, look, place)


def _said(request: HttpRequest, form: Start, act: Any, look: Any, place: Any) -> HttpResponse:
    """The form, its dates, or what came of it."""
    if form.is_bound and form.is_valid():
        shown = look(form)
        if shown is not None:
            return shown
        if not form.errors:
            try:
                return act(form.arguments())
            except Refused as refused:
                form.add_error(None, str(refused.reason))
    context = {
        "form": form,
        "place": place,
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/series/new.html", context, status=422 if form.errors else 200)


DOINGS = {
    # what stands in the address: its form, and the action
    "publish": (Publish, "publish_series"),
    "change": (ChangeSeries, "change_series"),
    "except": (Except, "except_day"),
    "end": (EndSeries, "end_series"),
}


@one_screen
@unkept
def doing(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One thing is done with a series."""
    if action not in DOINGS:
        raise Http404
    series, actor = seen(request, pk), request.actor  # type: ignore[attr-defined]
    asked_for(rules.may_keep_series(actor, series))
    shape, name = DOINGS[action]
    more: dict[str, Any] = {"series": series} if action == "change" else {}
    if action == "except":
        more = {
            "days": planning.days_of(series, clock.today() + planning.REACH),
            "places": planning.places(series),
        }
    form: Any = shape(sent(request), **more)
    there = reverse("meet:one_series", args=[series.pk])
    act = getattr(actions, name)

    def done(said: dict[str, Any]) -> HttpResponse | None:
        result = act(actor, series, once=once(request), **said)
        if action != "publish" or result is None:
            return None
        messages.success(
            request,
            _("Published: %(sessions)s sessions at %(places)s places came into the calendar.")
            % {"sessions": result.sessions, "places": result.places},
        )
        return redirect(there)

    title = str(getattr(form, "label", "")) or _("Change the series")
    return do(
        request, form, done, title=_("%(who)s: %(what)s") % {"who": title, "what": series.name}, back=there
    )
