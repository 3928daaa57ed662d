"""Pages of the tree of places: everybody may look, also as on a day that has passed; whoever keeps the places adds,
names, closes, moves and splits them."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as shapes
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from yishi.insight.words import clean
from yishi.record import Refused
from yishi.record.doors import open_page
from yishi.record.models import STEP

from .. import actions, codes, going_on, looking, rules
from ..forms import places as forms
from ..models import FormerName, Grid, Level, Place
from ..models.places import PlaceQuerySet
from ..ringing import vacancies
from ..wayfinding import links

LONGEST_KEY = 64
MOST_GOING_ON = 20_000


@open_page
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The top of the tree, and the search; whoever keeps places begins at their own."""
    words = clean(request.GET.get("q", ""))[:60]
    post = request.actor.post
    if post and rules.may_keep_places(request.actor, post.place.path) and not request.GET:
        return redirect("net:place", code=post.place.code)
    day, form = _day(request)
    after = _after(request)
    page = looking.holding(words, "", day, after) if words else looking.within_place(None, day, after)
    context = {"page": page, "words": words, "day": day, "form": form, "here": ""}
    return render(request, "network/places.html", context, status=422 if form.errors else 200)


@open_page
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """A place: where it lies, what lies within it, its plans; on any day there is anything to say about."""
    found = _found(code)
    day, form = _day(request)
    keeps = bool(rules.may_keep_places(request.actor, found.path))
    vacant, more_vacant = vacancies(found) if not day and not found.closed_on else ([], False)
    context = {
        "place": found,
        "way": _way(found, day),
        "called": looking.called([found], day)[0],
        "was_there": Place.objects.on(day).filter(pk=found.pk).exists() if day else True,
        "page": looking.within_place(found, day, _after(request)),
        "day": day,
        "form": form,
        "plans": plans_of(found) if not day else [],
        "goes_on_as": found.goes_on_as,
        "former": list(FormerName.objects.filter(place=found).order_by("-until_on", "-id")[:5]),
        "before": Place.objects.filter(pk=found.follows_id).first() if found.follows_id else None,
        "vacant": vacant,
        "more_vacant": more_vacant,
        "keeps": keeps and not found.closed_on,
        "may_move": found.level in actions.MOVABLE
        and bool(rules.may_keep_places(request.actor, found.path[:-STEP])),
        "may_split": found.level == Level.COMMUNITY and bool(rules.may_split_community(request.actor, found)),
        "is_community": found.level == Level.COMMUNITY,
        "has_grids": found.level == Level.COMMUNITY and Grid.objects.on().filter(community=found).exists(),
    }
    return render(request, "network/places_place.html", context, status=422 if form.errors else 200)


def _way(place: Place, day: date | None) -> list[dict[str, str]]:
    """The way down to it as it was called that day, for the line on top of the page."""
    then = f"?on={day.isoformat()}" if day else ""
    lines = ((each.name, each.place.code) for each in looking.way_to(place, day))
    return links(lines, "net:place", then)


def plans_of(place: Place) -> list[Any]:
    """The plans that hang there, each with its zones of places that are still there."""
    found = list(place.plans.hanging().select_related("place").prefetch_related("zones__place"))
    for plan in found:
        plan.shown = [zone for zone in plan.zones.all() if zone.place.closed_on is None]
    return found


def _found(code: str) -> Place:
    place = Place.objects.visible_to(None).with_code(clean(code)[:40])
    if place is None:
        raise Http404(_("There is no such place."))
    return place


def _day(request: HttpRequest) -> tuple[date | None, forms.OnDay]:
    form = forms.OnDay(request.GET if "on" in request.GET else {}, label_suffix="")
    return (form.cleaned_data.get("on") if form.is_valid() else None), form


def _after(request: HttpRequest) -> str:
    after = request.GET.get("after", "")
    return after if looking.is_key(after) else ""


# --- for whoever keeps the places ---


def kept(request: HttpRequest, code: str) -> Place:
    """The place, for whoever keeps it. Raises Http404, or Refused with the reason."""
    found = _found(code)
    if not (verdict := rules.may_keep_places(request.actor, found.path)):
        raise Refused(verdict.reason)
    return found


