"""For whoever keeps the posts: choose, print, replace and take down plaques."""

import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.record import Refused, clock

from .. import actions, paper, plaque_sheets, plaques
from ..forms.plaques import Choose
from ..models import Place, Plaque, Post, within
from ..powers import Power

unkept = cache_control(private=True, no_store=True)
MOST_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def keep(request: HttpRequest) -> HttpResponse:
    """Choose and print; and the plaques that no longer say what is so."""
    home = _kept_place(request)
    form = Choose(request.POST if request.method == "POST" else None, path=home.path)
    if request.method == "POST" and form.is_valid():
        place = form.places.get(form.cleaned_data["place"], home)
        posts = _wanted(place, **{name: form.cleaned_data[name] for name in ("roles", "size", "which")})
        try:
            printed = actions.print_plaques(
                request.actor, place, posts=posts, size=form.cleaned_data["size"], once=_once(request)
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            at = printed[0].printed_at if printed else _last(home)
            query = urlencode({"at": at.isoformat(), "size": form.cleaned_data["size"]})
            return redirect(f"{reverse('net:plaques_printed')}?{query}")
    stale = plaques.to_replace(home.path)
    context = {
        "home": home,
        "form": form,
        "stale": [{"plaque": each, "why": plaques.WHY[why]} for each, why in stale[:MOST_SHOWN]],
        "many": len(stale),
        "most": MOST_SHOWN,
        "hanging": Plaque.objects.hanging().filter(within("post__place__path", home.path)).count(),
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "network/plaques.html", context, status=422 if form.errors else 200)


def _kept_place(request: HttpRequest) -> Place:
    """The place whose plaques this post keeps. Raises Refused."""
    post = request.actor.post
    if post is None or not post.can(Power.SET_UP):
        raise Refused(_("Plaques are printed by whoever keeps the places and posts."))
    return post.place


def _once(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:80]


def _last(home: Place):  # type: ignore[no-untyped-def]
    newest = Plaque.objects.filter(within("post__place__path", home.path)).order_by("-printed_at").first()
    return newest.printed_at if newest else clock.now()


def _wanted(place: Place, *, roles: list[str], size: str, which: str) -> list[Post]:
    posts = plaques.posts_with_plaque(place.path, roles)
    if which == "missing":
        posts = posts.exclude(pk__in=Plaque.objects.hanging().filter(size=size).values("post"))
    if which == "replace":
        stale = {plaque.post_id for plaque, _why in plaques.to_replace(place.path) if plaque.size == size}
        return [post for post in posts if post.pk in stale]
    return list(posts[: actions.MOST_PLAQUES + 1])


@require_safe
@unkept
def printed(request: HttpRequest) -> HttpResponse:
    """What was just made ready: how many, and the file."""
    rows = _batch(request)
    context = {"many": rows.count(), "query": request.GET.urlencode()}
    return render(request, "network/plaques_printed.html", context)


def _batch(request: HttpRequest):  # type: ignore[no-untyped-def]
    """The plaques made ready at one moment."""
    home, size = _kept_place(request), request.GET.get("size", "")
    try:
        at = parse_datetime(request.GET.get("at", "")[:40])
    except ValueError:
        at = None
    rows = Plaque.objects.hanging().filter(within("post__place__path", home.path))
    if at is None or at.tzinfo is None or not 1900 < at.year < 9000:
        return rows.none()
    return rows.filter(printed_at=at, size=size).order_by("post__place__path", "post_id")


@require_safe
@unkept
def file(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """One PDF with all of them, given out page by page as it is drawn."""
    rows = _batch(request).select_related("post__organisation", "post__place")[: actions.MOST_PLAQUES]
    return _as_file(request, list(rows))


@require_safe
@unkept
def file_of_one(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """One plaque again, as it would be printed now."""
    return _as_file(request, [_one(request, pk)])


def _as_file(request: HttpRequest, rows: list[Plaque]) -> HttpResponse | StreamingHttpResponse:
    if not rows:
        return redirect("net:plaques")
    try:
        pieces = plaque_sheets.file_of(rows, _address(request), _("Plaques"))
    except paper.NoType:
        return render(request, "network/plaques_no_type.html", status=503)
    answer = StreamingHttpResponse(pieces, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="plaques-{len(rows)}.pdf"'
    return answer


def _address(request: HttpRequest) -> Callable[[str], str]:
    """The page of a token, in full."""
    base = settings.YISHI_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    return lambda token: base + reverse("net:plaque", args=[token])


def _one(request: HttpRequest, pk: int) -> Plaque:
    rows = Plaque.objects.hanging().filter(within("post__place__path", _kept_place(request).path))
    return get_object_or_404(rows.select_related("post__organisation", "post__place"), pk=pk)


@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """It hangs no more."""
    found = actions.take_down(request.actor, _one(request, pk))
    messages.success(request, _("Taken down: %(plaque)s") % {"plaque": found.post.title})
    return redirect("net:plaques")
