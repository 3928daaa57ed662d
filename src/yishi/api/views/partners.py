"""The outer systems of a place: the list with how the talk goes, a new one, and its end."""

import secrets

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.network.models import Post
from yishi.network.views.doing import keeper, once, one_screen, sent, unkept
from yishi.record import Refused

from .. import actions, rules
from ..forms import Change, Connect
from ..models import Partner, Shared

MOST = 200


@require_safe
@unkept
def partners(request: HttpRequest) -> HttpResponse:
    """Those of the posts one keeps, with how many matters both know, and what went wrong last."""
    keeper(request)
    rows = Partner.objects.visible_to(request.actor).select_related("post__organisation", "post__place")
    known = Count("shared"), Count("shared", filter=Q(shared__over=False))
    found = rows.annotate(known=known[0], under_way=known[1]).order_by(
        F("ended_on").asc(nulls_first=True), "-pk"
    )[:MOST]
    context = {"partners": found, "key": secrets.token_urlsafe(12), "ways": Shared.Way}
    return render(request, "api/partners.html", context)


@one_screen
@unkept
def connect(request: HttpRequest) -> HttpResponse:
    """One more."""
    keeper(request)
    form = Connect(sent(request), posts=_posts(request))
    if form.is_bound and form.is_valid():
        try:
            actions.set_partner(request.actor, form.for_post, once=once(request), **form.arguments())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, form.done)
            return redirect("api:partners")
    context = {"form": form, "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16)}
    return render(request, "api/partner_new.html", context, status=422 if form.errors else 200)


def _posts(request: HttpRequest) -> list[Post]:
    """The posts an outer system can stand for, as far as one may have a machine act for them."""
    rows = Post.objects.visible_to(request.actor).on().select_related("organisation", "place")
    wanted = rows.filter(role__in=("department", "property", "hotline")).order_by("place__path", "pk")[:MOST]
    return [post for post in wanted if rules.may_set_partner(request.actor, post)]


@one_screen
@unkept
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """It is called otherwise, or other things go to and fro."""
    keeper(request)
    found = _found(request, pk)
    if not (verdict := rules.may_change_partner(request.actor, found)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    form = Change(sent(request), partner=found)
    if form.is_bound and form.is_valid():
        actions.change_partner(request.actor, found, once=once(request), **form.arguments())
        messages.success(request, form.done)
        return redirect("api:partners")
    context = {
        "form": form,
        "partner": found,
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16),
    }
    return render(request, "api/partner_change.html", context, status=422 if form.errors else 200)


@require_POST
@unkept
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is exchanged for a while."""
    keeper(request)
    actions.pause_partner(request.actor, _found(request, pk), once=once(request))
    messages.success(request, _("Paused. Nothing goes to and fro until you let it go on."))
    return redirect("api:partners")


@require_POST
@unkept
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """The exchange goes on."""
    keeper(request)
    actions.resume_partner(request.actor, _found(request, pk), once=once(request))
    messages.success(request, _("It goes on. What came meanwhile is exchanged within minutes."))
    return redirect("api:partners")


def _found(request: HttpRequest, pk: int) -> Partner:
    rows = Partner.objects.visible_to(request.actor).select_related("post__organisation", "post__place")
    return get_object_or_404(rows, pk=pk)


@require_POST
@unkept
def disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is exchanged any more."""
    keeper(request)
    actions.end_partner(request.actor, _found(request, pk), once=once(request))
    messages.success(request, _("Disconnected. What both know stays, and its key is forgotten."))
    return redirect("api:partners")
