"""The rules by which the roll of dwellings is kept: whoever may look at the roll reads them, whoever keeps it sets
them."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yishi.record import Refused

from .. import actions, rules
from ..forms.rules import RollRules
from ..models import RollPolicy
from ..powers import Power
from .doing import once, one_screen, unkept

SHOWN_BEFORE = 20


@one_screen
@unkept
def roll_rules(request: HttpRequest) -> HttpResponse:
    """What holds, since when, after which rule and why; what held before; and setting it anew."""
    post = request.actor.post
    if post is None or not post.can(Power.SEE_ROLL):
        raise Refused(_("The roll is not shown to your post."))
    policy = RollPolicy.objects.present()
    may = bool(rules.may_set_roll_policy(request.actor))
    form = RollRules(request.POST if request.method == "POST" else None, policy=policy)
    if request.method == "POST" and (not may or form.is_valid()):
        figures = form.cleaned_data if may else {}
        actions.set_roll_policy(request.actor, None, once=once(request), **figures)
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("net:roll_rules")
    rows = RollPolicy.objects.select_related("set_by__place", "set_by__organisation").order_by("-id")
    context = {
        "policy": policy,
        "form": form if may else None,
        "before": list(rows.exclude(pk=policy.pk)[:SHOWN_BEFORE]),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "network/roll_rules.html", context, status=422 if form.errors else 200)
