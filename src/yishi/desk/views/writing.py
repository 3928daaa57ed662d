"""Writing down for a caller, a visitor, somebody at the door; and what is read out to them afterwards."""

import hmac
import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yishi.cases import actions as cases
from yishi.cases import receipts
from yishi.cases.actions.intake import CODE_DIGITS
from yishi.cases.listing import with_thumbs
from yishi.cases.models import Case
from yishi.cases.rules import may_cosign_for
from yishi.cases.similar import likely_same
from yishi.cases.suggesting import suggest_category
from yishi.network.powers import Power
from yishi.record import Refused

from .. import actions
from ..forms.new import New
from ..together import together
from .case import lookup
from .keeping import kept
from .once import once

LONGEST_KEY = 64


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def new(request: HttpRequest) -> HttpResponse:
    """Write down what a caller or visitor says; the fewest fields first."""
    if request.actor.post is None or not request.actor.post.can(Power.FILE):
        raise Refused(_("Reports for others are written down by stewards and clerks of the place."))
    if request.method != "POST":
        return _ask(request, New(actor=request.actor), secrets.token_urlsafe(16))
    key = request.POST.get("key", "")[:LONGEST_KEY] or secrets.token_urlsafe(16)
    form, sending = New(request.POST, request.FILES, actor=request.actor), once(request, key, files=False)
    if "look" in request.POST:
        return _look(request, form, key)
    if number := request.POST.get("join", "")[:LONGEST_KEY]:
        return _join(request, form, number, sending, key)
    if form.is_valid():
        try:
            found = _write(request.actor, form, sending)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            if found.code_is(code := follow_code(sending)):
                receipts.keep(
                    request.session, found, code
                )  # to be read out; it does not make them follow the case
            return redirect("desk:written", number=found.number)
    return _ask(request, form, key, 422)


def _look(request: HttpRequest, form: New, key: str) -> HttpResponse:
    """What neighbours already said of it, to be read out to the caller; and the kind the words speak for."""
    status = 200 if form.is_valid() else 422
    said = form.cleaned_data
    place, words, alike, kinds = said.get("place"), said.get("words"), [], []
    if place and words:
        alike = likely_same(words, place, said.get("category"), request.actor)
        kinds = suggest_category(words, place, limit=1)
    shown = [each.case for each in alike if each.case.in_the_open]
    with_thumbs(shown)
    rows = [(case, bool(may_cosign_for(request.actor, case))) for case in shown]
    more = {"looked": True, "alike": rows, "suggested": kinds[0] if kinds else None}
    return _ask(request, form, key, status, **more)


def _join(request: HttpRequest, form: New, number: str, sending: str, key: str) -> HttpResponse:
    """The caller says the same as a neighbour: one more household there, told at the number they gave."""
    case = Case.objects.visible_to(request.actor).by_number(number)
    if case is None:
        raise Http404(_("There is no such case, or it is not public."))
    form.is_valid()
    phone, code = form.cleaned_data.get("contact_phone", ""), follow_code(sending)
    try:
        cases.cosign_for(request.actor, case, once=sending, phone=phone, code=code)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return _ask(request, form, key, 422)
    facts = {"number": case.number, "code": f"{code[:4]} {code[4:]}"}
    messages.success(
        request, _("One more household counts. Please read out: number %(number)s, code %(code)s.") % facts
    )
    return redirect("desk:case", number=case.number)


def _write(actor: Any, form: New, sending: str) -> Case:
    what = form.arguments() | {"code": follow_code(sending)}
    act = actions.file_and_solve if form.cleaned_data.get("solved") else cases.file
    return act(actor, form.cleaned_data["place"], once=sending, **what)


def follow_code(sending: str) -> str:
    """The code for the resident, made from the name of the sending: the same form sent twice gives the same code."""
    made = hmac.digest(settings.SECRET_KEY.encode(), f"follow:{sending}".encode(), "sha256")
    return f"{int.from_bytes(made[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _ask(request: HttpRequest, form: New, key: str, status: int = 200, **more: Any) -> HttpResponse:
    lost = bool(request.FILES) and (status == 422 or "looked" in more)
    context = {"form": form, "key": key, "lost_photos": lost, **more}
    return render(request, "desk/new.html", context, status=status)


@require_safe
def written(request: HttpRequest, number: str) -> HttpResponse:
    """The number and the code, large enough to read out on the telephone, and a slip to print."""
    found = lookup(request, number)
    code = receipts.code_of(request.session, found)
    url = request.build_absolute_uri(reverse("cases:case", args=[found.number]))
    context = {
        "case": found,
        "code": f"{code[:4]} {code[4:]}" if code else "",
        "url": url,
        "qr": receipts.qr(receipts.address(request, found, code) if code else url),
        **together(request.actor, found),
    }
    return render(request, "desk/written.html", context)
