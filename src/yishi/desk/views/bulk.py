"""Several cases at once: chosen in a list, asked once what the action needs, and done one by one."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.cases import actions as cases
from yishi.cases.models import Case
from yishi.cases.publishing import heading
from yishi.record import Refused

from .. import actions as hands
from .. import bulk as several
from .. import tabs
from ..forms.doing import Doing
from ..publishing import Masked, masked
from .once import once

LONGEST_KEY = 64


def _must_sit_at_a_desk(request: HttpRequest) -> None:
    if request.actor.post is None:
        raise Refused(_("This is done by whoever handles cases; sign in with such a post."))


def _chosen(request: HttpRequest, numbers: list[str]) -> list[Case]:
    """The ticked cases. Raises Refused where there are more than can be done at once."""
    found = several.ticked(request.actor, numbers)
    if len(found) > several.MOST:
        raise Refused(_("At most %(most)d cases at once. Please tick fewer.") % {"most": several.MOST})
    return found


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """What was ticked in a list goes to the page of what is to be done with it; a walk and print need no page."""
    _must_sit_at_a_desk(request)
    came, do = _came(request.POST.get("from", "")), request.POST.get("do", "")
    for what in ("star", "unstar"):
        if one := request.POST.get(what, ""):
            return _star(request, one, came, on=what == "star")
    found = _chosen(request, request.POST.getlist("n"))
    if not found or do not in dict(several.offered(request.actor.post)):
        said = (
            _("Tick at least one case first.")
            if not found
            else _("Please say what should be done with them.")
        )
        messages.warning(request, said)
        return redirect(_back(came))
    numbers = [("n", case.number) for case in found]
    if do == several.WALK:
        return _walk(request, found, came)
    if do == several.PRINT:
        return redirect(f"{reverse('desk:work_slips')}?{urlencode(numbers)}")
    return redirect(f"{reverse('desk:bulk')}?{urlencode([('do', do), *numbers, ('from', came)])}")


def _star(request: HttpRequest, number: str, came: str, *, on: bool) -> HttpResponse:
    """The star of a card: on the walk or off it."""
    found = several.ticked(request.actor, [number])
    if not found:
        raise Http404
    if on:
        hands.add_stops(request.actor, found)
    else:
        hands.drop_stop(request.actor, found[0])
    return redirect(_back(came, number=found[0].number))


def _walk(request: HttpRequest, found: list[Case], came: str) -> HttpResponse:
    n = hands.add_stops(request.actor, found)
    said = ngettext("%(n)s stop was put on your walk.", "%(n)s stops were put on your walk.", n) % {"n": n}
    messages.success(request, said if n else _("They are on your walk already."))
    return redirect(_back(came))


def _came(said: str) -> str:
    return said[: tabs.LONGEST_POSITION]


def _back(came: str, number: str = "") -> str:
    return tabs.back(QueryDict(urlencode({"from": came})), number)


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Ask once what the action needs, over the list of what it will be done to; then do it case by case."""
    _must_sit_at_a_desk(request)
    asked = request.POST if request.method == "POST" else request.GET
    doing = several.DOINGS.get(asked.get("do", ""))
    if doing is None:
        raise Http404
    found = _chosen(request, asked.getlist("n"))
    if not found:
        raise Http404
    key = asked.get("key", "")[:LONGEST_KEY] or secrets.token_urlsafe(16)
    if request.method != "POST":
        return _ask(request, doing, found, doing.form(actor=request.actor, case=found[0]), key)
    form = doing.form(request.POST, actor=request.actor, case=found[0])
    if not form.is_valid():
        return _ask(request, doing, found, form, key, 422)
    hidden = next(filter(None, (masked(form, doing.action, case) for case in found)), [])
    if hidden and request.POST.get("checked") != "yes":
        return _ask(request, doing, found, form, key, hidden=hidden)
    outcomes = [_do(request, doing, form, case, once(request, key)) for case in found]
    request.session["bulk"] = {
        "label": str(doing.form.label),
        "outcomes": [[each.number, each.title, each.reason] for each in outcomes],
        "from": _came(asked.get("from", "")),
    }
    return redirect("desk:bulk_done")


def _do(request: HttpRequest, doing: several.Several, form: Doing, case: Case, name: str) -> several.Outcome:
    """One of them, by its own action and in a transaction of its own; a refusal does not stop the others."""
    outcome = several.Outcome(case.number, heading(case, request.actor))
    try:
        run = doing.form.instead or getattr(cases, doing.action)
        run(request.actor, case, once=f"{name}:{case.pk}" if name else "", **form.arguments())
    except Refused as refused:
        outcome.reason = str(refused.reason)
    else:
        if doing.action == "take":
            hands.off_other_walks(request.actor, case)
    return outcome


def _ask(
    request: HttpRequest,
    doing: several.Several,
    found: list[Case],
    form: Doing,
    key: str,
    status: int = 200,
    hidden: list[Masked] | None = None,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    came = _came(asked.get("from", ""))
    rows = several.rows(request.actor, doing.action, found)
    context: dict[str, Any] = {
        "form": form,
        "do": asked["do"],
        "key": key,
        "hidden": hidden or [],
        "rows": rows,
        "can": sum(bool(row.verdict) for row in rows),
        "came": came,
        "back": _back(came),
    }
    return render(request, "desk/bulk.html", context, status=status)


@require_safe
def bulk_done(request: HttpRequest) -> HttpResponse:
    """What came of it, case by case."""
    kept = request.session.get("bulk")
    if not kept:
        return redirect("desk:home")
    outcomes = [several.Outcome(*each) for each in kept["outcomes"]]
    context = {
        "label": kept["label"],
        "done": [each for each in outcomes if not each.reason],
        "refused": [each for each in outcomes if each.reason],
        "back": _back(kept["from"]),
    }
    return render(request, "desk/bulk_done.html", context)
