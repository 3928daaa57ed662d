"""Ways of counting votes that hold at a place: entered and set anew by whoever keeps it. Before one holds, the page
says in words and examples what it means."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yishi.network.models import Place
from yishi.network.views.doing import asked_for, do, once, one_screen, sent, unkept
from yishi.record.numbers import number

from .. import actions, rules, tally
from ..forms.tallies import SetTally
from ..models import Kind, SessionRule, TallyRule
from .calendar import place_of
from .session_rules import holding


@one_screen
@unkept
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A way of counting is entered, from scratch or beginning with one that holds here (`like`)."""
    place = place_of(code)
    like = TallyRule.objects.at(place.path).filter(pk=number(request.GET.get("like"))).first()
    kinds = [rule.kind for rule in holding(place) if rule.votes]
    title = _("A way of counting votes at %(place)s") % {"place": place.label}
    return _set(request, place, SetTally(sent(request), like=like, kinds=kinds), title)


@one_screen
@unkept
def anew(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A way of counting of this place is set anew; whatever counted by it counts by the new version."""
    place = place_of(code)
    asked_for(rules.may_set_tally_rule(request.actor, place))  # type: ignore[attr-defined]
    found = get_object_or_404(TallyRule.objects.holding(), pk=pk, place=place)
    used = {rule.kind for rule in SessionRule.objects.filter(tally=found, place=place)}
    kinds = [rule.kind for rule in holding(place) if rule.votes and rule.kind not in used]
    title = _("Set anew: %(what)s") % {"what": found.name}
    form = SetTally(sent(request), like=found, kinds=kinds)
    names = ", ".join(str(Kind(kind).label) for kind in sorted(used))
    return _set(request, place, form, title, code=found.code, used=names)


def _set(request: HttpRequest, place: Place, form: SetTally, title: str, **said: str) -> HttpResponse:
    asked_for(rules.may_set_tally_rule(request.actor, place))  # type: ignore[attr-defined]
    back = f"{reverse('meet:rules', args=[place.code])}#tallies"
    used = said.pop("used", "")

    def act(fields: dict[str, Any]) -> None:
        actions.set_tally_rule(request.actor, place, once=once(request), **said, **fields)  # type: ignore[attr-defined]

    def show(_form: Any) -> HttpResponse | None:
        if "change" in request.POST:
            return render(request, "network/bodies_form.html", _page(request, form, title, back))
        if "sure" in request.POST:
            return None
        context = {
            "name": form.called,
            "words": tally.in_words(form.rule),
            "examples": tally.examples(form.rule),
            "chosen": [Kind(kind).label for kind in form.cleaned_data.get("kinds", [])],
            "used": used,
            **_page(request, form, title, back),
        }
        return render(request, "deliberation/calendar/tally_sure.html", context)

    return do(request, form, act, title=title, back=back, show=show)


def _page(request: HttpRequest, form: SetTally, title: str, back: str) -> dict[str, Any]:
    return {"form": form, "title": title, "back": back, "key": request.POST.get("key", "")[:100]}
