"""The operator's view of the outbox: how each channel fares, what failed and why, and trying again."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yishi.record import Refused, clock, troubles

from .. import actions, forms, health
from ..models import Carrier, Delivery
from .shared import PAGE, begins_below, for_operators, incomplete

PATIENCE = timedelta(minutes=5)
"""How long a delivery may be due before the page wonders whether a worker is running."""


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """How many messages wait, failed or went out, and why those failed."""
    for_operators(request)
    now = clock.now()
    seen = Delivery.objects.visible_to(request.actor)
    before = begins_below(request, seen)
    troubled = seen.troubled().select_related("message")
    found = list((troubled.filter(pk__lt=before.pk) if before else troubled)[: PAGE + 1])
    page = found[:PAGE]
    context = {
        "sent_today": seen.sent_since(now - timedelta(hours=24)).count(),
        "overdue": _overdue(seen, now),
        "carriers": health.carriers(now),
        "troubles": troubles.listed(),
        "page": page,
        "older": page[-1] if len(found) > PAGE else None,
        "is_first": before is None,
    }
    return render(request, "notices/outbox.html", context)


@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """The chosen deliveries go out once more; one that has moved on meanwhile is passed over."""
    for_operators(request)
    form = forms.TryAgain(request.POST)
    if not form.is_valid():
        return incomplete(request)
    chosen = Delivery.objects.visible_to(request.actor).filter(pk__in=form.cleaned_data["delivery"][:PAGE])
    again = sum(_tried_again(request, delivery) for delivery in chosen)
    said = ngettext(
        "%(count)d message will be sent once more.", "%(count)d messages will be sent once more.", again
    )
    messages.success(request, said % {"count": again})
    return redirect("notices:outbox")


def _tried_again(request: HttpRequest, delivery: Delivery) -> bool:
    try:
        actions.try_again(request.actor, delivery)
    except Refused as refused:
        if not refused.moved_on:
            raise
        return False
    return True


@require_POST
def try_channel(request: HttpRequest, channel: str) -> HttpResponse:
    """A channel that rests is tried again at once."""
    for_operators(request)
    carrier = get_object_or_404(Carrier.objects.visible_to(request.actor), channel=channel)
    actions.try_channel(request.actor, carrier)
    said = _("The channel is tried again with the next round, within a few seconds: %(channel)s.")
    messages.success(request, said % {"channel": carrier.name})
    return redirect("notices:outbox")


def _overdue(seen, now: datetime) -> Delivery | None:
    """A delivery that a worker should have had in hand long ago, of a channel that is not resting."""
    resting = Carrier.objects.resting(now).values("channel")
    return seen.due(now - PATIENCE).exclude(channel__in=resting).first()
