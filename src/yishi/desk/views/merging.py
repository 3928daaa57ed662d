"""Putting two cases together: what looks the same, the two side by side, and which one goes on."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yishi.cases import actions, rules, story
from yishi.cases.models import Case, Photo, State
from yishi.network.powers import Power
from yishi.record import Refused

from ..forms.voices import Merge, WhichStays, named
from ..together import alike
from .case import lookup
from .once import once

LONGEST_KEY = 64


@dataclass
class Side:
    """One of two cases as it stands beside the other."""

    case: Case
    words: str
    photos: list[dict]


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Without another number, what looks the same; with one, both side by side and the choice which goes on."""
    found = lookup(request, number)
    asked = request.GET.get("with", "").strip()[:30]
    seen = Case.objects.visible_to(request.actor).with_labels().select_related("merged_into", "ladder")
    other = seen.by_number(asked) if asked else None
    wrong = "" if other or not asked else _("There is no case with this number, or it is not shown to you.")
    if other and other.state == State.MERGED and other.merged_into:
        other = lookup(request, other.merged_into.number)
    if other is None:
        return _choose(request, found, asked, wrong)
    return _compare(request, found, other)


def _choose(request: HttpRequest, found: Case, asked: str, wrong: str) -> HttpResponse:
    verdict, post = rules.may_merge(request.actor, found), request.actor.post
    if not verdict and not (found.admits("join") and post and post.can(Power.FILE)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    context = {
        "case": found,
        "alike": alike(request.actor, found, limit=8, to_merge=True),
        "asked": asked,
        "wrong": wrong,
        "back": reverse("desk:case", args=[found.number]),
    }
    status = 422 if wrong or request.method == "POST" else 200
    return render(request, "desk/merge_choose.html", context, status=status)


def _compare(request: HttpRequest, found: Case, other: Case) -> HttpResponse:
    actor = request.actor
    ways = [(each, rest) for each, rest in ((found, other), (other, found))]
    allowed = {rest.number: each for each, rest in ways if rules.may_put_together(actor, each, rest)}
    why_not = "" if allowed else str(rules.may_put_together(actor, found, other).reason)
    form = WhichStays(_choices(allowed, found, other), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = request.POST.get("key", "")[:LONGEST_KEY]
        into = found if form.cleaned_data["stays"] == found.number else other
        actions.merge(actor, allowed[into.number], once=once(request, key), into=into)
        messages.success(request, f"{into.number} · {Merge.done}")
        return redirect("desk:case", number=into.number)
    context = {
        "case": found,
        "sides": [_side(actor, found), _side(actor, other)],
        "form": form,
        "why_not": why_not,
        "key": secrets.token_urlsafe(16),
        "back": reverse("desk:merge", args=[found.number]),
    }
    return render(request, "desk/merge.html", context, status=422 if form.errors else 200)


def _choices(allowed: dict[str, Case], found: Case, other: Case) -> list:
    """The one that was raised first stands first."""
    first = min((found, other), key=lambda case: (case.reported_at, case.pk))
    chosen = []
    for case in sorted((found, other), key=lambda case: case is not first):
        if case.number in allowed:
            hint = _("It was raised first.") if case is first else _("It was raised later.")
            chosen.append((case.number, named(case, hint)))
    return chosen


def _side(actor: Any, case: Case) -> Side:
    within = story.sees_within(actor, case)
    seen = case.photos.all() if within else case.photos.shown()
    photos = [story.shown(photo) for photo in seen.filter(stage=Photo.Stage.REPORT)[:3]]
    return Side(case, case.draft_words if within else case.public_words, photos)
