"""One action of a case: its form, and the doing of it."""

import secrets
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yishi.cases import actions, rules
from yishi.cases.models import Case
from yishi.record import Refused, Verdict

from .. import tabs
from ..forms.doings import ANSWERS, DOINGS, Doing
from .case import JUDGING, answers, contact, lookup
from .once import once

LONGEST_KEY = 64


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Show the form of one action, or do it."""
    found = lookup(request, number)
    if action == "answer" and request.GET.get("kind") == "":
        return _choose_answer(request, found)
    form_class = _form_class(action, request.GET.get("kind", ""))
    if request.method == "POST":
        return _do(request, found, action, form_class)
    if not (verdict := _may(request, found, action)):
        return _refused(request, found, verdict)
    form = form_class(actor=request.actor, case=found)
    return _ask(request, found, form, secrets.token_urlsafe(16))


def _form_class(action: str, kind: str) -> type[Doing]:
    form_class = ANSWERS.get(kind) if action == "answer" and kind else DOINGS.get(action)
    if form_class is None:
        raise Http404
    return form_class


def _may(request: HttpRequest, found: Case, action: str) -> Verdict:
    """The rule's word; on their own matter people judge as residents, on its public page."""
    if action in JUDGING and rules.is_reporter(request.actor, found):
        return Verdict(
            False, _("This is your own matter. Please say on its public page whether it is solved.")
        )
    return getattr(rules, f"may_{action}")(request.actor, found)


def _do(request: HttpRequest, found: Case, action: str, form_class: type[Doing]) -> HttpResponse:
    key = request.POST.get("key", "")[:LONGEST_KEY]
    form = form_class(request.POST, request.FILES, actor=request.actor, case=found)
    own = action in JUDGING and rules.is_reporter(request.actor, found)
    if own or not form.is_valid():
        # a form with faults is only worth mending while the action is still open
        verdict = _may(request, found, action)
        return _ask(request, found, form, key, 422) if verdict else _refused(request, found, verdict)
    try:
        getattr(actions, action)(request.actor, found, once=once(request, key), **form.arguments())
    except Refused as refused:
        return _refused(request, found, Verdict(False, refused.reason, refused.moved_on))
    messages.success(request, f"{found.number} · {form.done}")
    return _on(request, found, form)


def _on(request: HttpRequest, found: Case, form: Doing) -> HttpResponse:
    """Back to the list where the case has left the desk, else to the case."""
    if form.leaves:
        return redirect(tabs.back(request.GET))
    response = redirect("desk:case", number=found.number)
    if came := request.GET.get("from"):
        response["Location"] += "?" + _from(came)
    return response


def _from(came: str) -> str:
    return urlencode({"from": came[:300]})


def _ask(request: HttpRequest, found: Case, form: Doing, key: str, status: int = 200) -> HttpResponse:
    context = {
        "case": found,
        "form": form,
        "key": key or secrets.token_urlsafe(16),
        "back": _back_to_case(request, found),
        "left": tabs.time_left(found.due_at) if found.is_open else None,
        "lost_photos": status == 422 and bool(request.FILES),
        **contact(request.actor, found),
    }
    return render(request, "desk/act.html", context, status=status)


def _choose_answer(request: HttpRequest, found: Case) -> HttpResponse:
    if not (verdict := rules.may_answer(request.actor, found)):
        return _refused(request, found, verdict)
    came = request.GET.get("from", "")
    context = {
        "case": found,
        "kinds": answers(found, f"?{_from(came)}" if came else ""),
        "back": _back_to_case(request, found),
    }
    return render(request, "desk/answer.html", context)


def _back_to_case(request: HttpRequest, found: Case) -> str:
    came = request.GET.get("from", "")
    return reverse("desk:case", args=[found.number]) + (f"?{_from(came)}" if came else "")


def _refused(request: HttpRequest, found: Case, verdict: Verdict) -> HttpResponse:
    """Where the case has moved on meanwhile, its present state and the way there; else the house's own page."""
    if not verdict.moved_on:
        raise Refused(verdict.reason)
    now = lookup(request, found.number)
    context = {"case": now, "reason": verdict.reason, "back": _back_to_case(request, found)}
    return render(request, "desk/moved_on.html", context, status=409)
