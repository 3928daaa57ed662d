"""What residents do about a case that does not move: nudge, object to a parking; and what lies parked at a place."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.record import Refused
from yishi.record.doors import open_page

from .. import actions, pressure, rules
from ..forms.listing import Filters
from ..forms.pressure import Objection
from ..models import Case
from ..pressure import as_resident
from .public import lookup

own = cache_control(private=True, no_cache=True)


def _sending(request: HttpRequest) -> str:
    """The name of this sending, so that it happens once; it belongs to this browser."""
    key = request.POST.get("key", "")[:100]
    return f"{request.session.session_key}:{key}" if key else ""


@open_page
@require_POST
@own
def nudge(request: HttpRequest, number: str) -> HttpResponse:
    """The resident asks how it stands; the desk is told."""
    case = lookup(request, number)
    try:
        actions.nudge(as_resident(request.actor), case, once=_sending(request))
    except Refused as refused:
        messages.info(request, str(refused.reason))
    else:
        messages.success(
            request, _("Nudged: %(holder)s has been told that you wait.") % {"holder": case.holder.title}
        )
    return redirect("cases:case", number=case.number)


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
@own
def object_parking(request: HttpRequest, number: str) -> HttpResponse:
    """A resident does not accept that the matter lies parked."""
    case, actor = lookup(request, number), as_resident(request.actor)
    verdict = rules.may_object_parking(actor, case)
    if request.method != "POST" and not verdict:
        messages.info(request, str(verdict.reason))
        return redirect("cases:case", number=case.number)
    form = Objection(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.object_parking(actor, case, once=_sending(request), **form.cleaned_data)
        except Refused as refused:
            messages.info(request, str(refused.reason))
        else:
            messages.success(request, _("Thank you. Another rung than the one that parked it decides now."))
        return redirect("cases:case", number=case.number)
    context = {
        "case": case,
        "form": form,
        "standing": pressure.standing(case, actor),
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16),
    }
    return render(request, "cases/object_parking.html", context, status=422 if form.errors else 200)


@open_page
@require_safe
def parked(request: HttpRequest) -> HttpResponse:
    """Every matter that lies parked, the nearest day first: why, until when, and what brings it back."""
    filters = Filters(request.GET)
    cases = filters.narrow(Case.objects.visible_to(request.actor))  # type: ignore[attr-defined]
    context = {
        "page": pressure.parked_page(cases, request.GET),
        "place": filters.cleaned_data.get("place"),
    }
    return render(request, "cases/parked.html", context)
