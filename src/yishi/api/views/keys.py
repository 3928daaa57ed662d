"""The keys somebody has made or keeps: the list, a new one that is shown once, and revoking."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.network.views.doing import once, one_screen, unkept
from yishi.record import Refused
from yishi.record.numbers import number

from .. import actions, rules
from ..forms import Issue
from ..keys import new_token
from ..models import MARK, Key

PAGE = 30


@require_safe
@unkept
def keys(request: HttpRequest) -> HttpResponse:
    """The keys one may know of, the newest first."""
    rows = (
        Key.objects.visible_to(request.actor)
        .saying_who_left()
        .select_related("post__organisation", "post__place", "person", "issued_by")
    )
    before = number(request.GET.get("before"))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    post = request.actor.post
    context = {
        "keys": found[:PAGE],
        "next": f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "is_first": not before,
        "keeps": bool(post and post.can(Power.SET_UP)),
        "key": secrets.token_urlsafe(12),
        "me": request.actor.pk,
    }
    return render(request, "api/keys.html", context)


@one_screen
@unkept
def issue(request: HttpRequest) -> HttpResponse:
    """A new key. It is shown in the answer, and never again."""
    form = Issue(
        request.POST if request.method == "POST" else None,
        person=request.actor.person,
        posts=_posts(request),
    )
    if form.is_bound and form.is_valid():
        token = new_token()
        try:
            made = actions.issue_key(
                request.actor, form.for_whom, token=token, once=once(request), **form.arguments()
            )
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            found = MARK.fullmatch(token)
            fresh = bool(found and made.mark == found[1])
            address = request.build_absolute_uri("/").rstrip("/")
            context = {"made": made, "token": token if fresh else "", "address": address}
            return render(request, "api/key_made.html", context)
    context = {"form": form, "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16)}
    return render(request, "api/key_new.html", context, status=422 if form.errors else 200)


def _posts(request: HttpRequest) -> list[Post]:
    """The posts one may make a key for: one's own, and the one that was asked for where one keeps it."""
    posts = list(request.actor.posts)
    asked = number(request.GET.get("post"))
    if asked and asked not in {post.pk for post in posts}:
        rows = Post.objects.visible_to(request.actor).select_related("organisation", "place")
        other = get_object_or_404(rows, pk=asked)
        if not (verdict := rules.may_issue_key(request.actor, other)):
            raise Refused(verdict.reason, moved_on=verdict.moved_on)
        posts.insert(0, other)
    return posts


@require_POST
@unkept
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """A key opens nothing any more."""
    found = get_object_or_404(Key.objects.visible_to(request.actor), pk=pk)
    actions.revoke_key(request.actor, found, once=once(request))
    messages.success(request, _("The key opens nothing any more."))
    return redirect(reverse("api:keys"))
