"""Saying so too: joining a neighbour's case with or without an account, following it, leaving it; and what the resident
of a case says that was put together with another."""

import hmac
import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.network.actors import Actor
from yishi.network.models import Residence
from yishi.record import Refused
from yishi.record.doors import open_page

from .. import actions, drafts, pace, present, receipts, rules
from ..actions.intake import CODE_DIGITS
from ..actions.voices import count
from ..forms.voices import Join
from ..models import Case, State, Voice

one_screen = require_http_methods(["GET", "HEAD", "POST"])
unkept = cache_control(private=True, no_store=True)
MOST_HOUSES = 12


def lookup(request: HttpRequest, number: str) -> Case:
    """The case, if this reader may know of it; of one put together with another, that one. Raises Http404."""
    seen = Case.objects.visible_to(request.actor).with_labels()
    found = seen.select_related("merged_into").by_number(number)
    if found is None:
        raise Http404(_("There is no such case, or it is not public."))
    return found.merged_into if found.merged_into and found.state == State.MERGED else found


def as_resident(request: HttpRequest) -> Actor:
    """Whoever joins does so as a resident, whatever post they also hold: the record shall not name it."""
    actor = request.actor
    return Actor(person=actor.person, follows=actor.follows, joined=actor.joined)


@open_page
@one_screen
@unkept
def join(request: HttpRequest, number: str) -> HttpResponse:
    """One tap for whoever is signed in; for others building, door and telephone, none of which must be given."""
    case, actor = lookup(request, number), as_resident(request)
    if voice := voice_of(actor, case):
        return _there_already(request, case, voice)
    if not (verdict := rules.may_join(actor, case)):
        return _back_with(request, case, str(verdict.reason))
    form = Join(case.place, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (actor.person or form.is_valid()):
        return _join(request, actor, case, {} if actor.person else form.arguments())
    context = {
        "case": case,
        "form": form,
        "home": Residence.objects.of(actor.person),
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16),
        "draft": request.GET.get("draft", "")[:60],
    }
    return render(request, "cases/join.html", context, status=422 if form.errors else 200)


def _join(request: HttpRequest, actor: Actor, case: Case, said: dict[str, Any]) -> HttpResponse:
    key = f"{_browser(request)}:{request.POST.get('key', '')[:100] or secrets.token_urlsafe(16)}"
    if not request.session.session_key:
        request.session.create()
    pace.at_join(request, case.number)
    code = "" if actor.person else code_for(key)
    try:
        voice = actions.join(actor, case, once=key, code=code, language=get_language() or "zh-hans", **said)
    except Refused as refused:
        return _back_with(request, case, str(refused.reason))
    receipts.joined(request.session, voice, code)
    drafts.drop(request.session, request.POST.get("draft", "")[:60])
    if code:
        return redirect("cases:joined", number=case.number)
    messages.success(request, _("Thank you. Your household is counted, and you are told how it goes."))
    return redirect("cases:case", number=case.number)


def _browser(request: HttpRequest) -> str:
    """Whose sending it is. Where the answer to a first one was lost, the browser has no session yet and sends the same
    again: it is known by the secret of its forms."""
    return request.session.session_key or request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")


def code_for(key: str) -> str:
    """The code of a voice, made from the name of the sending: the same form sent twice gives the same code."""
    made = hmac.digest(settings.SECRET_KEY.encode(), f"join:{key}".encode(), "sha256")
    return f"{int.from_bytes(made[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def voice_of(actor: Actor, case: Case) -> Voice | None:
    """The voice this reader has given to the case or to what was put together with it."""
    if not (actor.joined or actor.pk):
        return None
    return Voice.objects.visible_to(actor).of(case).select_related("case").first()


def _there_already(request: HttpRequest, case: Case, voice: Voice) -> HttpResponse:
    if receipts.joined_code_of(request.session, voice):
        return redirect("cases:joined", number=case.number)
    return _back_with(request, case, _("You have joined this matter already."))


def _back_with(request: HttpRequest, case: Case, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect("cases:case", number=case.number)


@open_page
@require_safe
@unkept
def joined(request: HttpRequest, number: str) -> HttpResponse:
    """What to keep after joining without an account; only where it was done."""
    case = lookup(request, number)
    voice = voice_of(as_resident(request), case)
    code = receipts.joined_code_of(request.session, voice) if voice else ""
    if voice is None or not code:
        return redirect("cases:case", number=case.number)
    address = receipts.address(request, voice.case, code)
    context = {
        "case": case,
        "code": f"{code[:4]} {code[4:]}",
        "number": voice.case.number,
        "address": address,
        "qr": receipts.qr(address),
        "told": bool(voice.contact_phone),
    }
    return render(request, "cases/joined.html", context)


@open_page
@require_POST
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """The household no longer counts."""
    case, actor = lookup(request, number), as_resident(request)
    if not (voice := voice_of(actor, case)):
        return _back_with(request, case, _("You are no longer counted here."))
    actions.leave(actor, voice)
    receipts.left(request.session, voice)
    return _back_with(request, case, _("You are no longer counted here."))


# What the resident of a case says that was put together with another


def _own(request: HttpRequest, number: str) -> Case:
    found = Case.objects.visible_to(request.actor).select_related("merged_into").by_number(number)
    if found is None or not rules.is_reporter(request.actor, found):
        raise Http404(_("There is no such case, or it is not public."))
    return found


@open_page
@require_POST
def split(request: HttpRequest, number: str) -> HttpResponse:
    """Mine is something else, or mine is not solved: it goes its own way again."""
    case = actions.split(as_resident(request), _own(request, number))
    words = _("It goes its own way again and lies with %(holder)s.") % {"holder": case.holder.title}
    messages.success(request, words)
    return redirect("cases:case", number=case.number)


@open_page
@require_POST
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """Mine is solved."""
    case = actions.settle(as_resident(request), _own(request, number))
    messages.success(request, _("Thank you. The matter is closed, because you say it is solved."))
    return redirect("cases:case", number=case.number)


# On the page of the case


def saying_so_too(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the case's page says of its voices and of what it was put together with, under the name `joining`."""
    actor = as_resident(request)
    main = case.merged_into
    parts = [part for part in present.merged(case) if part.state in (State.MERGED, State.CLOSED)]
    parts.sort(key=lambda part: (part.reported_at, part.pk))
    voices, sure = count(case) if case.voices > 1 or parts else (case.voices, 0)
    mine = None if main else voice_of(actor, case)
    own = rules.is_reporter(actor, case)
    return {
        "joining": {
            "voices": voices,
            "sure": sure,
            "houses": _houses(voices, sure),
            "more": max(voices - MOST_HOUSES, 0),
            "mine": mine,
            "open": not mine and not own and rules.is_joinable(case) and bool(rules.may_join(actor, case)),
            "at_once": actor.person is not None,
            "key": secrets.token_urlsafe(12),
            "main": main,
            "parts": parts,
            "own": own,
            "may_split": own and bool(rules.may_split(actor, case)),
            "may_settle": own and bool(rules.may_settle(actor, case)),
            "may_contest": not own
            and rules.raised_a_part(actor, case)
            and bool(rules.may_contest(actor, case)),
            "has_code": bool(mine and receipts.joined_code_of(request.session, mine)),
        }
    }


def _houses(voices: int, sure: int) -> list[str]:
    """A small picture: one house a household, the ones somebody vouched for filled."""
    shown = min(voices, MOST_HOUSES)
    full = min(sure, shown)
    return ["full"] * full + ["line"] * (shown - full)
