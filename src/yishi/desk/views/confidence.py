"""What the house keeps of people and for how long, the notice of privacy, and requests for erasure: for those who keep
the rules, and for those who may refuse a request."""

import secrets
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yishi.cases import actions, rules
from yishi.cases.models import Case, Erasure
from yishi.network.powers import Power
from yishi.people.models import PrivacyNotice
from yishi.people.retention import in_force
from yishi.record import Refused, clock

from ..forms.confidence import KeepFor, NewNotice, OnPaper, RefuseErasure
from .once import once
from .requests import listed

one_screen = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 50
"""Requests on one page, those due first."""
TIMES = ("reveal_hours", "glass_minutes", "delay_days", "erase_days", "request_days", "request_source")


def concerns(actor: Any) -> bool:
    """Whether the pages are for the post: it sets the rules, or decides on requests."""
    post = actor.post
    return bool(post) and (post.can(Power.SET_UP) or post.can(Power.BREAK_GLASS))


@one_screen
def confidence(request: HttpRequest) -> HttpResponse:
    """Rules of retention with what they last erased, the notice in force, and requests that wait."""
    actor = request.actor
    if not concerns(actor):
        raise Refused(
            _("This is kept by the community committee, the council, the hotline and the operator.")
        )
    on_paper = _on_paper(request)
    if on_paper is not None and on_paper.is_bound and on_paper.is_valid():
        return redirect(on_paper.address)
    context = {
        "rules": in_force(),
        "may_set": bool(rules.may_set_retention(actor)),
        "notice": PrivacyNotice.objects.present(),
        "coming": PrivacyNotice.objects.filter(from_on__gt=clock.today()).order_by("from_on", "id")[:3],
        "may_decide": actor.post.can(Power.BREAK_GLASS),
        "requests": _requests(actor),
        "on_paper": on_paper,
        "may_enter": bool(rules.may_enter_request(actor)),
        "data_requests": listed(actor),
        "key": secrets.token_urlsafe(16),
    }
    return render(
        request, "desk/confidence/home.html", context, status=422 if request.method == "POST" else 200
    )


def _on_paper(request: HttpRequest) -> OnPaper | None:
    post = request.actor.post
    if not post.can(Power.FILE) or post.can(Power.VOLUNTEER):
        return None
    return OnPaper(request.POST if request.method == "POST" else None, actor=request.actor)


def _waiting(actor: Any) -> Any:
    """Requests the post may refuse: of accounts, and of matters of its place it may know of and that are not about
    it."""
    post = actor.post
    if not post.can(Power.BREAK_GLASS):
        return Erasure.objects.none()
    seen = Case.objects.visible_to(actor).at(post.place.path)
    found = Erasure.objects.waiting().filter(Q(case=None) | Q(case__in=seen.values("pk")))
    return found.select_related("case", "post__organisation", "post__place").order_by("due_at", "id")


def _requests(actor: Any) -> list[Erasure]:
    return [each for each in _waiting(actor)[:SHOWN] if rules.may_refuse_erasure(actor, each)]


def _may_set(actor: Any) -> None:
    if not (verdict := rules.may_set_retention(actor)):
        raise Refused(verdict.reason)


@one_screen
def keep_for(request: HttpRequest, what: str) -> HttpResponse:
    """How long one kind of what points to a person is kept, and why."""
    actor = request.actor
    _may_set(actor)
    rule = next((each for each in in_force() if each.what == what), None)
    if rule is None:
        raise Http404
    known = {"keep_days": rule.keep_days, "source": rule.source}
    form = KeepFor(request.POST if request.method == "POST" else None, what=what, initial=known)
    if form.is_bound and form.is_valid():
        try:
            actions.set_retention(actor, None, what=what, once=_key(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error("keep_days", str(refused.reason))
        else:
            messages.success(request, _("Kept. It holds from now on."))
            return redirect("desk:confidence")
    return _form(request, "desk/confidence/keep_for.html", form, rule=rule)


@one_screen
def notice(request: HttpRequest) -> HttpResponse:
    """A new version of the notice of privacy; the one in force stays as it was."""
    actor = request.actor
    _may_set(actor)
    now = PrivacyNotice.objects.present()
    known = {name: getattr(now, name) for name in ("controller", "contact", "processors", *TIMES)}
    form = NewNotice(
        request.POST if request.method == "POST" else None, initial={**known, "from_on": clock.today()}
    )
    if form.is_bound and form.is_valid():
        actions.set_privacy_notice(actor, None, once=_key(request), **form.cleaned_data)
        messages.success(request, _("Kept. Residents read it from that day on."))
        return redirect("desk:confidence")
    return _form(request, "desk/confidence/notice.html", form, notice=now)


@one_screen
def refuse_erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """A request is refused on a ground of law, and whoever asked reads it."""
    actor = request.actor
    if not concerns(actor):
        raise Http404
    erasure = get_object_or_404(_waiting(actor), pk=pk)
    if not (verdict := rules.may_refuse_erasure(actor, erasure)):
        raise Refused(verdict.reason)
    form = RefuseErasure(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.refuse_erasure(actor, erasure, once=_key(request), **form.cleaned_data)
        messages.success(request, _("Refused. Whoever asked reads why."))
        return redirect("desk:confidence")
    return _form(request, "desk/confidence/refuse.html", form, erasure=erasure)


def _key(request: HttpRequest) -> str:
    return once(request, request.POST.get("key", "")[:64])


def _form(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    context |= {"form": form, "key": request.POST.get("key", "")[:64] or secrets.token_urlsafe(16)}
    return render(request, template, context, status=422 if form.errors else 200)
