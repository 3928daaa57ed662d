"""The inbox of whoever is signed in, and the operator's view of the outbox."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yishi.record import Refused, clock

from . import actions, forms, rules
from .models import CHANNEL_NAMES, Delivery, Message

PAGE = 20
PATIENCE = timedelta(minutes=5)
"""How long a delivery may be due before the page wonders whether a worker is running."""


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What the reader and their posts were told, newest first."""
    mine = Message.objects.visible_to(request.actor)
    before = _begins_below(request, mine)
    found = Message.objects.page(request.actor, PAGE + 1, before)
    page = found[:PAGE]
    context = {
        "page": page,
        "older": page[-1] if len(found) > PAGE else None,
        "newest": max((message.pk for message in page), default=0),
        "is_first": before is None,
        "sees_outbox": rules.may_see_outbox(request.actor),
    }
    return render(request, "notices/inbox.html", context)


@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """The message is read; on to the page it is about."""
    message = get_object_or_404(Message.objects.visible_to(request.actor), pk=pk)
    actions.mark_read(request.actor, message)
    return redirect(message.link)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything up to what the page showed is read."""
    form = forms.ReadAll(request.POST)
    if not form.is_valid():
        return _incomplete(request)
    actions.mark_all_read(request.actor, up_to=form.cleaned_data["up_to"])
    return redirect("notices:inbox")


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """How many messages wait, failed or went out, and why those failed."""
    _for_operators(request)
    now = clock.now()
    seen = Delivery.objects.visible_to(request.actor)
    before = _begins_below(request, seen)
    troubled = seen.troubled().select_related("message")
    found = list((troubled.filter(pk__lt=before.pk) if before else troubled)[: PAGE + 1])
    page = found[:PAGE]
    context = {
        "counts": _counts(seen.unsent()),
        "sent_today": seen.sent_since(now - timedelta(hours=24)).count(),
        "overdue": seen.due(now - PATIENCE).first(),
        "page": page,
        "older": page[-1] if len(found) > PAGE else None,
        "is_first": before is None,
    }
    return render(request, "notices/outbox.html", context)


@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """The chosen deliveries go out once more; one that has moved on meanwhile is passed over."""
    _for_operators(request)
    form = forms.TryAgain(request.POST)
    if not form.is_valid():
        return _incomplete(request)
    chosen = Delivery.objects.visible_to(request.actor).filter(pk__in=form.cleaned_data["delivery"][:PAGE])
    again = sum(_tried_again(request, delivery) for delivery in chosen)
    said = ngettext(
        "%(count)d message will be sent once more.", "%(count)d messages will be sent once more.", again
    )
    messages.success(request, said % {"count": again})
    return redirect("notices:outbox")


def _incomplete(request: HttpRequest) -> HttpResponse:
    reason = _("This form was incomplete. Please load the page again.")
    return render(request, "400.html", {"reason": reason}, status=400)


def _tried_again(request: HttpRequest, delivery: Delivery) -> bool:
    try:
        actions.try_again(request.actor, delivery)
    except Refused as refused:
        if not refused.moved_on:
            raise
        return False
    return True


def _for_operators(request: HttpRequest) -> None:
    if not rules.may_see_outbox(request.actor):
        raise Http404


def _counts(unsent) -> list[dict]:
    """One row for each channel and state, worded."""
    rows = unsent.values("channel", "state").annotate(count=Count("pk")).order_by("channel", "state")
    return [
        {
            **row,
            "channel": CHANNEL_NAMES.get(row["channel"], row["channel"]),
            "label": Delivery.State(row["state"]).label,
        }
        for row in rows
    ]


def _begins_below(request: HttpRequest, rows):
    """The row a page begins below, or None for the first page; 404 for one that is not there to be seen."""
    form = forms.Page(request.GET)
    if not form.is_valid():
        raise Http404
    before = form.cleaned_data["before"]
    return get_object_or_404(rows, pk=before) if before else None
