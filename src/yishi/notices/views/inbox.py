"""The inbox of whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from .. import actions, forms, rules
from ..models import Message
from .shared import PAGE, begins_below, incomplete


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What the reader and their posts were told, newest first."""
    mine = Message.objects.visible_to(request.actor)
    before = begins_below(request, mine)
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
        return incomplete(request)
    actions.mark_all_read(request.actor, up_to=form.cleaned_data["up_to"])
    return redirect("notices:inbox")
