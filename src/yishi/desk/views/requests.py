"""Requests about one's own data that came on paper, by telephone or in person, for an account: writing one down, and
what two people do about it."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from yishi.cases import actions, mydata, rules
from yishi.cases.models import DataRequest
from yishi.people.limits import allow
from yishi.people.phones import starred
from yishi.record import Refused

from ..forms.requests import NewRequest, RefuseRequest, account_of
from .once import once

one_screen = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 50
"""Requests on one page, those due first."""
LOOKED_UP, HOUR = 20, 3600
"""Accounts one clerk may look for in an hour: nobody shall find out here who has one."""


def listed(actor: Any) -> list[DataRequest]:
    """Those that still ask somebody of the post's place for something, the first due first."""
    if not (actor.post and rules.may_enter_request(actor)):
        return []
    rows = (
        DataRequest.objects.visible_to(actor).under_way().select_related("post__organisation", "post__place")
    )
    return list(rows.exclude(person=actor.pk).order_by("due_on", "id")[:SHOWN])


@one_screen
def new_request(request: HttpRequest) -> HttpResponse:
    """Write one down."""
    actor = request.actor
    if not (verdict := rules.may_enter_request(actor)):
        raise Refused(verdict.reason)
    form = NewRequest(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if not allow("desk.account", str(actor.pk), LOOKED_UP, HOUR):
            raise Refused(_("You have looked for many accounts in a short time. Please wait an hour."))
        person = account_of(form.cleaned_data["account"])
        if person is None:
            form.add_error("account", _("There is no account with this number or name."))
        else:
            try:
                kept = actions.enter_request(
                    actor, None, person=person, once=_key(request), **form.arguments()
                )
            except Refused as refused:
                form.add_error(None, str(refused.reason))
            else:
                messages.success(request, _("Written down. They are told, and a second person must agree."))
                return redirect("desk:data_request", pk=kept.pk)
    return _form(request, "desk/confidence/new_request.html", form)


@one_screen
@cache_control(private=True, no_store=True)
def data_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: agree, or refuse it with the ground."""
    found = _found(request, pk)
    form = RefuseRequest(request.POST if request.POST.get("do") == "refuse" else None)
    if request.method == "POST":
        if request.POST.get("do") == "agree":
            actions.agree_request(request.actor, found, once=_key(request))
            messages.success(request, _("Agreed. Whoever asked has been told."))
            return redirect("desk:data_request", pk=found.pk)
        if form.is_bound and form.is_valid():
            actions.refuse_request(request.actor, found, once=_key(request), **form.cleaned_data)
            messages.success(request, _("Refused. Whoever asked reads why."))
            return redirect("desk:data_request", pk=found.pk)
    actor = request.actor
    context = {
        "request_": found,
        "account": _account(found),
        "may_agree": rules.may_agree_request(actor, found),
        "may_refuse": bool(rules.may_refuse_request(actor, found)),
        "may_hand_over": bool(rules.may_hand_over(actor, found)),
    }
    return _form(request, "desk/confidence/request.html", form, **context)


@require_POST
@cache_control(private=True, no_store=True)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, for whoever asked for it; that it was handed over is on the record."""
    found = _found(request, pk)
    if found.person is None:  # the account has been erased meanwhile
        raise Http404
    actions.hand_over(request.actor, found, once=_key(request))
    response = HttpResponse(mydata.as_zip(mydata.of_person(found.person)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="yishi-request-{found.pk}.zip"'
    return response


def _found(request: HttpRequest, pk: int) -> DataRequest:
    if not (verdict := rules.may_enter_request(request.actor)):
        raise Refused(verdict.reason)
    rows = DataRequest.objects.visible_to(request.actor).exclude(person=request.actor.pk)
    posts = ("post__organisation", "post__place", "decided_post__organisation", "decided_post__place")
    return get_object_or_404(rows.select_related("person", "erasure", *posts), pk=pk)


def _account(found: DataRequest) -> str:
    """Enough to know the account by: its number with stars, or the name it is signed in with."""
    person = found.person
    if person is None or not person.is_active:
        return ""
    return starred(person.phone) if person.phone else person.username


def _key(request: HttpRequest) -> str:
    return once(request, request.POST.get("key", "")[:64])


def _form(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    context |= {"form": form, "key": secrets.token_urlsafe(16)}
    return render(request, template, context, status=422 if form.errors else 200)