def once(request: HttpRequest) -> str:
    """The form's key, bound to who sends what where: somebody who goes back and sends something else has said something
    else. Empty where it brings none."""
    key = request.POST.get("key", "")[:LONGEST_KEY]
    said = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    return f"{request.user.pk} {request.path} {key} {sorted(said)}" if key else ""


def fill_in(
    request: HttpRequest,
    found: Place,
    form: shapes.Form,
    *,
    title: Any,
    button: Any,
    act: Callable[[dict[str, Any]], Place],
    said: Any,
    sure: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    template: str = "network/places_form.html",
    **more: Any,
) -> HttpResponse:
    """A form about a place: shown, read, where `sure` says so shown once more with what it means, and done."""
    context = {"place": found, "form": form, "title": title, "button": button, "key": _key(request), **more}
    if request.method != "POST" or not form.is_valid():
        return render(request, template, context, status=422 if form.errors else 200)
    if sure and not request.POST.get("sure"):
        sent = [(name, each) for name, values in request.POST.lists() for each in values]
        hidden = [(name, each) for name, each in sent if name not in ("csrfmiddlewaretoken", "key")]
        context |= {"hidden": hidden, **sure(form.cleaned_data)}
        return render(request, "network/places_sure.html", context)
    try:
        done = act(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return render(request, template, context, status=409 if refused.moved_on else 422)
    messages.success(request, said)
    return redirect("net:place", code=done.code)


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:LONGEST_KEY] or secrets.token_urlsafe(16)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A place under another; a free code is filled in where none is given."""
    found = kept(request, code)
    form = forms.AddPlace(request.POST if request.method == "POST" else None, parent=found)
    if not form.fields["level"].choices:  # type: ignore[attr-defined]
        raise Refused(_("Nothing finer lies within a place of this level."))

    def act(data: dict[str, Any]) -> Place:
        given = data["code"] or codes.suggested(found, data["level"], data["name_zh"])
        wanted = {name: data[name] for name in ("level", "name_zh", "name_en", "opened_on")}
        return actions.add_place(request.actor, found, code=given, **wanted, once=once(request))

    return fill_in(
        request,
        found,
        form,
        title=_("Add a place in %(place)s") % {"place": found.name},
        button=gettext_lazy("Add it"),
        act=act,
        said=_("Added."),
        suggested=codes.suggested(found, str(form.fields["level"].initial)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name; the old one is kept with the day."""
    found = kept(request, code)
    named = {"name_zh": found.name_zh, "name_en": found.name_en}
    form = forms.Named(request.POST if request.method == "POST" else None, initial=named)
    return fill_in(
        request,
        found,
        form,
        title=_("Another name for %(place)s") % {"place": found.name},
        button=gettext_lazy("Keep the name"),
        act=lambda data: actions.rename_place(request.actor, found, **data, once=once(request)),
        said=_("Kept. The old name is shown where somebody looks at an earlier day."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recode(request: HttpRequest, code: str) -> HttpResponse:
    """Another code; the old one still leads here."""
    found = kept(request, code)
    form = forms.Recode(request.POST if request.method == "POST" else None, initial={"code": found.code})
    return fill_in(
        request,
        found,
        form,
        title=_("Another code for %(place)s") % {"place": found.name},
        button=gettext_lazy("Keep the code"),
        act=lambda data: actions.recode_place(request.actor, found, **data, once=once(request)),
        said=_("Kept. The old code still leads here."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    """A place that is no more, with what lies within it; counted before it is done."""
    found = _still_open(request, code)
    form = forms.Close(request.POST if request.method == "POST" else None)

    def sure(data: dict[str, Any]) -> dict[str, Any]:
        return {
            "lead": _(
                "From %(day)s on there is no %(place)s any more. What happened there stays and can be read."
            )
            % {"day": data["on"], "place": found.label},
            "counted": counted([found]),
            "note": _(
                "Nobody serves it any more, homes there are left, dwellings are off the roll. Posts stay until you "
                "end them, so that open matters are brought to an end."
            ),
            "is_grave": True,
        }

    return fill_in(
        request,
        found,
        form,
        title=_("Close %(place)s") % {"place": found.label},
        button=gettext_lazy("Close it"),
        act=lambda data: actions.close_place(request.actor, found, **data, once=once(request)),
        said=_("Closed. Whoever comes by an old link reads since when."),
        sure=sure,
    )


def _still_open(request: HttpRequest, code: str) -> Place:
    found = kept(request, code)
    if found.closed_on:
        raise Refused(_("This place is closed since %(day)s.") % {"day": found.closed_on}, moved_on=True)
    return found


def counted(roots: list[Place]) -> list[going_on.Counted]:
    """What lies within these places and is of them today, by kind."""
    keys: list[int] = []
    for root in roots:
        keys += Place.objects.living().inside(root.path).values_list("pk", flat=True)[:MOST_GOING_ON]
    return [going_on.Counted(_("places, with what lies within"), len(keys)), *going_on.counted(keys)]


# --- moving ---

LIES_IN = {
    Level.COMMUNITY: (Level.STREET,),
    Level.GRID: (Level.COMMUNITY,),
    Level.ESTATE: (Level.COMMUNITY, Level.GRID),
    Level.BUILDING: (Level.ESTATE,),
    Level.UNIT: (Level.BUILDING,),
}
"""Where places of a level usually lie; these are offered to move to."""


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, code: str) -> HttpResponse:
    """To another estate, community or building: chosen, counted, done."""
    found = _still_open(request, code)
    if found.level not in LIES_IN:
        raise Refused(
            _("What lies above a community does not move here; it comes with a new file of divisions.")
        )
    words = clean(request.GET.get("q", ""))[:60]
    offered = list(_offered(request, found, words)[: forms.MOST_OFFERED + 1])
    if request.method == "POST":  # whatever was found by a word before
        offered += list(_where(request, found).filter(code=clean(request.POST.get("to", ""))[:40]))
    form = forms.Move(request.POST if request.method == "POST" else None, offered=offered)

    def sure(data: dict[str, Any]) -> dict[str, Any]:
        return {
            "lead": _("From %(day)s on %(place)s lies in %(to)s, with its codes and all that is of it.")
            % {"day": data["on"], "place": found.label, "to": data["to"].label},
            "counted": counted([found]),
            "note": _("Matters that were raised stay where they were raised, and so do their figures."),
        }

    return fill_in(
        request,
        found,
        form,
        title=_("Move %(place)s") % {"place": found.label},
        button=gettext_lazy("Move it"),
        act=lambda data: actions.move_place(request.actor, found, **data, once=once(request)),
        said=_("Moved. The old code and its links lead here."),
        sure=sure,
        template="network/places_move.html",
        words=words,
        more=len(offered) > forms.MOST_OFFERED,
    )


def _where(request: HttpRequest, found: Place) -> PlaceQuerySet:
    """Places it may go to, within what whoever asks keeps."""
    area = request.actor.post.place.path if request.actor.post else "-"
    rows = Place.objects.living().inside(area).filter(level__in=LIES_IN[Level(found.level)])
    return rows.exclude(path=found.path[:-STEP])


def _offered(request: HttpRequest, found: Place, words: str) -> PlaceQuerySet:
    rows = _where(request, found)
    for word in words.split()[: looking.MOST_WORDS]:
        rows = rows.filter(label_zh__icontains=word) | rows.filter(label_en__icontains=word)
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, code: str) -> HttpResponse:
    """Some estates of a community go to a new one."""
    found = _still_open(request, code)
    if not (verdict := rules.may_split_community(request.actor, found)):
        raise Refused(verdict.reason)
    estates = Place.objects.living().inside(found.path).filter(level=Level.ESTATE)[:400]
    form = forms.Split(request.POST if request.method == "POST" else None, offered=estates)

    def sure(data: dict[str, Any]) -> dict[str, Any]:
        many = len(data["estates"])
        said = ngettext(
            "From %(day)s on there is %(new)s beside %(place)s, and %(n)s estate goes to it.",
            "From %(day)s on there is %(new)s beside %(place)s, and %(n)s estates go to it.",
            many,
        )
        names = {"day": data["on"], "new": data["name_zh"], "place": found.name, "n": many}
        return {
            "lead": said % names,
            "counted": counted(data["estates"]),
            "note": _("Matters that were raised stay where they were raised, and so do their figures."),
        }

    return fill_in(
        request,
        found,
        form,
        title=_("Split %(place)s") % {"place": found.name},
        button=gettext_lazy("Split it"),
        act=lambda data: actions.split_community(request.actor, found, **data, once=once(request)),
        said=_("There are two communities now. Please give the new one its posts."),
        sure=sure,
    )
