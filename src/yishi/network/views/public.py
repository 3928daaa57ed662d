"""What everybody may look at of the net: coverage, the figures of a street or city and the lists behind them, the
directory, and the page a plaque leads to."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.insight.words import clean
from yishi.record import clock
from yishi.record.changes import sums
from yishi.record.doors import open_page
from yishi.record.kept import RING_PLACE, kept_for_strangers, shows

from .. import coverage as covering
from .. import figures as counting
from .. import known, listing
from .. import plaques as hanging
from ..models import Commitment, Level, Place, Plaque, Post, within
from ..ringing import to_ring, vacancies
from ..wayfinding import way_to

MOST_CHOICES = 400
KEPT_IN_MIND = 365 * 24 * 60 * 60
"""Seconds a browser keeps the place whose people one rings."""
SHOWING = ("overdue", "promised", "done", "dropped")


def _place(code: str) -> Place:
    """The place with this code. Raises Http404."""
    place = known.with_code(code)
    if place is None:
        raise Http404(_("There is no such place."))
    return place


@open_page
@require_safe
@kept_for_strangers
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """How many estates have a branch, on a day, and which."""
    place, day = _place(code), listing.past_day_in(request.GET, "on")
    how = request.GET.get("show", "")
    shows()
    rows = covering.covered(covering.estates(place.path, day), how)
    page = listing.by_path(rows, request.GET)
    covering.with_branches(page.rows, day)
    context = {
        "place": place,
        "way": way_to(place, "net:coverage"),
        "day": day,
        "today": clock.today(),
        "how": how,
        "figures": covering.counted(place.path, day),
        "page": page,
    }
    return render(request, "network/coverage.html", context)


@open_page
@require_safe
@kept_for_strangers
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """What the net of a place consists of, each figure a link to what stands behind it."""
    place = _place(code)
    shows()
    found = counting.of(place.path)
    context = {
        "place": place,
        "way": way_to(place, "net:figures"),
        "today": clock.today(),
        "figures": found,
        "small": found.least,
        "children": [each for each in known.children(place.path) if each.level not in _BELOW_COMMUNITY],
    }
    return render(request, "network/figures.html", context)


_BELOW_COMMUNITY = (Level.BUILDING, Level.UNIT, Level.HOUSEHOLD)


@open_page
@require_safe
@kept_for_strangers
def behind(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The rows behind a figure."""
    place = _place(code)
    if name not in counting.LISTS:
        raise Http404
    shows()
    small = counting.least()
    context: dict[str, Any] = {"place": place, "name": name, "small": small, "today": clock.today()}
    title = counting.TITLES[name]
    context |= {
        "page": _behind(place.path, name, request.GET, small),
        "title": title,
        "way": way_to(place, "net:figures", here=str(title)),
    }
    return render(request, "network/figures_behind.html", context)


def _behind(path: str, name: str, asked: Any, small: int) -> listing.Page:
    if name == "members":
        page = listing.by_path(counting.estates_with_members(path), asked)
        many = counting.members_at(page.rows, small)
        page.rows = [{"title": each.label, "many": many[each.pk]} for each in page.rows]
    elif name == "secretaries":
        rows = counting.secretaries(path).select_related("post__organisation", "post__place")
        page = listing.by_path(rows, asked, "post__place__path")
        page.rows = [
            {"title": each.post.organisation.name, "place": each.post.place.label} for each in page.rows
        ]
    elif name == "stewards":
        posts = counting.stewards(path).select_related("organisation", "place")
        page = listing.by_path(posts, asked, "place__path")
        held = set(
            Post.objects.held().filter(pk__in=[each.pk for each in page.rows]).values_list("pk", flat=True)
        )
        page.rows = [
            {
                "title": each.title,
                "place": each.place.label,
                "phone": each.phone,
                "vacant": each.pk not in held,
            }
            for each in page.rows
        ]
    else:
        page = listing.by_path(counting.bodies(path, name).select_related("place"), asked, "place__path")
        page.rows = [{"title": each.name, "place": each.place.label} for each in page.rows]
    return page


@open_page
@require_safe
@kept_for_strangers
def commitments(request: HttpRequest, code: str) -> HttpResponse:
    """What the branches of a place promised first, and what became of it."""
    place, showing = _place(code), request.GET.get("showing", "")
    shows()
    rows = commitments_of(place, showing)
    page = listing.by_day(rows.select_related("organisation__place"), request.GET, "due_on")
    context = {
        "place": place,
        "way": way_to(place, "net:commitments"),
        "showing": showing if showing in SHOWING else "",
        "page": page,
        "today": clock.today(),
    }
    return render(request, "network/commitments.html", context)


def commitments_of(place: Place, showing: str) -> Any:
    """What the branches of a place promised first: all of it, or what is done, still to be done, and so on."""
    rows = Commitment.objects.filter(within("organisation__place__path", place.path))
    return {
        "done": rows.done(),
        "promised": rows.promised(),
        "overdue": rows.overdue(),
        "dropped": rows.exclude(dropped_on=None),
    }.get(showing, rows)


# Whom to ring


