"""What a helper without an account said on the telephone, and that a helper came."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yishi.cases import actions

from .case import lookup


@require_POST
def help_said(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down a yes, a no, or that they were there."""
    case, what = lookup(request, number), request.POST.get("what", "")
    asked = get_object_or_404(case.helps.select_related("case", "offer"), pk=pk)
    if what in ("yes", "no"):
        actions.answer_help(request.actor, asked, comes=what == "yes")  # type: ignore[attr-defined]
        messages.success(request, _("It is on the books."))
    elif what == "came":
        actions.note_help_came(request.actor, asked)  # type: ignore[attr-defined]
        messages.success(request, _("It stands in the story, without a name."))
    else:
        raise Http404
    return redirect(reverse("desk:case", args=[case.number]) + "#helping")
