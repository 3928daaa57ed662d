"""Filters somebody keeps under a name: kept from a narrowed list, renamed, removed, or what the desk begins with."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yishi.record import Refused

from .. import actions, narrowing, tabs
from ..forms.narrow import Choices, FilterName, Narrow
from ..models import SavedFilter


@require_http_methods(["GET", "HEAD", "POST"])
def filters(request: HttpRequest) -> HttpResponse:
    """The kept filters, each with its name to change; a narrowed list is sent here to be kept."""
    if request.actor.post is None:
        raise Refused(_("Filters are for those who handle cases; sign in with such a post."))
    if request.method == "POST" and "query" in request.POST:
        return _keep(request)
    if request.method == "POST":
        return _change(request)
    return _shown(request)


def _keep(request: HttpRequest) -> HttpResponse:
    """Only what the form of the desk understands is kept, whatever the address said."""
    actor, asked = request.actor, QueryDict(request.POST["query"][: tabs.LONGEST_POSITION])
    narrow = Narrow(asked, Choices(actor.post))
    name = FilterName(request.POST)
    if not name.is_valid() or not narrow.sound:
        return _shown(request, status=422, wrong=name, query=asked.urlencode())
    query = narrowing.query_of(asked, narrow, tabs.of(actor))
    try:
        actions.keep_filter(actor, name=name.cleaned_data["name"], query=query)
    except Refused as refused:
        name.add_error("name", str(refused.reason))
        return _shown(request, status=422, wrong=name, query=asked.urlencode())
    messages.success(request, _("Kept. It stands beside your lists as “%(name)s”.") % name.cleaned_data)
    return redirect(f"{reverse('desk:home')}?{query}")


def _change(request: HttpRequest) -> HttpResponse:
    actor, pk = request.actor, request.POST.get("filter", "")
    known = SavedFilter.objects.filter(person=actor.pk)
    kept = get_object_or_404(known, pk=int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0)
    match request.POST.get("do", ""):
        case "drop":
            actions.drop_filter(actor, kept)
            messages.success(request, _("Removed: %(name)s") % {"name": kept.name})
        case "open":
            actions.open_with(actor, None if kept.opens else kept)
            messages.success(request, _("Kept."))
        case _:
            return _rename(request, kept)
    return redirect("desk:filters")


def _rename(request: HttpRequest, kept: SavedFilter) -> HttpResponse:
    name = FilterName(request.POST)
    if name.is_valid():
        try:
            actions.rename_filter(request.actor, kept, name=name.cleaned_data["name"])
        except Refused as refused:
            name.add_error("name", str(refused.reason))
        else:
            messages.success(request, _("Kept."))
            return redirect("desk:filters")
    return _shown(request, status=422, wrong=name, renamed=kept)


def _shown(
    request: HttpRequest,
    status: int = 200,
    wrong: FilterName | None = None,
    query: str = "",
    renamed: SavedFilter | None = None,
) -> HttpResponse:
    rows, choices = [], Choices(request.actor.post)
    names = {tab.code: tab.label for tab in tabs.of(request.actor)}
    names[narrowing.ALL] = narrowing.everything(request.actor).label
    for kept in SavedFilter.objects.filter(person=request.actor.pk).order_by("kept_at", "pk"):
        asked = QueryDict(kept.query)
        narrow = Narrow(asked, choices)
        said = [str(names.get(asked.get("tab", ""), names[narrowing.ALL])), *narrow.said]
        rows.append({"kept": kept, "said": said, "passed_over": narrow.passed_over, "wrong": kept == renamed})
    context = {"rows": rows, "form": wrong, "query": query}
    return render(request, "desk/filters.html", context, status=status)
