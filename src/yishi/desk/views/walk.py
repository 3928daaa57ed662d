"""My walk: the cases somebody goes to see, in an order of their own, on the screen and on a sheet of paper."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from yishi.cases.models import Case
from yishi.record import Refused, clock

from .. import actions, walking
from .case import lookup

MOVES = {"up": -1, "down": 1}


def _must_sit_at_a_desk(request: HttpRequest) -> None:
    if request.actor.post is None:
        raise Refused(_("A walk is for those who handle cases; sign in with such a post."))


@require_safe
def walk(request: HttpRequest) -> HttpResponse:
    """The stops in their order, with all that can be done to it."""
    _must_sit_at_a_desk(request)
    stops = walking.stops(request.actor)
    ahead = [stop for stop in stops if not stop.done]
    done = [stop for stop in stops if stop.done]
    return render(request, "desk/walk.html", {"ahead": ahead, "visited": done})


@require_safe
@cache_control(private=True, no_store=True)
def walk_sheet(request: HttpRequest) -> HttpResponse:
    """The stops ahead on paper: where, what, a box to tick and room to write."""
    _must_sit_at_a_desk(request)
    ahead = [stop for stop in walking.stops(request.actor) if not stop.done]
    context = {"stops": walking.with_words(request.actor, ahead), "day": clock.today()}
    return render(request, "desk/walk_sheet.html", context)


@require_POST
def change_walk(request: HttpRequest) -> HttpResponse:
    """One change to the walk: a stop up, down, off, ticked; all of it by building; what was visited off it."""
    _must_sit_at_a_desk(request)
    what, said = request.POST.get("do", ""), request.POST.get("n", "")
    if not said:
        return _change_all(request, what)
    found = lookup(request, said)
    _change_one(request, what, found)
    if request.POST.get("back") == "case":
        return redirect("desk:case", number=found.number)
    at = f"#{what}-{found.number}" if what in MOVES else f"#c-{found.number}"
    return redirect(reverse("desk:walk") + at)


def _change_one(request: HttpRequest, what: str, found: Case) -> None:
    actor = request.actor
    match what:
        case "up" | "down":
            actions.order_walk(actor, walking.moved(actor, found, MOVES[what]))
        case "add":
            actions.add_stops(actor, [found])
        case "off":
            actions.drop_stop(actor, found)
            messages.success(request, _("Off the walk: %(number)s") % {"number": found.number})
        case "done" | "not_done":
            actions.tick_stop(actor, found, done=what == "done")
        case _:
            raise Http404


def _change_all(request: HttpRequest, what: str) -> HttpResponse:
    match what:
        case "by_building":
            actions.order_walk(request.actor, walking.by_building(request.actor))
            messages.success(request, _("In order of the buildings now."))
        case "clear":
            n = actions.clear_visited(request.actor)
            said = ngettext("%(n)s visited stop is off the walk.", "%(n)s visited stops are off the walk.", n)
            messages.success(request, said % {"n": n})
        case _:
            raise Http404
    return redirect("desk:walk")
