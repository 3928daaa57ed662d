"""Pages about what is kept of whom: the notice of privacy, one's own data, and having it erased."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from yishi.network.actors import Actor
from yishi.network.models import Post
from yishi.people.models import PrivacyNotice
from yishi.people.retention import in_force
from yishi.record import Refused
from yishi.record.doors import open_page

from .. import actions, held_above, mydata, rules
from ..models import Case, DataRequest, Erasure

unkept = cache_control(private=True, no_store=True)
one_screen = require_http_methods(["GET", "HEAD", "POST"])
LONGEST_KEY = 64


OPEN = [
    (Erasure.Open.WITHDRAW, gettext_lazy("Withdraw it")),
    (Erasure.Open.ANONYMOUS, gettext_lazy("Let it go on without my name")),
]


class AskErasure(forms.Form):
    """What becomes of matters that are still open, and whether it is meant at once."""

    open_cases = forms.ChoiceField(
        label=gettext_lazy("What if a matter is still open?"),
        choices=OPEN,
        initial=Erasure.Open.ANONYMOUS,
        widget=forms.RadioSelect,
    )


class Concerned(forms.Form):
    """Whom the matter concerns."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        posts = rules.who_may_be_concerned(case)
        self.fields["post"] = forms.ModelChoiceField(
            posts,
            label=gettext_lazy("Whom does it concern?"),
            widget=forms.RadioSelect,
            empty_label=None,
        )
        self.fields["post"].label_from_instance = Post.title_at_place.fget  # type: ignore[attr-defined]


@open_page
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """Who is responsible, what is kept for how long, and what everybody may ask for (PIPL 17)."""
    context = {"notice": PrivacyNotice.objects.present(), "rules": in_force()}
    return render(request, "cases/privacy/notice.html", context)


