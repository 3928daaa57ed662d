"""What pages of this room have in common."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from .. import forms, rules

PAGE = 20


def incomplete(request: HttpRequest) -> HttpResponse:
    """A form that lacked something no page of ours leaves out."""
    reason = _("This form was incomplete. Please load the page again.")
    return render(request, "400.html", {"reason": reason}, status=400)


def for_operators(request: HttpRequest) -> None:
    """404 for everybody but the operator."""
    if not rules.may_see_outbox(request.actor):
        raise Http404


def begins_below(request: HttpRequest, rows):
    """The row a page begins below, or None for the first page; 404 for one that is not there to be seen."""
    form = forms.Page(request.GET)
    if not form.is_valid():
        raise Http404
    before = form.cleaned_data["before"]
    return get_object_or_404(rows, pk=before) if before else None
