"""The rules a place keeps for judging and publishing, with their sources; set by whoever keeps its ladder."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yishi.cases import actions, rules
from yishi.cases.models import Ladder, RateRule
from yishi.network.powers import Power
from yishi.record import Refused

from ..forms.house_rules import KeepPublishing, KeepRates


@require_http_methods(["GET", "HEAD", "POST"])
def house_rules(request: HttpRequest) -> HttpResponse:
    """Which rules hold at the place of the post, and setting them anew."""
    actor = request.actor
    if actor.post is None or not actor.post.can(Power.SET_UP):
        raise Refused(_("These rules are kept by the community committee and the operator."))
    place = actor.post.place
    rule, ladder = RateRule.objects.over(place.path), Ladder.objects.over(place.path)
    asked = request.POST.get("what") if request.method == "POST" else ""
    rates = KeepRates(request.POST if asked == "rates" else None, rule=rule)
    publishing = None
    if ladder is not None:
        given = request.POST if asked == "publishing" else None
        publishing = KeepPublishing(given, at_once=ladder.sure_at_once)
    once = f"{actor.pk}:{request.POST.get('key', '')[:100]}"
    if rates.is_bound and rates.is_valid():
        actions.set_rate_rule(actor, place, once=once, **rates.cleaned_data)
    elif publishing is not None and publishing.is_bound and publishing.is_valid():
        actions.set_publishing(actor, ladder, once=once, **publishing.cleaned_data)
    else:
        context = {
            "place": place,
            "rates": rates,
            "rule": rule,
            "ladder": ladder,
            "publishing": publishing,
            "why_not": "" if ladder is None else str(rules.may_set_publishing(actor, ladder).reason),
            "key": secrets.token_urlsafe(16),
        }
        return render(request, "desk/house_rules.html", context, status=422 if asked else 200)
    messages.success(request, _("Kept. It holds from now on."))
    return redirect("desk:house_rules")
