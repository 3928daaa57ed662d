"""Promises: those of a place, one by itself, those of a post, and what whoever promised or asked says of them."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yishi.network import known as net
from yishi.network.models import Place
from yishi.network.views.showing import is_small, jpeg
from yishi.record import Refused
from yishi.record.doors import open_page
from yishi.record.models import Indicator
from yishi.record.numbers import number

from .. import actions, rules, speaking
from ..forms.outcomes import Break, Claim, Extend, Say, Undertake
from ..models import Undertaking
from ..opening import with_labels
from .tabs import one_screen, session_of, unkept, written_by

PAGE = 40
State = Undertaking.State
SHOWING: dict[str, Any] = {
    "due": (gettext_lazy("To be kept"), Q(state__in=[State.OPEN, State.CLAIMED], due_on__isnull=False)),
    "late": (pgettext_lazy("of promises", "Late"), Q(due_on__isnull=False)),
    "undated": (gettext_lazy("Without a day"), Q(state=State.OPEN, due_on=None)),
    "kept": (pgettext_lazy("of promises", "Kept"), Q(state=State.KEPT)),
    "broken": (pgettext_lazy("of promises", "Not kept"), Q(state__in=[State.BROKEN, State.EXTENDED])),
}
MEASURES = (
    "undertaken",
    "undertaken_undated",
    "undertaking_kept",
    "undertaking_kept_late",
    "undertaking_broken",
    "undertaking_extended",
)


@open_page
@require_safe
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """What was promised at sessions of a place and within it: to be kept, late, without a day, kept, not kept."""
    place = _place(code)
    showing = request.GET.get("show", "due")
    showing = showing if showing in SHOWING else "due"
    sums = Indicator.objects.totals(MEASURES, place.path)
    rows, after = _page(rows_of(place, showing), showing, request.GET)
    context = {
        "place": place,
        "way": [
            *({"label": each.label, "url": _at(each)} for each in net.around(place.path)[:-1]),
            {"label": place.label, "url": ""},
        ],
        "showing": showing,
        "tabs": [
            {"label": str(label), "url": f"?show={name}", "current": name == showing}
            for name, (label, _q) in SHOWING.items()
        ],
        "rows": rows,
        "next": after,
        "is_first": "at" not in request.GET,
        "sums": sums,
    }
    return render(request, "deliberation/outcomes/promises.html", context)


def _at(place: Place) -> str:
    return reverse("meet:promises", args=[place.code])


def _place(code: str) -> Place:
    place = net.with_code(code)
    if place is None:
        raise Http404
    return place


def rows_of(place: Place, showing: str) -> Any:
    """The promises of a place and within it, of those that are kept, late and so on."""
    rows = with_labels(Undertaking.objects.at(place.path)).filter(SHOWING[showing][1])
    if showing == "late":
        rows = rows.late()
    return rows


def _page(rows: Any, showing: str, asked: Any) -> tuple[list[Undertaking], str]:
    """A page by key: what is open by its day, the first one first; what is settled, the newest promise first."""
    pk, settled = number(asked.get("id")), showing in ("kept", "broken", "undated")
    if settled:
        rows = rows.filter(pk__lt=pk) if pk else rows
        rows = rows.order_by("-id")
    else:
        last = Undertaking.objects.filter(pk=pk).values_list("due_on", flat=True).first()
        if last:
            rows = rows.filter(Q(due_on__gt=last) | Q(due_on=last, pk__gt=pk))
        rows = rows.order_by("due_on", "id")
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    return found[:PAGE], "?" + urlencode({"show": showing, "at": 1, "id": found[PAGE - 1].pk}) if more else ""


def _one(pk: int) -> Undertaking:
    rows = with_labels(Undertaking.objects.told()).select_related(
        "session__chair",
        "opinion__person",
        "instead_of",
        "decision",
        "item",
        "claimed_by__organisation",
        "claimed_by__place",
    )
    return get_object_or_404(rows, pk=number(pk))


@open_page
@require_safe
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise: who promised what for when, and what came of it."""
    return _shown(request, _one(pk), Say())


