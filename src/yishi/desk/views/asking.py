"""Paper slips: printed for the letter box, and entered when they come back, by somebody who did not handle the case."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from yishi.cases import actions as cases
from yishi.cases import links, receipts
from yishi.cases.models import Case
from yishi.network.powers import Power
from yishi.record import Refused

from .. import judging
from ..forms.judging import Slip

LINES = 8
MOST_PRINTED = 20
unkept = cache_control(private=True, no_store=True)


def _must_call_back(request: HttpRequest) -> None:
    post = request.actor.post  # type: ignore[attr-defined]
    if post is None or not post.can(Power.CALL_BACK):
        raise Refused(_("Residents are asked back by the branch, the community or the hotline."))


@require_safe
@unkept
def print_slips(request: HttpRequest) -> HttpResponse:
    """Slips to print: of one case by its number, or of those that can only be asked on paper, oldest first."""
    _must_call_back(request)
    actor = request.actor  # type: ignore[attr-defined]
    if number := request.GET.get("n", "")[:20]:
        found = judging.of_community(actor).with_labels().select_related("ladder").by_number(number)
        shown = [found] if found and found.in_the_open else []
    else:
        rows = judging.on_paper(Case.objects.visible_to(actor), actor.post)
        rows = rows.with_labels().select_related("ladder").order_by("answered_at", "id")
        shown = list(rows[:MOST_PRINTED])
    return render(request, "desk/print_slips.html", {"slips": [_slip(request, case) for case in shown]})


def _slip(request: HttpRequest, case: Case) -> dict[str, Any]:
    answer = case.answers.latest("at", "id")
    address = request.build_absolute_uri(links.address(answer))
    return {"case": case, "answer": answer, "code": links.slip_code(answer), "qr": receipts.qr(address)}


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def enter_slips(request: HttpRequest) -> HttpResponse:
    """Returned slips, one line each; all of them are right, or none is entered."""
    _must_call_back(request)
    actor = request.actor  # type: ignore[attr-defined]
    key = request.POST.get("key", "")[:64] or secrets.token_urlsafe(16)
    if request.method != "POST":
        lines = [Slip(actor=actor, prefix=f"l{n}") for n in range(LINES)]
        return _ask(request, lines, key)
    lines = [
        Slip(request.POST, actor=actor, prefix=f"l{n}", empty_permitted=True, use_required_attribute=False)
        for n in range(LINES)
    ]
    filled = [line for line in lines if _is_filled(request, line)]
    for line in filled:
        line.empty_permitted = False
    right = [line.is_valid() for line in filled]
    _refuse_twice(filled)
    if not filled or not all(right) or any(line.errors for line in filled):
        return _ask(request, lines, key, 422, nothing=not filled)
    for line in filled:
        act = cases.confirm if line.cleaned_data["solved"] == "yes" else cases.contest
        act(actor, line.case, once=f"slip:{actor.pk}:{key}:{line.prefix}", **line.said())
    text = ngettext("%(n)s slip entered.", "%(n)s slips entered.", len(filled)) % {"n": len(filled)}
    messages.success(request, text)
    return redirect("desk:enter_slips")


def _is_filled(request: HttpRequest, line: Slip) -> bool:
    return any(request.POST.get(f"{line.prefix}-{name}", "").strip() for name in line.fields)


def _refuse_twice(lines: list[Slip]) -> None:
    """A case stands in one line at most."""
    seen: set[int] = set()
    for line in lines:
        if line.case is None:
            continue
        if line.case.pk in seen:
            line.add_error("number", _("This number stands in a line above already."))
        seen.add(line.case.pk)


def _ask(
    request: HttpRequest, lines: list[Slip], key: str, status: int = 200, *, nothing: bool = False
) -> HttpResponse:
    context = {"lines": lines, "key": key, "nothing": nothing}
    return render(request, "desk/enter_slips.html", context, status=status)
