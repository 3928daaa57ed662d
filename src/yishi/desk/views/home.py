"""The desk itself: what lies where, in which post."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yishi.cases.models import Case
from yishi.network.powers import Power

from .. import tabs

LONGEST_SEARCH = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The lists of the post somebody acts in; without a post, the matters they raised themselves."""
    actor = request.actor
    if actor.post is None:
        mine = tabs.reported_by(actor)
        return render(request, "desk/mine.html", {"page": tabs.page(actor, mine, request.GET)})
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    if words and (by_number := _by_number(request, words)):
        return redirect("desk:case", number=by_number.number)
    lists = tabs.of(actor)
    tab = tabs.found(actor, words) if words else _chosen(lists, request.GET.get("tab", ""))
    context = {
        "tabs": [_shown(each, tab) for each in lists],
        "tab": tab,
        "page": tabs.page(actor, tab, request.GET) if tab else None,
        "kept": tabs.position(request.GET) or tabs.position({"tab": tab.code} if tab else {}),
        "words": words,
        "key": secrets.token_urlsafe(12),
        "may_file": actor.post.can(Power.FILE),
        "may_call_back": actor.post.can(Power.CALL_BACK),
        "sees_outbox": actor.post.can(Power.SEE_OUTBOX),
    }
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
