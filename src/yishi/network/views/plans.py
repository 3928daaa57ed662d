"""Pages of plans: hanging a picture of a place, drawing on it where its places lie, and the picture itself."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.record import Refused
from yishi.record.doors import open_page

from .. import actions, rules
from ..forms import places as forms
from ..models import Level, Place, Plan
from . import showing
from .places import fill_in, kept, once

MOST_PLACES = 300


@require_http_methods(["GET", "HEAD", "POST"])
def hang(request: HttpRequest, code: str) -> HttpResponse:
    """A picture of the place is hung up; then its zones can be drawn."""
    found = kept(request, code)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.HangPlan(*sent, initial={"name_zh": "平面图", "name_en": "Site plan"})

    def act(data: dict) -> Place:
        actions.hang_plan(request.actor, found, **data, once=once(request))
        return found

    return fill_in(
        request,
        found,
        form,
        title=_("A plan of %(place)s") % {"place": found.label},
        button=gettext_lazy("Hang it up"),
        act=act,
        said=_("The plan hangs. Now draw on it where the buildings lie."),
        multipart="yes",
    )


def _plan(request: HttpRequest, pk: int) -> Plan:
    """The plan, for whoever keeps the place."""
    found = get_object_or_404(Plan.objects.select_related("place"), pk=pk)
    if not (verdict := rules.may_draw_zone(request.actor, found)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan with its zones, and drawing one: corners by pointer, or a rectangle in per cent."""
    found = _plan(request, pk)
    offered = Place.objects.living().visible_to(request.actor).inside(found.place.path)
    offered = offered.exclude(level=Level.GRID)[:MOST_PLACES]
    form = forms.DrawZone(request.POST if request.method == "POST" else None, plan=found, offered=offered)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.draw_zone(
                request.actor, found, place=data["place"], points=data["points"], once=once(request)
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Drawn: %(place)s") % {"place": data["place"].label})
            return redirect("net:plan", pk=found.pk)
    context = {
        "plan": found,
        "form": form,
        "zones": list(found.zones.select_related("place").order_by("place__path")),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "network/places_zones.html", context, status=422 if form.errors else 200)


@require_POST
def erase(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A place is not drawn there any more."""
    found = _plan(request, pk)
    place = get_object_or_404(Place, code=code[:40], zones__plan=found)
    actions.erase_zone(request.actor, found, place=place)
    messages.success(request, _("Taken off: %(place)s") % {"place": place.label})
    return redirect("net:plan", pk=found.pk)


@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan is not shown any more."""
    found = _plan(request, pk)
    actions.take_down_plan(request.actor, found)
    messages.success(request, _("The plan has been taken down."))
    return redirect("net:place", code=found.place.code)


@open_page
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of a plan that hangs: everybody may see it, and it can be nothing but a picture."""
    found = get_object_or_404(Plan.objects.hanging(), pk=pk)
    return showing.jpeg(request, found.picture, found.digest)
