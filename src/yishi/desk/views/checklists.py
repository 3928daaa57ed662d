"""Keeping checklists, and ticking their points."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.network.models import within
from yishi.network.powers import Power
from yishi.record import Refused

from .. import actions, rules
from ..forms.texts import KeepChecklist
from ..models import Checklist, Point
from ..models.texts import over
from .acting import _from
from .case import lookup
from .once import once

MOST = 200
LONGEST_KEY = 64


def _seen(request: HttpRequest) -> Any:
    """Lists that hold at the place of the post, or within it."""
    post = request.actor.post  # type: ignore[attr-defined]
    if post is None:
        raise Refused(_("Checklists are kept by those who hold a post."))
    path = post.place.path
    rows = Checklist.objects.filter(active=True).select_related("place", "category__parent")
    return rows.filter(place__path__in=over(path)) | rows.filter(within("place__path", path))


def _keeper(request: HttpRequest) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    if actor.post is None or not actor.post.can(Power.SET_UP):
        raise Refused(_("What desks share is kept by the community committee, each for its own place."))
    return actor


@require_safe
def checklists(request: HttpRequest) -> HttpResponse:
    """The lists that hold here, with their points."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = _seen(request).prefetch_related("points")
    shown = list(rows.order_by("category__parent__position", "category__position", "whose", "id")[:MOST])
    context = {
        "lists": [(each, bool(rules.may_change_checklist(actor, each))) for each in shown],
        "may_add": actor.post.can(Power.SET_UP),
    }
    return render(request, "desk/checks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_checklist(request: HttpRequest) -> HttpResponse:
    """A new list for the desks of one's place."""
    actor = _keeper(request)
    if request.method != "POST":
        return _ask(request, KeepChecklist(), None, secrets.token_urlsafe(16))
    form, key = KeepChecklist(request.POST), request.POST.get("key", "")[:LONGEST_KEY]
    if not form.is_valid():
        return _ask(request, form, None, key, 422)
    head = {name: form.cleaned_data[name] for name in ("category", "whose")}
    try:
        actions.add_checklist(actor, actor.post.place, once=once(request, key), points=form.points(), **head)
    except Refused as refused:
        form.add_error("category", str(refused.reason))
        return _ask(request, form, None, key, 422)
    messages.success(request, _("Kept. It stands on every case of this kind."))
    return redirect("desk:checklists")


@require_http_methods(["GET", "HEAD", "POST"])
def change_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Its points, line by line; an emptied line is taken off."""
    checklist = get_object_or_404(_seen(request), pk=pk)
    if not (verdict := rules.may_change_checklist(request.actor, checklist)):  # type: ignore[attr-defined]
        raise Refused(verdict.reason)
    if request.method != "POST":
        return _ask(request, KeepChecklist(checklist=checklist), checklist, secrets.token_urlsafe(16))
    form, key = KeepChecklist(request.POST, checklist=checklist), request.POST.get("key", "")[:LONGEST_KEY]
    if not form.is_valid():
        return _ask(request, form, checklist, key, 422)
    actor = request.actor  # type: ignore[attr-defined]
    actions.change_checklist(actor, checklist, once=once(request, key), points=form.points())
    messages.success(request, _("Kept. It stands on every case of this kind."))
    return redirect("desk:checklists")


@require_POST
def retire_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Put away; what was ticked stays on the cases."""
    checklist = get_object_or_404(_seen(request), pk=pk)
    actions.retire_checklist(request.actor, checklist)  # type: ignore[attr-defined]
    messages.success(request, _("Put away. Nobody is asked it any more."))
    return redirect("desk:checklists")


def _ask(
    request: HttpRequest, form: KeepChecklist, checklist: Checklist | None, key: str, status: int = 200
) -> HttpResponse:
    context = {"form": form, "checklist": checklist, "key": key or secrets.token_urlsafe(16)}
    return render(request, "desk/checks/edit.html", context, status=status)


@require_POST
def check(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Tick a point of a case, or take the tick back (`undo`)."""
    found, point = lookup(request, number), get_object_or_404(Point, pk=pk)
    act = actions.untick if "undo" in request.POST else actions.tick
    try:
        act(request.actor, found, once=_once(request), point=point)  # type: ignore[attr-defined]
    except Refused as refused:
        messages.warning(request, str(refused.reason))
    came = request.GET.get("from", "")
    back = reverse("desk:case", args=[found.number]) + (f"?{_from(came)}" if came else "")
    return redirect(f"{back}#checks")


def _once(request: HttpRequest) -> str:
    return once(request, request.POST.get("key", "")[:LONGEST_KEY])
