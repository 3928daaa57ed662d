"""Pages of the roll: bringing in a file, what is to be completed, single dwellings, and what the roll counts."""

import json
import secrets
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.insight.masking import mask_phone
from yishi.record import Refused, clock

from .. import actions, rules
from ..counting_roll import all_in_public, by_place, counted, in_public
from ..forms import roll as forms
from ..models import Dwelling, Level, Occupant, Place, RollImport, RollPolicy, RollReveal
from ..powers import Power
from ..roll.columns import COLUMNS, example
from ..roll.comparing import starred, starred_identity
from .to_put_right import problems_sheet as as_sheet

PAGE = 40
unkept = cache_control(private=True, no_store=True)
one_screen = require_http_methods(["GET", "HEAD", "POST"])
SHOWN_IMPORTS, SHOWN_PROBLEMS = 10, 300
LACKS = ("owner", "name", "phone", "area")


def _may_look(request: HttpRequest) -> Any:
    post = request.actor.post
    if post is None or not post.can(Power.SEE_ROLL):
        raise Refused(_("The roll is not shown to your post."))
    return post


def _must_keep(request: HttpRequest) -> Any:
    post = request.actor.post
    if post is None or not post.can(Power.KEEP_ROLL):
        raise Refused(_("The roll of dwellings is kept by the community committee."))
    return post


def _once(request: HttpRequest) -> str:
    key = request.POST.get("key", "")[:64]
    return f"{request.session.session_key}:{key}" if key else ""


def _key() -> str:
    return secrets.token_urlsafe(12)


@require_safe
@unkept
def home(request: HttpRequest) -> HttpResponse:
    """What the roll holds of the post's place, and what can be done with it."""
    post = _may_look(request)
    finer = Level.BUILDING if post.place.level in (Level.ESTATE, Level.BUILDING) else Level.ESTATE
    keeps = post.can(Power.KEEP_ROLL)
    context = {
        "place": post.place,
        "total": counted(post.place.path),
        "places": by_place(post.place, finer),
        "keeps": keeps,
        "imports": _imports(request) if keeps else [],
    }
    return render(request, "network/roll_home.html", context)


def _imports(request: HttpRequest) -> list[RollImport]:
    rows = RollImport.objects.visible_to(request.actor).exclude(state=RollImport.State.DROPPED)
    return list(rows.defer("report").select_related("place").order_by("-id")[:SHOWN_IMPORTS])


# --- a file ---


@one_screen
@unkept
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; the worker looks at it, and nothing is written yet."""
    post = _must_keep(request)
    places = [
        post.place,
        *Place.objects.inside(post.place.path).on().filter(level=Level.ESTATE).order_by("path")[:300],
    ]
    form = forms.Roll(request.POST or None, request.FILES or None, places=places)
    if request.method == "POST":
        form = forms.Roll(request.POST, request.FILES, places=places)
        if form.is_valid():
            chosen = form.cleaned_data.get("place", post.place.pk)
            place = next(each for each in places if each.pk == chosen)
            file = form.cleaned_data["file"]
            brought = actions.bring_roll(
                request.actor,
                place,
                content=file.read(),
                name=file.name,
                language=get_language() or "zh-hans",
            )
            return redirect("net:roll_import", brought.pk)
    context = {"form": form, "columns": COLUMNS.values(), "key": _key()}
    return render(request, "network/roll_upload.html", context, status=422 if form.errors else 200)


@require_safe
def example_sheet(request: HttpRequest) -> HttpResponse:
    """A sheet to begin with, filled in with invented people."""
    _must_keep(request)
    response = HttpResponse(
        example(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = 'attachment; filename="roll-example.xlsx"'
    return response


def _brought(request: HttpRequest, pk: int) -> RollImport:
    _must_keep(request)
    rows = RollImport.objects.visible_to(request.actor).select_related("place")
    return get_object_or_404(rows, pk=pk)


@require_safe
@unkept
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the worker has come; then what it found; then what was written."""
    brought = _brought(request, pk)
    report = json.loads(brought.report) if brought.report else {}
    problems = report.get("problems", [])
    context = {
        "brought": brought,
        "report": report,
        "problems": problems[:SHOWN_PROBLEMS],
        "more_problems": max(brought.problems - SHOWN_PROBLEMS, 0),
        "more_changed": max(brought.changed - len(report.get("changed", [])), 0),
        "more_gone": max(brought.gone - len(report.get("gone", [])), 0),
        "does_nothing": not (brought.added or brought.changed or brought.gone),
        "key": _key(),
    }
    return render(request, "network/roll_import.html", context)


