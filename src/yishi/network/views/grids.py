"""Pages of grids: those of a community, what each is made of, and which buildings lie in none."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yishi.record import Refused

from .. import actions, gridding, rules
from ..forms import places as forms
from ..models import Grid, Level
from .places import kept, once

MOST_LEFT = 60


@require_http_methods(["GET", "HEAD", "POST"])
def grids(request: HttpRequest, code: str) -> HttpResponse:
    """The grids of a community, the buildings in none, and making one."""
    community = kept(request, code)
    if community.level != Level.COMMUNITY:
        raise Refused(_("Grids are made of a community."))
    lines = gridding.of_community(community)
    form = forms.MakeGrid(
        request.POST if request.method == "POST" else None, grids=[line.grid for line in lines]
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_grid(request.actor, community, **form.cleaned_data, once=once(request))
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Made. Now tick what belongs to it."))
            return redirect("net:grid", pk=made.pk)
    left = gridding.in_no_grid(gridding.to_tick(community), lines)
    context = {
        "place": community,
        "lines": lines,
        "form": form,
        "left": left[:MOST_LEFT],
        "left_in_all": len(left),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "network/places_grids.html", context, status=422 if form.errors else 200)


def _grid(request: HttpRequest, pk: int) -> Grid:
    rows = Grid.objects.select_related("community", "within")
    found = get_object_or_404(rows, pk=pk)
    if not (verdict := rules.may_set_grid(request.actor, found)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, pk: int) -> HttpResponse:
    """What one grid is made of: estates and buildings, ticked."""
    found = _grid(request, pk)
    offered = gridding.to_tick(found.community)
    ticked = {part.place_id for part in found.parts.on()}
    wrong = ""
    if request.method == "POST":
        sent = set(request.POST.getlist("part")[: gridding.MOST])
        ticked = {each.pk for each in offered if each.code in sent}
        try:
            places = [each for each in offered if each.pk in ticked]
            actions.set_grid(request.actor, found, places=places, once=once(request))
        except Refused as refused:
            wrong = str(refused.reason)
        else:
            messages.success(request, _("Kept, from today on."))
            return redirect("net:grids", code=found.community.code)
    context = {
        "grid": found,
        "groups": _by_estate(offered, ticked),
        "wrong": wrong,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "network/places_grid.html", context, status=422 if wrong else 200)


def _by_estate(offered: list[Any], ticked: set[int]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for place in offered:
        place.ticked = place.pk in ticked
        if place.level == Level.ESTATE or not groups:
            groups.append({"estate": place if place.level == Level.ESTATE else None, "buildings": []})
        if place.level != Level.ESTATE:
            groups[-1]["buildings"].append(place)
    return groups


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """There is no such grid any more from today."""
    found = _grid(request, pk)
    actions.end_grid(request.actor, found)
    messages.success(request, _("The grid has been ended, from today on."))
    return redirect("net:grids", code=found.community.code)
