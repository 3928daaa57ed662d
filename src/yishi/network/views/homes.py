"""Pages of the net: a resident says where they live; whoever knows them vouches for it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.insight.words import clean
from yishi.record import Refused
from yishi.record.numbers import BIGGEST

from .. import actions, picking
from ..actors import Actor
from ..forms.homes import Door
from ..models import Dwelling, Level, Place, PlaceQuerySet, Post, Residence, within
from ..powers import Power, roles_with
from .places import plans_of

MOST_SHOWN = 60
PAGE = 30
LEVELS = (Level.COMMUNITY, Level.ESTATE, Level.BUILDING)
unkept = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def home(request: HttpRequest) -> HttpResponse:
    """Where one lives: first the building, then the door."""
    actor = _as_resident(request)
    building = _building(request.GET.get("building", ""))
    picked = _picked(request, building)
    typed = request.method == "POST" and picked is None
    form = Door(request.POST if typed else None)
    if request.method == "POST" and building is None:
        raise Http404(_("There is no such place."))
    if picked or (typed and form.is_valid()):
        where, door = (picked.place, picked.door) if picked else (building, form.cleaned_data["door"])
        actions.claim_home(actor, where, door=door)
        messages.success(request, _("Kept. Whoever knows you there will vouch for it; nobody else sees it."))
        return redirect("network:home")
    mine = Residence.objects.of(actor.person)
    context = {
        "home": mine,
        "building": building,
        "form": form,
        "vouching": _vouching(mine.place.path) if mine and not mine.is_verified else [],
        "look": None if building else _look(request.GET),
        "picker": _picker(request, building),
    }
    return render(request, "network/home.html", context, status=422 if form.errors else 200)


def _as_resident(request: HttpRequest) -> Actor:
    """Whoever says where they live does so as a resident, whatever post they also hold."""
    return Actor(person=request.actor.person)


def _building(code: str) -> Place | None:
    buildings = Place.objects.living().filter(level=Level.BUILDING)
    return buildings.with_code(clean(code)[:40]) if code else None


def _picker(request: HttpRequest, building: Place | None) -> picking.Picker | None:
    """The next tap on the way to one's door, where the roll knows the doors of the building."""
    if building is None:
        return None
    return picking.doors_of(building, request.GET.get("unit", "")[:40], request.GET.get("floor", "")[:6])


def _picked(request: HttpRequest, building: Place | None) -> Dwelling | None:
    """The door that was tapped, if it is one of the building."""
    pk = request.POST.get("pick", "") if request.method == "POST" else ""
    if building is None or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    found = Dwelling.objects.filter(within("place__path", building.path), gone_on=None, pk=pk)
    return found.select_related("place").first()


def _vouching(path: str) -> list[Post]:
    """Who vouches for homes there, the nearest first."""
    posts = Post.objects.over(path).held().filter(role__in=roles_with(Power.VOUCH))
    return list(posts.select_related("organisation", "place").order_by("-place__depth", "id")[:3])


@dataclass
class Look:
    """What there is to choose from on the way to a building: where we are, the way there, and what lies within."""

    here: Place | None
    way: list[Place]
    options: list[Place]
    words: str
    more: bool
    plans: list[Any] = field(default_factory=list)


def _look(asked: Any) -> Look:
    words = clean(asked.get("q", ""))[:60]
    places = Place.objects.living().filter(level__in=LEVELS)
    if words:
        return _shown(None, [], _holding(places, words), words)
    here = places.with_code(clean(asked.get("in", ""))[:40])
    communities = list(places.filter(level=Level.COMMUNITY)[:2])
    if here is None and len(communities) == 1:
        here = communities[0]
    if here is None:
        return _shown(None, [], places.filter(level=Level.COMMUNITY), "")
    finer = Level.ESTATE if here.level == Level.COMMUNITY else Level.BUILDING
    way = [each for each in Place.objects.around(here.path) if each.level in LEVELS and each.pk != here.pk]
    look = _shown(here, way, places.inside(here.path).filter(level=finer), "")
    if here.level == Level.ESTATE:
        look.plans = plans_of(here)
    return look


def _holding(places: PlaceQuerySet, words: str) -> PlaceQuerySet:
    for word in words.split()[:6]:
        places = places.filter(Q(label_zh__icontains=word) | Q(label_en__icontains=word))
    return places.order_by("depth", "path")


def _shown(here: Place | None, way: list[Place], options: PlaceQuerySet, words: str) -> Look:
    found = list(options[: MOST_SHOWN + 1])
    return Look(here, way, found[:MOST_SHOWN], words, len(found) > MOST_SHOWN)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """One no longer lives there."""
    actor = _as_resident(request)
    if mine := Residence.objects.of(actor.person):
        actions.leave_home(actor, mine)
        messages.success(request, _("Your home is no longer kept here."))
    return redirect("network:home")


# For whoever vouches


@require_safe
@unkept
def homes(request: HttpRequest) -> HttpResponse:
    """The homes that wait to be vouched for, longest first."""
    post = _post_that_vouches(request)
    rows = Residence.objects.visible_to(request.actor).waiting(post.place.path)
    begin = Begin(request.GET).key()
    if begin:
        at, pk = begin
        rows = rows.filter(Q(claimed_at__gt=at) | Q(claimed_at=at, pk__gt=pk))
    found = list(rows.select_related("person", "place")[: PAGE + 1])
    shown = found[:PAGE]
    more = ""
    if len(found) > PAGE:
        more = "?" + urlencode({"at": shown[-1].claimed_at.isoformat(), "id": shown[-1].pk})
    return render(request, "network/homes.html", {"homes": shown, "next": more, "is_first": begin is None})


class Begin(forms.Form):
    """Where a page of the list begins: the last row of the one before."""

    at = forms.DateTimeField(required=False)
    id = forms.IntegerField(required=False, min_value=0, max_value=BIGGEST)

    def key(self) -> tuple[datetime, int] | None:
        """The key, or None for the first page and for one that is none."""
        if not self.is_valid():
            return None
        at, pk = self.cleaned_data["at"], self.cleaned_data["id"]
        return (at, pk) if at and pk is not None and 1900 < at.year < 9000 else None


def _post_that_vouches(request: HttpRequest) -> Post:
    post = request.actor.post
    if post is None or not post.can(Power.VOUCH):
        raise Refused(_("Homes are vouched for by the steward, the branch or the community committee."))
    return post


@require_POST
def vouch(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who knows the person says that they live there."""
    found = _waiting(request, pk)
    actions.vouch_for_home(request.actor, found)
    messages.success(request, _("Vouched for: %(home)s") % {"home": f"{found.place.label} {found.door}"})
    return redirect("network:homes")


@require_POST
def not_there(request: HttpRequest, pk: int) -> HttpResponse:
    """They do not live there."""
    found = _waiting(request, pk)
    actions.leave_home(request.actor, found)
    messages.success(
        request, _("Taken off the list: %(home)s") % {"home": f"{found.place.label} {found.door}"}
    )
    return redirect("network:homes")


def _waiting(request: HttpRequest, pk: int) -> Residence:
    _post_that_vouches(request)
    seen = Residence.objects.visible_to(request.actor).select_related("place")
    return get_object_or_404(seen, pk=pk)