@open_page
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Which community? Whoever chose a place in this browser before is led there at once."""
    if not request.GET and (place := _remembered(request)):
        return redirect("net:directory_at", code=place.code)
    return _choices(request)


@kept_for_strangers
def _choices(request: HttpRequest) -> HttpResponse:
    """Which community? With one only, its buildings at once."""
    shows()
    words = clean(request.GET.get("q", ""))[:60]
    if words:
        places = Place.objects.on().filter(level__in=(Level.COMMUNITY, Level.ESTATE, Level.BUILDING))
        for word in words.split()[:6]:
            places = places.filter(Q(label_zh__icontains=word) | Q(label_en__icontains=word))
        found = list(places.order_by("depth", "path")[: MOST_CHOICES + 1])
    else:
        found = known.first_of(Level.COMMUNITY, MOST_CHOICES + 1)
        if len(found) == 1:
            return _at(request, found[0])
    context = {"places": found[:MOST_CHOICES], "more": len(found) > MOST_CHOICES, "words": words}
    return render(request, "network/directory.html", context)


@open_page
@require_safe
def directory_at(request: HttpRequest, code: str) -> HttpResponse:
    """Of a community its buildings; of a building, or of an estate without any, whom to ring. Where one rings, the
    browser keeps the place in mind."""
    place = _place(code)
    response = _kept_at(request, code)
    if _is_where_one_rings(place) and response.status_code in (200, 304):
        response.set_cookie(
            RING_PLACE,
            place.code,
            max_age=KEPT_IN_MIND,
            path=reverse("net:directory"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@kept_for_strangers
def _kept_at(request: HttpRequest, code: str) -> HttpResponse:
    shows()
    return _at(request, _place(code))


@open_page
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """The browser keeps no place in mind any more, and one chooses anew."""
    response = redirect("net:directory")
    response.delete_cookie(RING_PLACE, path=reverse("net:directory"), samesite="Lax")
    return response


def _remembered(request: HttpRequest) -> Place | None:
    """The place this browser was at the last time, or what it goes on as; None where there is none any more."""
    found = known.with_code(clean(request.COOKIES.get(RING_PLACE, ""))[:40])
    found = known.living_place(found.pk) if found else None
    return found if found and not found.closed_on else None


def _is_where_one_rings(place: Place) -> bool:
    """A building or what is in it; an estate while it has no buildings."""
    if place.closed_on:
        return False
    if place.level == Level.ESTATE:
        return not any(each.level == Level.BUILDING for each in known.children(place.path))
    return place.level in _BELOW_COMMUNITY


def _at(request: HttpRequest, place: Place) -> HttpResponse:
    inside = Place.objects.on().inside(place.path).filter(level__in=(Level.ESTATE, Level.BUILDING))
    found = [] if place.level in _BELOW_COMMUNITY else list(inside.order_by("path")[: MOST_CHOICES + 1])
    vacant, more_vacant = vacancies(place) if place.closed_on is None else ([], False)
    context = {
        "place": place,
        "way": way_to(place, "net:directory_at"),
        "estates": _by_estate(found[:MOST_CHOICES], place),
        "more": len(found) > MOST_CHOICES,
        "to_ring": to_ring(place) if place.level in (*_BELOW_COMMUNITY, Level.ESTATE) else [],
        "vacant": vacant,
        "more_vacant": more_vacant,
        "kept_in_mind": _is_where_one_rings(place),
    }
    return render(request, "network/directory_at.html", context)


def _by_estate(found: list[Place], place: Place) -> list[dict[str, Any]]:
    """The estates, each with its buildings."""
    estates: list[dict[str, Any]] = []
    for each in found:
        if each.level == Level.ESTATE:
            estates.append({"place": each, "buildings": []})
        elif estates and each.path.startswith(estates[-1]["place"].path):
            estates[-1]["buildings"].append(each)
        else:
            estates.append({"place": place, "buildings": [each]})
    return estates


@open_page
@require_safe
@kept_for_strangers
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The directory of an estate on paper: every building and whom to ring."""
    place = _place(code)
    shows()
    rows = Place.objects.on().inside(place.path).filter(level=Level.BUILDING).order_by("path")[:MOST_CHOICES]
    lines = [{"place": each, "to_ring": to_ring(each)[:3]} for each in rows]
    context = {"place": place, "lines": lines, "to_ring": to_ring(place), "today": clock.today()}
    return render(request, "network/directory_sheet.html", context)


# What a plaque leads to


@open_page
@require_safe
@kept_for_strangers
def plaque(request: HttpRequest, token: str) -> HttpResponse:
    """Who is responsible now, whatever the plaque says."""
    found = get_object_or_404(
        Plaque.objects.select_related("post__organisation", "post__place"), token=token[:16]
    )
    post = found.post
    shows(sums(post.place.path))
    context = {
        "plaque": found,
        "post": post,
        "place": post.place,
        "is_closed": bool(post.closed_on and post.closed_on <= clock.today()),
        "is_held": Post.objects.held().filter(pk=post.pk).exists(),
        "handled": hanging.handled_this_month(post.place.path),
        "others": [each for each in to_ring(post.place) if each.pk != post.pk][:3],
        "today": clock.today(),
    }
    return render(request, "network/plaque.html", context)
