"""Keeping ready texts: everybody their own, whoever sets up a place those that its desks share."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.network.powers import Power
from yishi.record import Refused

from .. import actions, rules
from ..forms.texts import KeepText, said_of
from ..models import ReplyText
from ..texts import PLACEHOLDERS, Facts, filled
from .once import once

MOST = 300
LONGEST_KEY = 64


def _actor(request: HttpRequest) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    if actor.post is None:
        raise Refused(_("Ready texts are kept by those who hold a post."))
    return actor


def _found(request: HttpRequest, pk: int) -> ReplyText:
    seen = ReplyText.objects.kept_by(_actor(request)).select_related("place", "category__parent")
    return get_object_or_404(seen, pk=pk)


@require_safe
def reply_texts(request: HttpRequest) -> HttpResponse:
    """What may be chosen here: one's own, those of the place, those that come from above."""
    actor = _actor(request)
    rows = ReplyText.objects.kept_by(actor).select_related("place", "category__parent")
    shown = list(rows.order_by("category__parent__position", "category__position", "position", "id")[:MOST])
    active = [text for text in shown if text.active]
    context = {
        "groups": [
            (_("My own"), [text for text in active if not text.is_shared]),
            (_("Shared"), [text for text in active if text.is_shared]),
        ],
        "put_away": [text for text in shown if not text.active and rules.keeps_text(actor, text)],
        "mine": {text.pk for text in shown if rules.keeps_text(actor, text)},
        "placeholders": PLACEHOLDERS,
    }
    return render(request, "desk/texts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_text(request: HttpRequest) -> HttpResponse:
    """A new text; with `?from=ID` it begins as that one, so that a place can make a version of its own."""
    actor = _actor(request)
    if request.method == "POST":
        return _keep(request, KeepText(request.POST, actor=actor), None)
    begun = None
    if (source := request.GET.get("from", "")).isdecimal() and len(source) < 19:
        begun = said_of(_found(request, int(source)))
    return _ask(request, KeepText(actor=actor, initial=begun), None, secrets.token_urlsafe(16))


@require_http_methods(["GET", "HEAD", "POST"])
def change_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Word a text anew, with a look at how it reads."""
    text, actor = _found(request, pk), _actor(request)
    if not rules.keeps_text(actor, text):
        raise Refused(rules.may_change_text(actor, text).reason)
    if request.method == "POST":
        return _keep(request, KeepText(request.POST, actor=actor, text=text), text)
    form = KeepText(actor=actor, text=text, initial=said_of(text))
    return _ask(request, form, text, secrets.token_urlsafe(16), looks=True)


def _keep(request: HttpRequest, form: KeepText, text: ReplyText | None) -> HttpResponse:
    actor, key = form.actor, request.POST.get("key", "")[:LONGEST_KEY]
    if not form.is_valid():
        return _ask(request, form, text, key, 422)
    if "look" in request.POST:
        return _ask(request, form, text, key, looks=True)
    said = form.arguments()
    if not form.is_shared:
        if text is None and ReplyText.objects.filter(owner=actor.pk, title_zh=said["title_zh"]).exists():
            form.add_error("title_zh", _("You have one of this name already."))
            return _ask(request, form, text, key, 422)
        actions.keep_own_text(actor.person, text, **said)
    elif text is None:
        actions.add_text(actor, actor.post.place, once=once(request, key), **said)
    else:
        actions.change_text(actor, text, once=once(request, key), **said)
    messages.success(request, _("Kept. It stands beside the forms it fits."))
    return redirect("desk:texts")


def _ask(
    request: HttpRequest,
    form: KeepText,
    text: ReplyText | None,
    key: str,
    status: int = 200,
    *,
    looks: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "text": text,
        "key": key or secrets.token_urlsafe(16),
        "placeholders": PLACEHOLDERS,
        "preview": _preview(form) if looks else [],
        "may_share": form.actor.post.can(Power.SET_UP),
    }
    return render(request, "desk/texts/edit.html", context, status=status)


def _preview(form: KeepText) -> list[str]:
    """How it would read for a case, in each language it has."""
    said = form.cleaned_data if form.is_bound else form.initial
    shown = []
    for language, name in (("zh-hans", "text_zh"), ("en", "text_en")):
        with translation.override(language):
            if words := said.get(name):
                shown.append(filled(words, Facts.example(said.get("category"), form.actor.post)))
    return shown


@require_POST
def retire_text(request: HttpRequest, pk: int) -> HttpResponse:
    """A shared one is put away; one's own is gone."""
    text, actor = _found(request, pk), _actor(request)
    if rules.owns(actor, text):
        actions.drop_own_text(text)
        messages.success(request, _("Gone."))
    else:
        actions.retire_text(actor, text)
        messages.success(request, _("Put away. Nobody is offered it any more."))
    return redirect("desk:texts")