def confidence(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the page of a case adds for whoever raised it: who saw what, and what they may ask for."""
    actor = request.actor
    if not rules.is_reporter(actor, case):
        return {}
    resident = _as_resident(actor)
    return {
        "confidence": {
            "seen": mydata.seen_by(case),
            "erasure": case.erasures.exclude(state=Erasure.State.CANCELLED).order_by("-id").first(),
            "may_keep_out": bool(rules.may_keep_out(resident, case)),
            "kept_out": bool(case.concerned),
        }
    }


def _as_resident(actor: Any) -> Actor:
    return Actor(person=actor.person, follows=actor.follows)


@one_screen
@unkept
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept about whoever is signed in; taking it away, and having it erased."""
    actor = _as_resident(request.actor)
    last = Erasure.objects.filter(person=actor.pk).order_by("-id").first()
    if request.method == "POST":
        return _erasing(request, last, actor, None)
    return _show(request, last, rules.may_ask_to_be_erased(actor), None)


@require_safe
@unkept
def export(request: HttpRequest) -> HttpResponse:
    """Everything about whoever is signed in, as one packed file."""
    return _packed(mydata.of_person(request.actor.person), "yishi-my-data")


@open_page
@require_safe
@unkept
def export_case(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about whoever raised one case, for them alone."""
    case = _own(request, number)
    return _packed(mydata.of_cases([case]), f"yishi-{case.number}")


def _packed(found: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(mydata.as_zip(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


def _own(request: HttpRequest, number: str) -> Case:
    seen = Case.objects.visible_to(request.actor).with_labels(ladders=True)
    case = seen.by_number(number)
    if case is None or not rules.is_reporter(request.actor, case):
        raise Http404(_("There is no such case, or it is not public."))
    return case


@open_page
@one_screen
@unkept
def erase_case(request: HttpRequest, number: str) -> HttpResponse:
    """What one case holds about whoever raised it: asking that it be erased, taking that back, or doing it at once."""
    case, actor = _own(request, number), _as_resident(request.actor)
    last = case.erasures.order_by("-id").first()
    if request.method == "POST":
        return _erasing(request, last, actor, case)
    return _show(request, last, rules.may_ask_erasure(actor, case), case)


def _erasing(request: HttpRequest, last: Erasure | None, actor: Actor, case: Case | None) -> HttpResponse:
    """Ask, take back, or do it at once, as the button says."""
    waiting = last if last and last.state == Erasure.State.WAITING else None
    asked, once = request.POST.get("do", ""), _once(request)
    try:
        if asked == "cancel" and waiting:
            actions.cancel_erasure(actor, waiting, once=once)
            messages.success(request, _("Taken back. Everything stays as it is."))
        elif asked == "disown" and case is None:
            _disown(request, actor)
        elif asked == "now" and waiting:
            actions.erase(actor, waiting, once=once)
            return _gone(request, case)
        else:
            form = AskErasure(request.POST)
            if not form.is_valid():
                return _show(request, last, True, case, form)
            ask = actions.ask_to_be_erased if case is None else actions.ask_erasure
            ask(actor, case, once=once, **form.cleaned_data)
            messages.success(request, _("Asked for. You can take it back until the day it is done."))
    except Refused as refused:
        messages.warning(request, str(refused.reason))
    return redirect(request.path)


def _gone(request: HttpRequest, case: Case | None) -> HttpResponse:
    if case is None:
        request.session.flush()
    else:
        left = [pk for pk in request.session.get("follows", []) if pk != case.pk]
        request.session["follows"] = left
        receipts = request.session.get("receipts", {})
        request.session["receipts"] = {pk: code for pk, code in receipts.items() if pk != str(case.pk)}
    messages.success(request, _("It is erased. Nothing here points to you any more."))
    return redirect("home")


def _show(
    request: HttpRequest, last: Erasure | None, may: Any, case: Case | None, form: AskErasure | None = None
) -> HttpResponse:
    context = {
        "case": case,
        "erasure": last,
        "waiting": last is not None and last.state == Erasure.State.WAITING,
        "may": bool(may),
        "why_not": "" if may else getattr(may, "reason", ""),
        "form": form or AskErasure(),
        "goes": [*mydata.GOES, *(line for room in held_above.rooms() for line in room.goes)],
        "stays": [*mydata.STAYS, *(line for room in held_above.rooms() for line in room.stays)],
        "notice": PrivacyNotice.objects.present(),
        "key": secrets.token_urlsafe(12),
        "cases": [] if case else _cases_of(request.actor.person),
        "asked_at_desk": [] if case else _asked_at_desk(request.actor),
    }
    return render(request, "cases/privacy/my_data.html", context, status=422 if form and form.errors else 200)


def _asked_at_desk(actor: Any) -> list[DataRequest]:
    """What a desk wrote down in their name, the newest first, and whether they can take it back."""
    rows = DataRequest.objects.filter(person=actor.pk).select_related("post__organisation", "post__place")
    found = list(rows.order_by("-id")[:10])
    resident = _as_resident(actor)
    for each in found:
        each.may_disown = bool(rules.may_disown_request(resident, each))  # type: ignore[attr-defined]
    return found


def _disown(request: HttpRequest, actor: Actor) -> None:
    said = request.POST.get("request", "")[:18]
    found = DataRequest.objects.filter(person=actor.pk, pk=int(said) if said.isdecimal() else 0).first()
    if found is None:
        raise Http404
    actions.disown_request(actor, found, once=_once(request))
    messages.success(request, _("Taken back. Nothing is handed over or erased, and the desk has been told."))


def _cases_of(person: Any) -> list[Case]:
    return list(mydata.raised_by(person).order_by("-id")[:50])


@open_page
@one_screen
@unkept
def concerns(request: HttpRequest, number: str) -> HttpResponse:
    """The resident says whom of those who would handle it the matter concerns."""
    case, actor = _own(request, number), _as_resident(request.actor)
    if not (verdict := rules.may_keep_out(actor, case)):
        messages.info(request, str(verdict.reason))
        return redirect("cases:case", number=case.number)
    form = Concerned(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_out(actor, case, post=form.cleaned_data["post"], once=_once(request))
            messages.success(request, _("They no longer handle it, and are not shown it."))
        except Refused as refused:
            messages.warning(request, str(refused.reason))
        return redirect("cases:case", number=case.number)
    context = {"case": case, "form": form, "key": secrets.token_urlsafe(12)}
    return render(request, "cases/privacy/concerns.html", context, status=422 if form.errors else 200)


def _once(request: HttpRequest) -> str:
    key = request.POST.get("key", "")[:LONGEST_KEY]
    return f"{request.session.session_key}:{key}" if key else ""
