"""For a branch: its opening commitments, one more, done, or dropped with the reason."""

import secrets

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.record import Refused
from yishi.record.doors import open_page

from .. import actions, listing
from ..forms.commitments import Drop, Fulfil, Promise
from ..models import Commitment, Organisation, within
from ..powers import Power, Role
from . import showing

unkept = cache_control(private=True, no_store=True)
MOST_BRANCHES = 300


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def openings(request: HttpRequest) -> HttpResponse:
    """The commitments of one's branch, or of the branches one keeps; and one more."""
    branches = _branches(request)
    form = Promise(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        body = get_object_or_404(Organisation, pk=_chosen(request, branches))
        if form.is_valid():
            try:
                actions.promise_opening(request.actor, body, once=_once(request), **form.cleaned_data)
                messages.success(request, _("Published. Everybody can see it, and by when it is to be done."))
                return redirect("net:openings")
            except Refused as refused:
                form.add_error("due_on", str(refused.reason))
    rows = Commitment.objects.filter(organisation__in=[each.pk for each in branches]).select_related(
        "organisation"
    )
    context = {
        "branches": branches,
        "form": form,
        "page": listing.by_day(rows, request.GET, "due_on"),
        "key": secrets.token_urlsafe(12),
        "place": request.actor.post.place,
    }
    return render(request, "network/openings.html", context, status=422 if form.errors else 200)


def _branches(request: HttpRequest) -> list[Organisation]:
    """The branches this post speaks for. Raises Refused."""
    post = request.actor.post
    if post and post.role == Role.BRANCH:
        return [post.organisation]
    if post and post.can(Power.SET_UP):
        rows = Organisation.objects.on().filter(within("place__path", post.place.path))
        return list(rows.filter(kind=Organisation.Kind.BRANCH).order_by("place__path", "id")[:MOST_BRANCHES])
    raise Refused(_("For a branch its secretary promises, or the community committee."))


def _chosen(request: HttpRequest, branches: list[Organisation]) -> int:
    """The branch the form names, of those one speaks for; with one only, that one."""
    named = request.POST.get("branch", "")
    keys = {str(each.pk): each.pk for each in branches}
    return keys.get(named, branches[0].pk if len(branches) == 1 else 0)


def _once(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:80]


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def fulfil(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done."""
    return _settle(request, pk, Fulfil, actions.fulfil_opening, "network/opening_fulfil.html")


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not be done."""
    return _settle(request, pk, Drop, actions.drop_opening, "network/opening_drop.html")


def _settle(request: HttpRequest, pk: int, shape: type[forms.Form], act, template: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    found = _own(request, pk)
    form = shape(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        act(request.actor, found, once=_once(request), **form.cleaned_data)
        messages.success(request, _("Kept. Everybody can read it."))
        return redirect("net:openings")
    context = {"commitment": found, "form": form, "key": secrets.token_urlsafe(12)}
    return render(request, template, context, status=422 if form.errors else 200)


def _own(request: HttpRequest, pk: int) -> Commitment:
    """The commitment, of a branch this post speaks for. Raises Refused, Http404."""
    branches = _branches(request)
    rows = Commitment.objects.filter(organisation__in=[each.pk for each in branches])
    return get_object_or_404(rows.select_related("organisation"), pk=pk)


@require_POST
@unkept
def take_proof_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Its picture is shown no more."""
    actions.take_proof_down(request.actor, _own(request, pk), once=_once(request))
    messages.success(request, _("The picture has been taken down. What was done stays."))
    return redirect("net:openings")


@open_page
@require_safe
def proof(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """The picture that shows it was done: everybody may see it."""
    found = get_object_or_404(Commitment.objects.exclude(picture=""), pk=pk)
    if size not in ("small", "full"):
        raise Http404
    return showing.jpeg(request, found.picture, found.picture_digest, small=size == "small")
