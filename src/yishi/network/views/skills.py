"""Pages of those who help: what one offers and where one has reported; what is offered at the place of a post."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.record import Refused
from yishi.record.numbers import BIGGEST

from .. import actions
from ..actors import Actor
from ..forms.skills import ChangeOffer, EnterOffer, Offer
from ..models import Level, Place, Registration, Residence, SkillOffer, within
from ..powers import Power

PAGE = 50
LONGEST_KEY = 64
unkept = cache_control(private=True, no_store=True)


def key_of(request: HttpRequest) -> str:
    """The name of this sending, so that it happens once."""
    key = request.POST.get("key", "")[:LONGEST_KEY]
    return f"{request.user.pk}:{request.path}:{key}" if key else ""


def as_person(request: HttpRequest) -> Actor:
    """Whoever offers help does so as themselves, whatever post they also hold."""
    return Actor(person=request.actor.person, posts=request.actor.posts)  # type: ignore[attr-defined]


def bodies_of(actor: Any) -> set[int]:
    """Keys of the bodies whose posts somebody holds."""
    return {post.organisation_id for post in (actor.post, *actor.posts) if post}


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def mine(request: HttpRequest) -> HttpResponse:
    """What one offers, and where one has reported."""
    actor = as_person(request)
    places = actions.places_of(actor.person)
    form = Offer(request.POST if request.method == "POST" else None, places=places)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.offer_skill(actor, said.pop("place"), once=key_of(request), **said)
        except Refused as refused:
            form.add_error("skill", str(refused.reason))
        else:
            messages.success(
                request, _("Thank you. You are asked when it is needed nearby, and may always say no.")
            )
            return redirect("net:helping")
    home = Residence.objects.of(actor.person)
    context = {
        "form": form if places else None,
        "offers": list(SkillOffer.objects.present().filter(person=actor.pk).select_related("place")),
        "home": home,
        "is_known": SkillOffer.objects.present().known().filter(person=actor.pk).exists(),
        "registration": _registration(actor),
        "has_unit": Registration.objects.on().units().filter(unit__in=bodies_of(actor)).exists(),
        "community": _community(home),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "network/helpers.html", context, status=422 if form.errors else 200)


def _registration(actor: Actor) -> Registration | None:
    rows = Registration.objects.on().filter(person=actor.pk).select_related("community", "assigned_to")
    return rows.prefetch_related("tasks").first()


def _community(home: Residence | None) -> Place | None:
    return Place.objects.around(home.place.path).filter(level=Level.COMMUNITY).first() if home else None


def _own(request: HttpRequest, pk: int) -> SkillOffer:
    seen = SkillOffer.objects.visible_to(request.actor).select_related("place")  # type: ignore[attr-defined]
    return get_object_or_404(seen, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """When one is there, and who may read one's name."""
    offer = _own(request, pk)
    is_mine = offer.person_id is not None and offer.person_id == request.actor.pk  # type: ignore[attr-defined]
    initial = {"times": offer.times, "shown_name": offer.shown_name}
    form = ChangeOffer(request.POST if request.method == "POST" else None, initial=initial)
    if not is_mine:
        del form.fields["shown_name"]
    if request.method == "POST" and form.is_valid():
        actor = as_person(request) if is_mine else request.actor  # type: ignore[attr-defined]
        actions.change_offer(actor, offer, once=key_of(request), **form.cleaned_data)
        messages.success(request, _("Changed."))
        return redirect("net:helping" if is_mine else "net:helping_here")
    context = {"offer": offer, "form": form, "is_mine": is_mine, "key": secrets.token_urlsafe(16)}
    return render(request, "network/helpers_change.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """One no longer offers it; of somebody without an account nothing is kept."""
    offer = _own(request, pk)
    is_mine = offer.person_id is not None and offer.person_id == request.actor.pk  # type: ignore[attr-defined]
    actions.end_offer(as_person(request) if is_mine else request.actor, offer)  # type: ignore[attr-defined]
    messages.success(request, _("This is no longer offered."))
    return redirect("net:helping" if is_mine else "net:helping_here")


# For those who know the people there


def _knows_people(request: HttpRequest) -> Any:
    post = request.actor.post  # type: ignore[attr-defined]
    if post is None or not post.can(Power.VOUCH):
        raise Refused(_("Who helps here is seen by the steward, the branch and the community committee."))
    return post


class Which(forms.Form):
    """What of the list is shown, and where the page begins."""

    skill = forms.ChoiceField(choices=[("", ""), *SkillOffer.Skill.choices], required=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=BIGGEST)


@require_safe
@unkept
def here(request: HttpRequest) -> HttpResponse:
    """Who offers what at the place of one's post."""
    post, which = _knows_people(request), Which(request.GET)
    asked = which.cleaned_data if which.is_valid() else {}
    rows = SkillOffer.objects.visible_to(request.actor).filter(within("place__path", post.place.path))  # type: ignore[attr-defined]
    if asked.get("skill"):
        rows = rows.filter(skill=asked["skill"])
    if asked.get("after"):
        rows = rows.filter(pk__gt=asked["after"])
    found = list(rows.select_related("person", "place", "entered_by").order_by("pk")[: PAGE + 1])
    shown = found[:PAGE]
    more = f"?skill={asked.get('skill', '')}&after={shown[-1].pk}" if len(found) > PAGE else ""
    context = {
        "post": post,
        "offers": shown,
        "next": more,
        "is_first": not asked.get("after"),
        "skill": asked.get("skill", ""),
        "skills": SkillOffer.Skill.choices,
        "keeps": post.can(Power.GIVE_TASKS),
    }
    return render(request, "network/helpers_here.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def enter(request: HttpRequest) -> HttpResponse:
    """Somebody without an account, who agreed."""
    post = _knows_people(request)
    levels = (Level.COMMUNITY, Level.ESTATE, Level.BUILDING)
    places = Place.objects.inside(post.place.path).on().filter(level__in=levels)
    form = EnterOffer(request.POST if request.method == "POST" else None, places=places)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.enter_offer(request.actor, said.pop("place"), once=key_of(request), **said)  # type: ignore[attr-defined]
        except Refused as refused:
            form.add_error("name", str(refused.reason))
        else:
            messages.success(request, _("Entered. When it is needed nearby, the desk rings them."))
            return redirect("net:helping_here")
    context = {"form": form, "key": secrets.token_urlsafe(16)}
    return render(request, "network/helpers_enter.html", context, status=422 if form.errors else 200)
