"""What the pages of whoever keeps the net share: the door, a form that is shown and done, and lists read by key."""

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from yishi.record import Refused, Verdict
from yishi.record.numbers import number

from ..forms.bodies import Form
from ..models import Post
from ..powers import Power

PAGE = 30
one_screen = require_http_methods(["GET", "HEAD", "POST"])
unkept = cache_control(private=True, no_store=True)


def keeper(request: HttpRequest) -> Post:
    """The post that keeps the net of a place, in which whoever asks acts. Raises `Refused` for anybody else."""
    post = request.actor.post
    if post is None or not post.can(Power.SET_UP):
        raise Refused(_("Places and posts are kept by the community committee and the operator."))
    return post


def asked_for(verdict: Verdict) -> None:
    """Raises `Refused` with the reason of a rule that says no."""
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)


def once(request: HttpRequest) -> str:
    """The name of one sending: the form's key with what was said, so that the same form sent twice happens once."""
    key = request.POST.get("key", "")
    said = sorted((name, value) for name, values in request.POST.lists() for value in values)
    whole = json.dumps(
        [request.actor.pk, request.path, [pair for pair in said if pair[0] != "csrfmiddlewaretoken"]]
    )
    return hashlib.sha256(whole.encode(errors="replace")).hexdigest() if key else ""


def sent(request: HttpRequest) -> Any:
    """What a form is bound to: nothing while it is only looked at."""
    return request.POST if request.method == "POST" else None


def page_of(rows: Any, after: str | None) -> tuple[list[Any], str]:
    """A page of rows in the order of their places, and what the next page comes after ("" on the last). `after` is the
    number of the last row before."""
    last = rows.model._base_manager.filter(pk=number(after)).select_related("place").first()
    if last is not None:
        rows = rows.filter(
            Q(place__path__gt=last.place.path) | Q(place__path=last.place.path, pk__gt=last.pk)
        )
    found = list(rows.order_by("place__path", "pk")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def do(
    request: HttpRequest,
    form: Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    back: str,
    then: str = "",
    show: Callable[[Form], HttpResponse | None] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form, or do what it says. A refusal for what was typed stands at the form (422). `then` is where to go on
    (`back`); `show` may answer with a page of its own before it is done."""
    if form.is_bound and form.is_valid():
        asked = show(form) if show else None
        if asked is not None:
            return asked
        try:
            result = act(form.arguments())
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            if isinstance(result, HttpResponse):
                return result
            messages.success(request, form.done)
            return redirect(then or back)
    context |= {
        "form": form,
        "title": title,
        "back": back,
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16),
    }
    return render(request, "network/bodies_form.html", context, status=422 if form.errors else 200)
