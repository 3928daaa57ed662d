"""What everybody may look at of the net: coverage, the figures of a street or city and the lists behind them, the
directory, and the page a plaque leads to."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.insight.words import clean
from yishi.record import clock
from yishi.record.changes import sums
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows

from .. import coverage as covering
from .. import figures as counting
from .. import known, listing
from .. import plaques as hanging
from ..models import Commitment, Level, Place, Plaque, Post, within
from ..powers import Role

TO_RING = (
    Role.STEWARD,
    Role.MEMBER_HOME,
    Role.GROUP,
    Role.BRANCH,
    Role.COMMITTEE,
    Role.HOTLINE,
    Role.PROPERTY,
)
"""Whom a resident rings, the nearest and first one first."""
MOST_CHOICES = 400
SHOWING = ("overdue", "promised", "done", "dropped")


def _place(code: str) -> Place:
    """The place with this code. Raises Http404."""
    place = known.with_code(code)
    if place is None:
        raise Http404(_("There is no such place."))
    return place


def _way(place: Place, name: str) -> list[dict[str, str]]:
    """The places it lies in, each a link to its own page of this name."""
    around = known.around(place.path)
    items = [{"label": each.name, "url": reverse(name, args=[each.code])} for each in around]
    items[-1]["url"] = ""
    return items if len(items) > 1 else []


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
        "way": _way(place, "net:coverage"),
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
        "way": _way(place, "net:figures"),
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
    context: dict[str, Any] = {"place": place, "name": name, "small": small}
    context |= {"page": _behind(place.path, name, request.GET, small), "title": counting.TITLES[name]}
    return render(request, "network/figures_behind.html", context)


def _behind(path: str, name: str, asked: Any, small: int) -> listing.Page:
    if name == "members":
        page = listing.by_path(counting.estates_with_members(path), asked)
        many = counting.members_at(page.rows)
        page.rows = [
            {"title": each.label, "many": many[each.pk], "is_small": many[each.pk] < small}
            for each in page.rows
        ]
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
    rows = Commitment.objects.filter(within("organisation__place__path", place.path))
    rows = {
        "done": rows.done(),
        "promised": rows.promised(),
        "overdue": rows.overdue(),
        "dropped": rows.exclude(dropped_on=None),
    }.get(showing, rows)
    page = listing.by_day(rows.select_related("organisation__place"), request.GET, "due_on")
    context = {
        "place": place,
        "way": _way(place, "net:commitments"),
        "showing": showing if showing in SHOWING else "",
        "page": page,
        "today": clock.today(),
    }
    return render(request, "network/commitments.html", context)


# Whom to ring


@open_page
@require_safe
@kept_for_strangers
def directory(request: HttpRequest) -> HttpResponse:
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
@kept_for_strangers
def directory_at(request: HttpRequest, code: str) -> HttpResponse:
    """Of a community its buildings; of a building, or of an estate without any, whom to ring."""
    shows()
    return _at(request, _place(code))


def _at(request: HttpRequest, place: Place) -> HttpResponse:
    inside = Place.objects.on().inside(place.path).filter(level__in=(Level.ESTATE, Level.BUILDING))
    found = [] if place.level in _BELOW_COMMUNITY else list(inside.order_by("path")[: MOST_CHOICES + 1])
    context = {
        "place": place,
        "way": _way(place, "net:directory_at"),
        "estates": _by_estate(found[:MOST_CHOICES], place),
        "more": len(found) > MOST_CHOICES,
        "to_ring": _to_ring(place) if place.level in (*_BELOW_COMMUNITY, Level.ESTATE) else [],
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


def _to_ring(place: Place) -> list[Post]:
    """Who answers for a building: posts over it that somebody holds and that have a number, the steward first."""
    over = [post for post in known.held_over(place.path) if post.role in TO_RING and post.phone]
    return sorted(over, key=lambda post: (TO_RING.index(Role(post.role)), -len(post.place.path)))


@open_page
@require_safe
@kept_for_strangers
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The directory of an estate on paper: every building and whom to ring."""
    place = _place(code)
    shows()
    rows = Place.objects.on().inside(place.path).filter(level=Level.BUILDING).order_by("path")[:MOST_CHOICES]
    lines = [{"place": each, "to_ring": _to_ring(each)[:3]} for each in rows]
    context = {"place": place, "lines": lines, "to_ring": _to_ring(place), "today": clock.today()}
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
        "others": [each for each in _to_ring(post.place) if each.pk != post.pk][:3],
        "today": clock.today(),
    }
    return render(request, "network/plaque.html", context)
