"""Pages of whoever is asked to help: what for, and their yes or no."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, rules
from ..models import Help
from .judging import as_resident

unkept = cache_control(private=True, no_store=True)
_WITH = ("case__place", "case__category", "case__holder__organisation", "case__holder__place", "offer")


def _mine(actor: Any) -> Any:
    return Help.objects.visible_to(actor).select_related(*_WITH)


@require_safe
@unkept
def helps(request: HttpRequest) -> HttpResponse:
    """What somebody is asked for, and what they helped with before."""
    rows = _mine(as_resident(request))
    waiting = list(rows.waiting().order_by("-at", "-id")[:20])
    context = {
        "waiting": [asked for asked in waiting if asked.is_needed],
        "agreed": list(rows.filter(reply=Help.Reply.YES, came_at=None).order_by("-at", "-id")[:20]),
        "past": list(rows.exclude(came_at=None).order_by("-came_at", "-id")[:20]),
    }
    return render(request, "cases/helps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def help_asked(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing somebody is asked for: where, what, and whom to ring; never who raised it."""
    actor = as_resident(request)
    asked = _mine(actor).filter(pk=pk).first()
    if asked is None:
        raise Http404(_("You are not asked for this."))
    if request.method == "POST":
        return _say(request, actor, asked)
    context = {
        "asked": asked,
        "case": asked.case,
        "may_answer": rules.may_answer_help(actor, asked),
        "may_come": bool(rules.may_note_help_came(actor, asked)),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "cases/help.html", context)


def _say(request: HttpRequest, actor: Any, asked: Help) -> HttpResponse:
    what = request.POST.get("what", "")
    key = f"{actor.pk}:{asked.pk}:{what[:8]}:{request.POST.get('key', '')[:100]}"
    if what in ("yes", "no"):
        actions.answer_help(actor, asked, comes=what == "yes", once=key)
        thanks = _("Thank you. The desk has been told and will arrange it with you.")
        messages.success(
            request, thanks if what == "yes" else _("That is fine. The desk asks somebody else.")
        )
    elif what == "came":
        actions.note_help_came(actor, asked, once=key)
        messages.success(
            request, _("Thank you for going. It stands in the story of the matter, without your name.")
        )
    else:
        raise Http404
    return redirect("cases:help" if what == "yes" else "cases:helps", *([asked.pk] if what == "yes" else []))
