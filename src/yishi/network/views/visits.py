"""The grid of a place, for those who go round: what is empty is the worklist; a visit is noted in two taps."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from yishi.insight.words import clean
from yishi.record import Refused, clock

from .. import actions, grid, listing
from ..models import Place, Visit
from ..powers import Power, Role
from ..rules import may_note_visit

unkept = cache_control(private=True, no_store=True)
SEE_GRID = (Role.STEWARD, Role.BRANCH, Role.GROUP, Role.COMMITTEE, Role.COUNCIL)


@require_safe
@unkept
def coverage_grid(request: HttpRequest, code: str = "") -> HttpResponse:
    """Buildings × what each has. Of one's own place, or of one within it."""
    place = _seen(request, code)
    rows = grid.buildings(place.path)
    page = listing.by_path(rows, request.GET)
    page.rows = grid.rows(page.rows)
    context = {
        "place": place,
        "page": page,
        "today": clock.today(),
        "days": grid.LONG_AGO.days,
        "may_note": bool(may_note_visit(request.actor, place)),
        "mine": request.actor.post.place,
        "empty": sum(row.empty for row in page.rows),
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "network/coverage_grid.html", context)


def _seen(request: HttpRequest, code: str) -> Place:
    """The place of the grid, if this post works there. Raises Refused, or Http404 for one that lies elsewhere."""
    post = request.actor.post
    if post is None or not (post.role in SEE_GRID or post.can(Power.SET_UP)):
        raise Refused(_("The grid is kept by the steward, the branch and the community committee."))
    if not code:
        return post.place
    return get_object_or_404(Place.objects.inside(post.place.path), code=clean(code)[:40])


@require_POST
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody went round this building today, or held a session for it."""
    place = _seen(request, code)
    kind = request.POST.get("kind", "")
    if kind not in Visit.Kind.values:
        raise Http404
    once = request.POST.get("key", "")[:80]
    actions.note_visit(request.actor, place, kind=kind, once=f"{once}:{place.pk}:{kind}" if once else "")
    messages.success(request, _("Noted for today: %(place)s") % {"place": place.label})
    back = request.POST.get("back", "")[:40]
    return redirect("net:coverage_grid_at", back) if _is_above(back, place) else redirect("net:coverage_grid")


def _is_above(code: str, place: Place) -> bool:
    return bool(code) and Place.objects.around(place.path).filter(code=code).exists()
