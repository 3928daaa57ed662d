"""One action of a case: its form, and the doing of it."""

import secrets
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yishi.cases import actions, publishing, rules
from yishi.cases.models import Case
from yishi.record import Refused, Verdict

from .. import actions as hands
from .. import tabs, texts
from ..forms.doings import ANSWERS, DOINGS, Doing
from ..publishing import WITH_A_LOOK, Masked, masked, panel
from .case import JUDGING, answers, contact, lookup
from .keeping import kept
from .once import once

LONGEST_KEY = 64


@require_http_methods(["GET", "HEAD", "POST"])
@kept
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
    form = form_class(actor=request.actor, case=found, initial=texts.chosen(request, found, action))
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
    looks = request.POST.get("publish") == "on" and action in WITH_A_LOOK
    if own or not form.is_valid():
        # a form with faults is only worth mending while the action is still open
        verdict = _may(request, found, action)
        return _ask(request, found, form, key, 422) if verdict else _refused(request, found, verdict)
    if texts.has_blanks(form) and request.POST.get("blanks") != "yes":
        return _ask(request, found, form, key, 422, blanks=True)
    hidden = masked(form, action, found)
    if hidden and not request.FILES and request.POST.get("checked") != "yes" and _may(request, found, action):
        return _ask(request, found, form, key, hidden=hidden)
    try:
        with transaction.atomic():
            run = form.instead or getattr(actions, action)
            run(request.actor, found, once=once(request, key), **form.arguments())
            if looks:
                _look(request, found)
    except Refused as refused:
        return _refused(request, found, Verdict(False, refused.reason, refused.moved_on))
    if action == "take":
        hands.off_other_walks(request.actor, found)
    messages.success(request, f"{found.number} · {form.done}")
    return _on(request, found, form)


def _look(request: HttpRequest, found: Case) -> None:
    """With the same step the words are shown to everybody, if they still wait and whoever acts may decide it."""
    now = Case.objects.get(pk=found.pk)
    if now.is_pending and rules.may_approve_words(request.actor, now):
        actions.approve_words(request.actor, now, photos=request.POST.get("publish_photos") == "on")


def _on(request: HttpRequest, found: Case, form: Doing) -> HttpResponse:
    """To the next case where that was asked for; back to the list where this one has left the desk, else to it."""
    if request.POST.get("then") == "next" and (after := tabs.next_in_line(request.GET)):
        return redirect(after)
    if form.leaves:
        return redirect(tabs.back(request.GET))
    response = redirect("desk:case", number=found.number)
    if came := request.GET.get("from"):
        response["Location"] += "?" + _from(came)
    return response


def _from(came: str) -> str:
    return urlencode({"from": came[: tabs.LONGEST_POSITION]})


def _ask(
    request: HttpRequest,
    found: Case,
    form: Doing,
    key: str,
    status: int = 200,
    hidden: list[Masked] | None = None,
    *,
    blanks: bool = False,
) -> HttpResponse:
    """The form; with `hidden`, once more before it is sent, for everybody will read less than was written."""
    action = request.resolver_match.kwargs["action"] if request.resolver_match else ""
    context = {
        "hidden": hidden or [],
        "blanks": blanks,
        **texts.chooser(request, found, action),
        "with_a_look": action in WITH_A_LOOK,
        **panel(request.actor, found),
        "case": found,
        "form": form,
        "key": key or secrets.token_urlsafe(16),
        "back": _back_to_case(request, found),
        "left": tabs.left_of(found),
        "next": tabs.next_in_line(request.GET),
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
        "heading": publishing.heading(found, request.actor),
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
    context = {
        "case": now,
        "heading": publishing.heading(now, request.actor),
        "reason": verdict.reason,
        "back": _back_to_case(request, found),
    }
    return render(request, "desk/moved_on.html", context, status=409)
