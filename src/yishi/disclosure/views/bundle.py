"""The board on the wall: what hangs where until when, the month to print for it, and the photo that proves it."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yishi.deliberation.views.tabs import one_screen, unkept
from yishi.network.models import within
from yishi.network.views.showing import is_small, jpeg
from yishi.record import Refused
from yishi.record.doors import open_page

from .. import actions, bundle, periods, rules
from ..board_forms import PostBoard, StrikePosting
from ..models import BoardPosting
from .briefing import PDF, base_of, place_of


@open_page
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """What hangs on the boards of a place, where and until when; and the month to print."""
    place, period = place_of(code), periods.asked_for(request.GET)
    boards, minutes = bundle.hanging(place)
    context = {
        "place": place,
        "period": periods.name_of(period),
        "query": periods.query_of(period),
        "choices": periods.choices(period)[:4],
        "boards": boards,
        "minutes": minutes,
        "former": bundle.former(place),
        "rule": bundle.rule_at(place),
        "keeps": bool(rules.may_post_board(request.actor, place)),  # type: ignore[attr-defined]
    }
    return render(request, "disclosure/bundle/board.html", context)


@open_page
@require_safe
def paper(request: HttpRequest, code: str, size: str) -> HttpResponse:
    """The month for the board, as one PDF on A4 or A3."""
    place = place_of(code)
    if size not in bundle.SIZES:
        raise Http404
    period = periods.asked_for(request.GET)
    address = f"{base_of(request)}{reverse('open:briefing', args=[place.code])}?{periods.query_of(period)}"
    answer = HttpResponse(bundle.as_pdf(place, period, size, address), content_type=PDF)
    name = f"board-{place.code}-{periods.key_of(period)}-{size}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@open_page
@require_safe
def photo(request: HttpRequest, code: str, pk: int, size: str) -> HttpResponse:
    """The photo of the board."""
    found = _posting(code, pk)
    return jpeg(request, found.picture, found.picture_digest, small=is_small(size))


def _posting(code: str, pk: int) -> BoardPosting:
    """A posting at a place or within it that was not struck out. Raises Http404."""
    rows = BoardPosting.objects.standing().filter(within("place__path", place_of(code).path))
    return get_object_or_404(rows.select_related("place", "post"), pk=pk)


# --- doing ---


@one_screen
@unkept
def post(request: HttpRequest, code: str) -> HttpResponse:
    """The month hangs, and a photo shows it."""
    place, period = place_of(code), periods.asked_for(request.GET)
    _demand(rules.may_post_board(request.actor, place))  # type: ignore[attr-defined]
    form = PostBoard(*((request.POST, request.FILES) if request.method == "POST" else ()))
    return _do(
        request,
        form,
        lambda said: actions.post_board(
            request.actor,  # type: ignore[attr-defined]
            place,
            period=period,
            once=_once(request),
            **said,
        ),
        back=f"{reverse('open:board', args=[place.code])}?{periods.query_of(period)}",
        place=place,
        period=periods.name_of(period),
        rule=bundle.rule_at(place),
    )


@one_screen
@unkept
def strike(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A posting is struck out."""
    posting = _posting(code, pk)
    _demand(rules.may_strike_posting(request.actor, posting))  # type: ignore[attr-defined]
    return _do(
        request,
        StrikePosting(request.POST if request.method == "POST" else None),
        lambda _said: actions.strike_posting(request.actor, posting),  # type: ignore[attr-defined]
        back=reverse("open:board", args=[code]),
        place=posting.place,
        posting=posting,
    )


def _demand(verdict: Any) -> None:
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)


def _do(
    request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], Any], *, back: str, **context: Any
) -> HttpResponse:
    """Show a form, or do what it says. A refusal for what was typed stands at the form (422)."""
    if form.is_bound and form.is_valid():
        try:
            act(form.arguments())  # type: ignore[attr-defined]
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, form.done)  # type: ignore[attr-defined]
            return redirect(back)
    context |= {
        "form": form,
        "back": back,
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16),
    }
    return render(request, "disclosure/bundle/act.html", context, status=422 if form.errors else 200)


def _once(request: HttpRequest) -> str:
    key = request.POST.get("key", "")[:100]
    return f"{request.path}:{key}" if key else ""
