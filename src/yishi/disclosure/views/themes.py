"""The theme of the month: what everybody reads of it, and what those who set, lead and work on it do."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yishi.cases import known
from yishi.deliberation.views.tabs import one_screen, unkept
from yishi.network.models import Place
from yishi.record import Refused
from yishi.record.changes import at, sums
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows
from yishi.record.numbers import number

from .. import actions, charts, rules, themes
from ..models import Step, Theme
from ..theme_forms import Conclude, DoStep, PlanStep, SetTheme, StrikeStep, Withdraw
from .briefing import place_of

PAGE = 24
"""Themes on a page of the list: two years."""


@open_page
@require_safe
@kept_for_strangers
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """The themes of a place, the newest first, two years a page."""
    place = place_of(code)
    shows()
    begin = number(request.GET.get("from")) or 1
    rows = Theme.objects.filter(place=place).select_related("lead__organisation", "lead__place", "category")
    found = list(rows[(begin - 1) * PAGE : begin * PAGE + 1])
    context = {
        "place": place,
        "themes": [(each, themes.progress(each)) for each in found[:PAGE]],
        "next": f"?from={begin + 1}" if len(found) > PAGE else "",
        "prev": f"?from={begin - 1}" if begin > 1 else "",
        "above": themes.above(place),
        "sets": bool(rules.may_set_theme(request.actor, place)),  # type: ignore[attr-defined]
    }
    return render(request, "disclosure/themes/list.html", context)


@open_page
@require_safe
@kept_for_strangers
def theme(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One of them: who leads, the plan and how far it is, and the matters it is about."""
    place = place_of(code)
    found = _theme(place, pk)
    shows(at(place.path), sums(place.path))
    actor = request.actor  # type: ignore[attr-defined]
    plan = found.plan()
    for step in plan:
        step.theme = found
        step.may_do = bool(rules.may_do_step(actor, step))  # type: ignore[attr-defined]
        step.may_strike = bool(rules.may_strike_step(actor, step))  # type: ignore[attr-defined]
    context = {
        "place": place,
        "theme": found,
        "plan": plan,
        "progress": themes.progress(found),
        "bars": charts.bars(
            [(month.label, month.said, month.list, None) for month in themes.months_of(found)]
        ),
        "open": themes.now_open(found),
        "plans": bool(rules.may_plan_step(actor, found)),
        "withdraws": bool(rules.may_withdraw_theme(actor, found)),
    }
    return render(request, "disclosure/themes/theme.html", context)


# --- doing ---


@one_screen
@unkept
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A place gets its theme of the month; `?category=` names the heading that is chosen already."""
    place = place_of(code)
    _demand(rules.may_set_theme(_actor(request), place))
    asked = request.GET.get("category", "")[:60]
    initial = {"category": asked} if any(top.code == asked for top in known.tops()) else {}
    form = SetTheme(
        request.POST if request.method == "POST" else None,
        place=place,
        actor=_actor(request),
        initial=initial,
    )
    return _do(
        request,
        form,
        lambda said: actions.set_theme(_actor(request), place, once=_once(request), **said),
        place=place,
        spoken=themes.spoken_of(place),
    )


@one_screen
@unkept
def plan(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One more step of the plan."""
    found = _theme(place_of(code), pk)
    _demand(rules.may_plan_step(_actor(request), found))
    return _do(
        request,
        PlanStep(request.POST if request.method == "POST" else None, theme=found, actor=_actor(request)),
        lambda said: actions.plan_step(_actor(request), found, once=_once(request), **said),
        place=found.place,
        theme=found,
    )


@one_screen
@unkept
def act(request: HttpRequest, code: str, pk: int, doing: str) -> HttpResponse:
    """The theme is concluded or withdrawn."""
    found = _theme(place_of(code), pk)
    form, rule, action = {
        "conclude": (Conclude, rules.may_conclude_theme, actions.conclude_theme),
        "withdraw": (Withdraw, rules.may_withdraw_theme, actions.withdraw_theme),
    }[doing]
    _demand(rule(_actor(request), found))
    return _do(
        request,
        form(request.POST if request.method == "POST" else None),
        lambda said: action(_actor(request), found, **said),
        place=found.place,
        theme=found,
    )


@one_screen
@unkept
def step(request: HttpRequest, code: str, pk: int, n: int, doing: str) -> HttpResponse:
    """A step is done, or struck out."""
    found = get_object_or_404(
        Step.objects.select_related("theme__place", "post__organisation", "post__place"),
        theme=_theme(place_of(code), pk),
        number=n,
    )
    form, rule, action = {
        "done": (DoStep, rules.may_do_step, actions.do_step),
        "strike": (StrikeStep, rules.may_strike_step, actions.strike_step),
    }[doing]
    _demand(rule(_actor(request), found))
    return _do(
        request,
        form(request.POST if request.method == "POST" else None),
        lambda said: action(_actor(request), found, **said),
        place=found.theme.place,
        theme=found.theme,
        step=found,
    )


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _theme(place: Place, pk: int) -> Theme:
    rows = Theme.objects.select_related("place", "category", "lead__organisation", "lead__place")
    return get_object_or_404(rows, pk=pk, place=place)


def _demand(verdict: Any) -> None:
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)


def _do(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    place: Place,
    theme: Theme | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form, or do what it says. A refusal for what was typed stands at the form (422)."""
    if form.is_bound and form.is_valid():
        try:
            made = act(form.arguments())  # type: ignore[attr-defined]
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, form.done)  # type: ignore[attr-defined]
            return redirect("open:theme", place.code, theme.pk if theme else made.pk)
    back = (
        reverse("open:theme", args=[place.code, theme.pk])
        if theme
        else reverse("open:themes", args=[place.code])
    )
    context |= {
        "form": form,
        "place": place,
        "theme": theme,
        "back": back,
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16),
    }
    return render(request, "disclosure/themes/act.html", context, status=422 if form.errors else 200)


def _once(request: HttpRequest) -> str:
    key = request.POST.get("key", "")[:100]
    return f"{request.path}:{key}" if key else ""