@require_safe
@unkept
def problems_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is to be put right in a file, as a sheet to work through."""
    brought = _brought(request, pk)
    return as_sheet(f"roll-problems-{brought.pk}", brought.report)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What was looked at is to be written."""
    brought = _brought(request, pk)
    actions.confirm_roll(request.actor, brought, with_units=request.POST.get("units") == "yes")
    return redirect("net:roll_import", brought.pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """The file is thrown away; nothing of it was written."""
    brought = _brought(request, pk)
    if brought.state == RollImport.State.CONFIRMED:
        raise Refused(_("It is being written at this moment."), moved_on=True)
    actions.drop_roll(brought)
    messages.success(request, _("The file is thrown away. Nothing of it was brought in."))
    return redirect("net:roll")


# --- dwellings ---


@require_safe
@unkept
def at(request: HttpRequest, code: str) -> HttpResponse:
    """The dwellings of a building, as one walks past them; of an estate, its buildings."""
    _may_look(request)
    place = get_object_or_404(Place, code=code[:40])
    if not place.path.startswith(request.actor.post.place.path):
        raise Http404(_("There is no such place."))
    if place.level not in (Level.BUILDING, Level.UNIT):
        context = {"place": place, "total": counted(place.path), "places": by_place(place, Level.BUILDING)}
        return render(request, "network/roll_home.html", context)
    rows = Dwelling.objects.visible_to(request.actor).present().filter(place=place).order_by("sort", "id")
    return _listed(request, rows, {"place": place, "title": place.label})


@require_safe
@unkept
def to_complete(request: HttpRequest) -> HttpResponse:
    """Dwellings that lack something, building by building: nobody is dropped silently."""
    post = _must_keep(request)
    rows = Dwelling.objects.visible_to(request.actor).to_complete().order_by("place__path", "sort", "id")
    lack = request.GET.get("lack", "")
    if lack in LACKS:
        rows = rows.filter(lacks__contains=lack)
    counts = Dwelling.objects.inside(post.place.path).to_complete().aggregate_lacks(LACKS)
    context = {
        "place": post.place,
        "title": _("To be completed"),
        "lack": lack,
        "counts": counts,
        "all": True,
    }
    return _listed(request, rows, context)


def _listed(request: HttpRequest, rows: Any, context: dict[str, Any]) -> HttpResponse:
    after = request.GET.get("after", "")[:20]
    by_building = "all" in context
    if after.isdecimal() and (
        last := Dwelling.objects.filter(pk=int(after[:18])).select_related("place").first()
    ):
        here = Q(sort__gt=last.sort) | Q(sort=last.sort, pk__gt=last.pk)
        rows = rows.filter(
            Q(place__path__gt=last.place.path) | (Q(place=last.place) & here) if by_building else here
        )
    found = list(rows.select_related("place").prefetch_related(_people())[: PAGE + 1])
    shown = found[:PAGE]
    following = f"?after={shown[-1].pk}" if len(found) > PAGE else ""
    if following and context.get("lack"):
        following += f"&lack={context['lack']}"
    lines = [
        {"dwelling": d, "people": [_line(one, frozenset()) for one in d.people], "lacks": said(d.lacks)}
        for d in shown
    ]
    return render(
        request, "network/roll_list.html", {**context, "lines": lines, "next": following, "after": after}
    )


def _people() -> Any:
    from django.db.models import Prefetch

    return Prefetch("occupants", Occupant.objects.on().order_by("bond", "id"), to_attr="people")


def said(lacks: str) -> list[str]:
    """What a dwelling lacks, in words."""
    words = {
        "owner": _("no owner yet"),
        "name": _("the owner's name"),
        "phone": _("a telephone of the owner"),
        "area": _("the area"),
    }
    return [words[each] for each in lacks.split() if each in words]


def _line(one: Occupant, opened: frozenset[str]) -> dict[str, Any]:
    """Somebody as a page shows them: names and numbers hidden unless they were opened."""
    contact, identity = bool(opened), RollReveal.What.IDENTITY in opened
    return {
        "one": one,
        "bond": one.get_bond_display(),
        "name": one.name if contact and one.name else starred(one.name),
        "phone": one.phone if contact else mask_phone(one.phone) if one.phone else "",
        "rings": contact and one.phone,
        "identity": one.identity if identity else starred_identity(one.identity),
        "share": f"{one.share_of}/{one.share_in}" if one.share_of else "",
    }


def _dwelling(request: HttpRequest, pk: int) -> Dwelling:
    _may_look(request)
    rows = Dwelling.objects.visible_to(request.actor).select_related("place")
    return get_object_or_404(rows, pk=pk)


@one_screen
@unkept
def dwelling(request: HttpRequest, pk: int) -> HttpResponse:
    """One dwelling: what it is, whose, who lived there before, and who looked at it; opening it for a reason."""
    found, actor = _dwelling(request, pk), request.actor
    keeps = bool(rules.may_keep_roll_at(actor, found.at_path))
    form = forms.Reveal(request.POST if request.method == "POST" else None, keeps=keeps)
    if request.method == "POST" and form.is_valid():
        actions.reveal_roll(actor, found, once=_once(request), **form.cleaned_data)
        messages.success(request, _("It is open to you for some hours."))
        return redirect("net:roll_dwelling", found.pk)
    opened = frozenset(
        RollReveal.objects.holding(actor).filter(dwelling=found).values_list("what", flat=True)
    )
    people = list(found.occupants.order_by("bond", "id"))
    here = [one for one in people if one.until_on is None or one.until_on >= clock.today()]
    context = {
        "dwelling": found,
        "lacks": said(found.lacks),
        "people": [_line(one, opened) for one in here],
        "former": [_line(one, opened) for one in people if one not in here],
        "opened": bool(opened),
        "reveals": found.reveals.select_related("post__organisation", "post__place").order_by("-at")[:20],
        "keeps": keeps and found.gone_on is None,
        "form": form,
        "key": _key(),
    }
    return render(request, "network/roll_dwelling.html", context, status=422 if form.errors else 200)


def _doing(
    request: HttpRequest, found: Dwelling, form: Any, title: str, act: Any, lead: str = ""
) -> HttpResponse:
    """One form about a dwelling: show it, or do what it says."""
    if form.is_bound and form.is_valid():
        try:
            act(form)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Kept."))
            return redirect("net:roll_dwelling", found.pk)
    context = {"dwelling": found, "form": form, "title": title, "lead": lead, "key": _key()}
    return render(request, "network/roll_form.html", context, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@one_screen
@unkept
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What the roll says of a dwelling."""
    _must_keep(request)
    found = _dwelling(request, pk)
    there = {"use": found.use, "floor": found.floor, "area": found.area_said}
    form = forms.Facts(_posted(request), initial=there)
    return _doing(
        request,
        found,
        form,
        _("Correct the dwelling"),
        lambda f: actions.correct_dwelling(request.actor, found, once=_once(request), **f.cleaned_data),
    )


@one_screen
@unkept
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who is not on the roll yet."""
    _must_keep(request)
    found = _dwelling(request, pk)
    form = forms.NewEntry(_posted(request), initial={"bond": request.GET.get("bond", "tenant")})

    def act(f: Any) -> None:
        actions.enter_occupant(
            request.actor, found, bond=f.cleaned_data["bond"], once=_once(request), **f.said()
        )

    return _doing(request, found, form, _("Enter somebody"), act)


@one_screen
@unkept
def owners(request: HttpRequest, pk: int) -> HttpResponse:
    """A sale, an inheritance, or shares put right."""
    _must_keep(request)
    found = _dwelling(request, pk)
    form = forms.Owners(_posted(request), initial={"from_on": clock.today()})
    return _doing(
        request,
        found,
        form,
        _("Other owners"),
        lambda f: actions.change_owners(request.actor, found, once=_once(request), **f.cleaned_data),
        _(
            "Who owned it before and is not named here owned it until the day before. What was stays on the roll."
        ),
    )


def _occupant(request: HttpRequest, pk: int) -> Occupant:
    _must_keep(request)
    seen = Dwelling.objects.visible_to(request.actor)
    rows = Occupant.objects.filter(dwelling__in=seen).select_related("dwelling__place")
    return get_object_or_404(rows, pk=pk)


@one_screen
@unkept
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """What the roll says of somebody: what is missing is filled in, what is wrong put right."""
    one = _occupant(request, pk)
    form = forms.Entry(_posted(request), initial={"lives": one.lives_here, "born": one.born_in})
    return _doing(
        request,
        one.dwelling,
        form,
        _("Complete: %(who)s") % {"who": starred(one.name)},
        lambda f: actions.correct_occupant(request.actor, one, once=_once(request), **f.said()),
        _("An empty field leaves what is there."),
    )


@one_screen
@unkept
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody moved out, or owns it no longer."""
    one = _occupant(request, pk)
    form = forms.Day(_posted(request), initial={"on": clock.today()})
    return _doing(
        request,
        one.dwelling,
        form,
        _("Moved out: %(who)s") % {"who": starred(one.name)},
        lambda f: actions.end_occupant(
            request.actor, one, until_on=f.cleaned_data["on"], once=_once(request)
        ),
        _("That they were here stays on the roll, for as long as the house keeps it."),
    )


# --- counts ---


@require_safe
@unkept
def counts(request: HttpRequest) -> HttpResponse:
    """What the roll counts, as it is and as everybody may see it."""
    post = _may_look(request)
    level = Level.BUILDING if post.place.level in (Level.ESTATE, Level.BUILDING) else Level.ESTATE
    inside = by_place(post.place, level)
    total = counted(post.place.path)
    public = request.GET.get("as") == "public"
    context = {
        "place": post.place,
        "total": in_public(total) if public else total,
        "places": all_in_public(inside) if public else inside,
        "public": public,
        "policy": RollPolicy.objects.present(),
    }
    return render(request, "network/roll_counts.html", context)
