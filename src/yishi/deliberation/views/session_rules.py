"""What holds for sessions of each kind: for everybody to read, with the source; set by whoever keeps a place."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.network import known
from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.network.views.doing import asked_for, do, once, one_screen, sent, unkept
from yishi.record.doors import open_page

from .. import actions, rules
from ..forms.session_rules import SetRule
from ..models import Kind, SessionRule, TallyRule
from ..tally import Rule, in_words
from .calendar import place_of, way_to

SHOWN = 40
"""Earlier versions of ways of counting."""


@open_page
@require_safe
def session_rules(request: HttpRequest, code: str) -> HttpResponse:
    """Periods, thresholds and ways of counting by kind, as they hold at a place."""
    place = place_of(code)
    actor: Any = request.actor  # type: ignore[attr-defined]
    context = {
        "place": place,
        "way": way_to(place),
        "rules": holding(place),
        **_tallies(place),
        "may_set": actor.can(Power.SET_UP, place.path),
    }
    return render(request, "deliberation/calendar/rules.html", context)


def _tallies(place: Place) -> dict[str, Any]:
    """The ways of counting one may use here, as sentences, and earlier versions of them. One statement."""
    rows = list(TallyRule.objects.at(place.path).select_related("place").order_by("id"))
    for each in rows:
        each.words = in_words(Rule.of(each))  # type: ignore[attr-defined]
    return {
        "tallies": [each for each in rows if each.until_at is None],
        "earlier": [each for each in reversed(rows) if each.until_at is not None][:SHOWN],
    }


def holding(place: Place) -> list[SessionRule]:
    """The rule of each kind that holds here: the nearest. One statement."""
    steps = [each.pk for each in known.around(place.path)]
    general = SessionRule.objects.filter(place=None) | SessionRule.objects.filter(place__in=steps)
    found: dict[str, SessionRule] = {}
    for rule in sorted(
        general.select_related("tally", "place"), key=lambda each: each.place.depth if each.place else 0
    ):
        found[rule.kind] = rule
    return [found[kind] for kind in Kind.values if kind in found]


@one_screen
@unkept
def set_rule(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What holds for a kind at a place is set anew."""
    place = place_of(code)
    asked_for(rules.may_set_session_rule(request.actor, place))  # type: ignore[attr-defined]
    if kind not in Kind.values:
        raise Http404
    try:
        holds = SessionRule.objects.over(place.path, kind)
    except SessionRule.DoesNotExist:
        raise Http404(_("No rules are set for sessions of this kind.")) from None
    form = SetRule(sent(request), rule=holds, own=holds.place_id == place.pk, place=place)

    def act(said: dict[str, Any]) -> None:
        actions.set_session_rule(request.actor, place, kind=kind, once=once(request), **said)  # type: ignore[attr-defined]

    title = _("%(kind)s at %(place)s") % {"kind": Kind(kind).label, "place": place.label}
    return do(request, form, act, title=title, back=reverse("meet:rules", args=[place.code]))
