"""Webhooks: which programs are told of news, how that went, and what can be done about it."""

import secrets
from typing import Any

from django.contrib import messages
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.network.views.doing import once, one_screen, sent, unkept
from yishi.record import Refused

from .. import actions, rules
from ..forms import ChangeHook, SetHook
from ..hooks import new_secret
from ..models import Call, Hook, Key

MOST, LAST = 100, 10


def _with_keys(rows: Any) -> Any:
    return rows.select_related("key__post__organisation", "key__post__place", "key__person")


@require_safe
@unkept
def hooks(request: HttpRequest) -> HttpResponse:
    """Those of keys one may know of, with what was last sent."""
    rows = _with_keys(Hook.objects.visible_to(request.actor)).order_by(
        F("ended_on").asc(nulls_first=True), "-pk"
    )
    last = Prefetch("calls", Call.objects.order_by("-id")[:LAST], to_attr="last")
    found = rows.prefetch_related(last)[:MOST]
    return render(request, "api/hooks.html", {"hooks": found, "key": secrets.token_urlsafe(12)})


@one_screen
@unkept
def set_hook(request: HttpRequest) -> HttpResponse:
    """One more. What its calls are signed with is shown in the answer, and never again."""
    form = SetHook(sent(request), keys=_keys(request))
    if form.is_bound and form.is_valid():
        secret = new_secret()
        try:
            made = actions.set_hook(
                request.actor, form.key, secret=secret, once=once(request), **form.arguments()
            )
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            context = {"made": made, "secret": secret if made.secret == secret else ""}
            return render(request, "api/hook_made.html", context)
    context = {"form": form, "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16)}
    return render(request, "api/hook_new.html", context, status=422 if form.errors else 200)


def _keys(request: HttpRequest) -> list[Key]:
    """The keys a program may be told by, as far as one may have it told."""
    rows = Key.objects.visible_to(request.actor).valid().select_related("post__place", "person")
    return [key for key in rows.order_by("-pk")[:MOST] if rules.may_set_hook(request.actor, key)]


@one_screen
@unkept
def change_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """It is told of something else."""
    found = _found(request, pk)
    if not (verdict := rules.may_change_hook(request.actor, found)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    form = ChangeHook(sent(request), hook=found)
    if form.is_bound and form.is_valid():
        actions.change_hook(request.actor, found, once=once(request), **form.arguments())
        messages.success(request, form.done)
        return redirect("api:hooks")
    context = {
        "form": form,
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16),
        "hook": found,
    }
    return render(request, "api/hook_change.html", context, status=422 if form.errors else 200)


@require_POST
@unkept
def pause_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """It is told of nothing for a while."""
    actions.pause_hook(request.actor, _found(request, pk), once=once(request))
    messages.success(request, _("Paused. What happens meanwhile is told when you let it go on."))
    return redirect("api:hooks")


@require_POST
@unkept
def resume_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """It is told again."""
    actions.resume_hook(request.actor, _found(request, pk), once=once(request))
    messages.success(request, _("It goes on. What happened meanwhile is told within minutes."))
    return redirect("api:hooks")


@require_POST
@unkept
def try_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """It is called without any news, to see whether it answers."""
    actions.try_hook(request.actor, _found(request, pk))
    messages.success(request, _("A try is on its way. How it went stands here in a minute."))
    return redirect("api:hooks")


@require_POST
@unkept
def end_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """It is told of nothing any more."""
    actions.end_hook(request.actor, _found(request, pk), once=once(request))
    messages.success(request, _("Taken away. It is told of nothing any more."))
    return redirect("api:hooks")


def _found(request: HttpRequest, pk: int) -> Hook:
    return get_object_or_404(_with_keys(Hook.objects.visible_to(request.actor)), pk=pk)