def _shown(request: HttpRequest, found: Undertaking, form: Say, status: int = 200) -> HttpResponse:
    actor = request.actor
    may_say = bool(rules.may_confirm_kept(actor, found))
    context = {
        "undertaking": found,
        "later": found.later_ones.first(),
        "may_say": may_say,
        "as_chair": may_say and not rules.is_asker(actor, found),
        "as_there": may_say and not (found.session.is_led_by(actor) or rules.is_asker(actor, found)),
        "asks": found.state == State.CLAIMED and not may_say and not rules.is_promiser(actor, found),
        "said_so": found.state == State.CLAIMED and rules.said_so(actor, found),
        "until": found.claimed_at,
        "may_act": bool(rules.may_claim_kept(actor, found)),
        "missing": found.missing if rules.reads_what_is_missing(actor, found) else "",
        "form": form,
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/outcomes/promise.html", context, status=status)


@open_page
@require_safe
def picture(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """The photo that shows that a promise is kept."""
    found = _one(pk)
    if not found.picture:
        raise Http404
    return jpeg(request, found.picture, found.picture_digest, small=is_small(size))


@open_page
@require_http_methods(["POST"])
@unkept
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asked, or the chair for who cannot be reached, says whether it is kept."""
    found, form = _one(pk), Say(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, 422)
    kept = request.POST.get("kept")
    if kept == "yes":
        actions.confirm_kept(request.actor, found, once=_once(request))
        messages.success(request, _("Thank you. The promise counts as kept."))
    elif kept == "no":
        actions.deny_kept(request.actor, found, once=_once(request), **form.cleaned_data)
        messages.success(request, _("Thank you. It is open again, and whoever promised is told."))
    else:
        form.add_error(None, _("Please say whether it is kept."))
        return _shown(request, found, form, 422)
    return redirect("meet:promise", pk=found.pk)


def _once(request: HttpRequest) -> str:
    key = request.POST.get("key", "")[:60]
    return f"{request.actor.pk}:{request.path}:{key}" if key else ""


# --- whoever promised ---


@require_safe
@unkept
def mine(request: HttpRequest) -> HttpResponse:
    """What the post one acts in has promised at sessions, the first due first."""
    post = request.actor.post
    if post is None:
        raise Refused(_("Promises are made by posts; sign in with one."))
    rows = with_labels(Undertaking.objects.filter(post=post))
    context = {
        "post": post,
        "open": list(rows.open().order_by("due_on", "id")[:PAGE]),
        "settled": list(
            rows.filter(state__in=[State.KEPT, State.BROKEN, State.EXTENDED]).order_by("-settled_at")[:10]
        ),
    }
    return render(request, "deliberation/outcomes/mine.html", context)


DOINGS: dict[str, Any] = {
    "claim": (
        Claim,
        actions.claim_kept,
        gettext_lazy("It is kept"),
        gettext_lazy(
            "Who asked for it is asked. Where nobody can be, the chair, the host or somebody who was there confirms it."
        ),
    ),
    "extend": (
        Extend,
        actions.extend_undertaking,
        gettext_lazy("Put it off"),
        gettext_lazy(
            "A new promise stands in its place and names this one, and who asked is told. What is late stays late."
        ),
    ),
    "break": (
        Break,
        actions.break_undertaking,
        gettext_lazy("It will not be kept"),
        gettext_lazy("Everybody reads that it is not kept, and why; who asked is told."),
    ),
}


@one_screen
@unkept
def act(request: HttpRequest, pk: int, doing: str) -> HttpResponse:
    """Whoever promised, or whoever writes the session down for them, says that it is kept, put off or given up."""
    if doing not in DOINGS:
        raise Http404
    form_class, action, title, lead = DOINGS[doing]
    found = _one(pk)
    verdict = rules.may_claim_kept(request.actor, found)
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()
    if form.is_bound and form.is_valid():
        try:
            action(request.actor, found, once=_once(request), **form.cleaned_data)
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Written down. Everybody can read it."))
            return redirect("meet:promise", pk=found.pk)
    context = {
        "undertaking": found,
        "form": form,
        "title": title,
        "lead": lead,
        "doing": doing,
        "key": request.POST.get("key", "")[:60] or secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/outcomes/act.html", context, status=422 if form.errors else 200)


@one_screen
@unkept
def undertake(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever writes it down: something promised aloud that belongs to no opinion."""
    session = written_by(request, pk)
    items = list(session.items.filter(removed_at=None))
    bound = request.POST if request.method == "POST" else None
    form = Undertake(bound, groups=speaking.posts_of(session), items=items)
    if form.is_bound and form.is_valid():
        try:
            actions.undertake(request.actor, session, once=_once(request), **form.arguments())
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The promise is written down, and is followed."))
            return redirect("meet:session", pk=session.pk)
    context = {
        "session": session_of(pk),
        "form": form,
        "title": _("Write down a promise"),
        "lead": session.title,
        "doing": "",
        "key": (bound.get("key", "") if bound is not None else "")[:60] or secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/outcomes/act.html", context, status=422 if form.errors else 200)
