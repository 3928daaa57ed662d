"""The desk itself: what lies where, in which post."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST, require_safe

from yishi.cases.models import Case
from yishi.network.powers import Power

from .. import bulk, narrowing, tabs, walking
from ..forms.narrow import FIELDS, Choices, Narrow
from .confidence import concerns

LONGEST_SEARCH = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The lists of the post somebody acts in; without a post, the matters they raised themselves."""
    actor = request.actor
    if actor.post is None:
        mine = tabs.reported_by(actor)
        return render(request, "desk/mine.html", {"page": tabs.whole_page(actor, mine, request.GET)})
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    if words and (by_number := _by_number(request, words)):
        return redirect("desk:case", number=by_number.number)
    desk = tabs.desk(actor)
    lists = desk.lists
    ahead = walking.ahead(actor) if desk.stops else set()
    request.unread_count = min(desk.unread, tabs.MOST_COUNTED)  # type: ignore[attr-defined]
    narrow: Any = SimpleLazyObject(lambda: Narrow(request.GET, Choices(actor.post))) if lists else None
    asks = any(request.GET.get(name) for name in FIELDS) or request.GET.get("tab") == narrowing.ALL
    tab = narrowing.asked_for(actor, lists, request.GET, narrow) if lists and asks else None
    narrowed = tab is not None
    if tab is None:
        tab = tabs.found(actor, words) if words else _chosen(lists, request.GET.get("tab", ""))
    chips = narrowing.chips(actor, lists, narrow.known, request.GET) if lists and desk.filters else []
    if opening := next((chip for chip in chips if chip.kept.opens and not request.GET), None):
        return redirect(reverse("desk:home") + opening.url)
    context = {
        "narrow": narrow,
        "may_narrow": bool(lists),
        "narrowed_by": urlencode({name: request.GET[name] for name in FIELDS if request.GET.get(name)}),
        "narrowed": narrowed,
        "chips": chips,
        "lists": narrowing.lists_to_choose(lists),
        "codes": " ".join(each.code for each in lists),
        "doings": bulk.offered(actor.post),
        "handles": actor.post.can(Power.HANDLE) or actor.post.can(Power.VOLUNTEER),
        "all_ticked": request.GET.get("ticked") == "all",
        "tabs": [
            _shown(each, tab)
            for each in lists
            if each.count or not each.quiet or (tab and each.code == tab.code)
        ],
        "tab": tab,
        "page": tabs.page(actor, tab, request.GET) if tab else None,
        "kept": tabs.position(request.GET) or tabs.position({"tab": tab.code} if tab else {}),
        "words": words,
        "key": secrets.token_urlsafe(12),
        "may_file": actor.post.can(Power.FILE),
        "may_bring_in": actor.post.can(Power.FILE) and actor.post.can(Power.SET_UP),
        "may_call_back": actor.post.can(Power.CALL_BACK),
        "keeps_limits": actor.post.can(Power.SET_UP),
        "keeps_privacy": concerns(actor),
        "sees_outbox": actor.post.can(Power.SEE_OUTBOX),
        "homes_waiting": min(desk.homes, tabs.MOST_COUNTED),
        "stops": min(len(ahead), tabs.MOST_COUNTED),
    }
    if context["page"]:
        asked = (
            request.GET
            if any(request.GET.get(name) for name in tabs.STANDS)
            else {"tab": tab.code if tab else ""}
        )
        cards = context["page"].cards
        tabs.line_up(cards, asked)
        for card in cards:
            card.on_walk = card.pk in ahead
        context["here"] = urlencode({name: asked[name] for name in tabs.STANDS if asked.get(name)})
        first = (name for name in tabs.STANDS if name not in ("at", "id"))
        context["first"] = urlencode({name: asked[name] for name in first if asked.get(name)})
    return render(request, "desk/home.html", context)


def _by_number(request: HttpRequest, words: str) -> Case | None:
    if words.strip("0123456789 -#"):
        return None
    return Case.objects.visible_to(request.actor).by_number(words)


def _chosen(lists: list[tabs.Tab], code: str) -> tabs.Tab | None:
    """The tab asked for, or the first that holds something."""
    if code:
        chosen = next((tab for tab in lists if tab.code == code), None)
        if chosen:
            return chosen
    return next((tab for tab in lists if tab.count), lists[0] if lists else None)


def _shown(tab: tabs.Tab, chosen: tabs.Tab | None) -> dict:
    return {
        "label": tab.label,
        "url": f"?tab={tab.code}",
        "count": tab.number,
        "current": chosen is not None and tab.code == chosen.code,
    }


@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """From now on they act in this one of their posts."""
    chosen = request.POST.get("post", "")
    post = next((p for p in request.actor.posts if str(p.pk) == chosen), None)
    if post is None:
        raise Http404
    request.session["post"] = post.pk
    return redirect("desk:home")
