"""Pages of bodies, for whoever keeps the net of a place: the overview, the list, one body and all that is done with it,
contracts that end, the figures the net goes by; and the table of powers, which anybody may read."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.insight.words import clean
from yishi.record import clock
from yishi.record.doors import open_page
from yishi.record.numbers import number

from .. import actions, rules
from ..forms.bodies import Dissolve, EndOn, Form, Found, GiveSeat, RenameBody, Serve, SetFigure, SetParent
from ..forms.posts import CreatePost
from ..models import (
    USUAL,
    Appointment,
    Figure,
    Organisation,
    Post,
    Seat,
    Serving,
    figure,
    within,
)
from ..powers import FOR, MUST_HAVE_SECOND_FACTOR, POWERS, TIME_LIMITED, Power, Role
from .doing import asked_for, do, keeper, once, one_screen, page_of, sent, unkept

SHOWN = 60
"""Of one kind of thing on one page."""
WITHIN_REACH = 30
"""Terms of operators shown to everybody, the latest first."""


@require_safe
@unkept
def overview(request: HttpRequest) -> HttpResponse:
    """What is kept of the net, and where."""
    post = keeper(request)
    here = post.place.path
    counts = {
        "bodies": Organisation.objects.on().filter(within("place__path", here)).count(),
        "posts": Post.objects.on().filter(within("place__path", here)).count(),
        "vacant": Post.objects.vacant().filter(within("place__path", here)).count(),
        "ending": _ending(here).count(),
    }
    # the operator keeps places and posts, and knows nobody who lives there
    context = {"place": post.place, "knows_people": post.can(Power.VOUCH), **counts}
    return render(request, "network/overview.html", context)


@require_safe
@unkept
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies one may keep, by kind and place."""
    keeper(request)
    gone = request.GET.get("gone") == "1"
    counted: dict[str, int] = dict(
        _there(request.actor, gone).order_by().values_list("kind").annotate(n=Count("pk"))
    )
    kind, words = request.GET.get("kind", ""), clean(request.GET.get("q", ""))[:60]
    rows = narrowed(request.actor, request.GET)
    shown, after = page_of(rows.select_related("place", "parent"), request.GET.get("after"))
    context = {
        "bodies": shown,
        "next": after,
        "is_first": not number(request.GET.get("after")),
        "kinds": [
            {"label": label, "value": value, "count": counted[value]}
            for value, label in Organisation.Kind.choices
            if counted.get(value)
        ],
        "kind": kind,
        "words": words,
        "gone": gone,
    }
    return render(request, "network/bodies.html", context)


def _there(actor: Any, gone: bool) -> QuerySet[Organisation]:
    seen = Organisation.objects.visible_to(actor)
    return seen.exclude(dissolved_on=None) if gone else seen.on()


def narrowed(actor: Any, asked: Any) -> QuerySet[Organisation]:
    """The bodies one may keep, as an address narrows their list; in no order yet."""
    rows = _there(actor, asked.get("gone") == "1")
    kind, words = asked.get("kind", ""), clean(asked.get("q", ""))[:60]
    rows = rows.filter(kind=kind) if kind in Organisation.Kind.values else rows
    if words:
        rows = rows.filter(
            Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(place__label_zh__icontains=words)
        )
    return rows


def seen_body(request: HttpRequest, pk: int) -> Organisation:
    """The body, for whoever keeps the net there; 404 for what one may not know of."""
    keeper(request)
    seen = Organisation.objects.visible_to(request.actor).select_related("place", "parent")
    return get_object_or_404(seen, pk=pk)


@require_safe
@unkept
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: what it is, whom it serves, its posts, what belongs to it."""
    found = seen_body(request, pk)
    today, actor = clock.today(), request.actor
    parts = (
        Organisation.objects.on().filter(parent=found).select_related("place").order_by("place__path", "id")
    )
    posts = found.posts.on().filter(pk__in=Post.objects.visible_to(actor).values("pk"))
    posts = posts.select_related("place", "organisation").order_by("place__path", "id")
    seats = Seat.objects.filter(council=found).going_on(today)
    may_change = bool(rules.may_rename_body(actor, found))
    context = {
        "body": found,
        "parts": parts[:SHOWN],
        "part_count": parts.count(),
        "servings": _servings(found, actor),
        "posts": with_holders(list(posts[:SHOWN])),
        "seats": list(
            seats.select_related("post__organisation", "post__place", "body__place").order_by("kind", "id")
        ),
        "may_change": may_change,
        "may_serve": found.is_there() and bool(rules.may_serve(actor, found)),
        "may_post": found.is_there() and bool(rules.may_create_post(actor, found)),
        "may_seat": bool(rules.may_give_seat(actor, found)),
    }
    return render(request, "network/bodies_one.html", context)


def _servings(found: Organisation, actor: Any) -> list[Serving]:
    """Whom it serves, what holds or is to come first; each knows whether it can be ended here."""
    rows = list(found.servings.select_related("place").order_by("-until_on", "place__path", "id")[:SHOWN])
    today = clock.today()
    for each in rows:
        each.is_over = bool(each.until_on and each.until_on < today)  # type: ignore[attr-defined]
        each.may_end = not each.is_over and bool(rules.may_end_serving(actor, each))  # type: ignore[attr-defined]
    return sorted(rows, key=lambda each: (each.is_over, each.place.path, each.pk))  # type: ignore[attr-defined]


def with_holders(posts: list[Post]) -> list[Post]:
    """The posts, each with the terms that hold today (one query)."""
    terms: dict[int, list[Appointment]] = {post.pk: [] for post in posts}
    for term in Appointment.objects.on().filter(post__in=posts).select_related("person").order_by("id"):
        terms[term.post_id].append(term)
    for post in posts:
        post.terms_now = terms[post.pk]  # type: ignore[attr-defined]
    return posts


@one_screen
@unkept
def new_body(request: HttpRequest) -> HttpResponse:
    """A body is founded."""
    keeper(request)
    form = Found(sent(request), actor=request.actor, initial=_begun(request))

    def act(said: dict[str, Any]) -> HttpResponse:
        found = actions.found(request.actor, said.pop("place"), once=once(request), **said)
        messages.success(request, form.done)
        return redirect("net:body", pk=found.pk)

    return do(request, form, act, title=_("Found a body"), back=reverse("net:bodies"))


def _begun(request: HttpRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    return {
        "kind": kind if kind in Organisation.Kind.values else Organisation.Kind.BRANCH,
        "place": clean(request.GET.get("place", ""))[:40],
    }


DOINGS: dict[str, tuple[type[Form], str]] = {
    # what stands in the address: the form, and the action it is for
    "rename": (RenameBody, "rename_body"),
    "belongs": (SetParent, "set_parent"),
    "dissolve": (Dissolve, "dissolve"),
    "serves": (Serve, "serve"),
    "seat": (GiveSeat, "give_seat"),
    "post": (CreatePost, "create_post"),
}


@one_screen
@unkept
def body_do(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Something is done with a body."""
    found = seen_body(request, pk)
    if action not in DOINGS:
        raise Http404
    form_class, name = DOINGS[action]
    asked_for(getattr(rules, f"may_{name}")(request.actor, found))
    form: Any = form_class(sent(request), actor=request.actor, body=found)

    def act(said: dict[str, Any]) -> Any:
        if isinstance(form, Serve):
            days = {key: said[key] for key in ("from_on", "until_on")}
            return _serve_all(request, found, form, days)
        return getattr(actions, name)(request.actor, found, once=once(request), **said)

    return do(
        request,
        form,
        act,
        title=f"{form.label} · {found.name}",
        back=reverse("net:body", args=[found.pk]),
    )


def _serve_all(request: HttpRequest, found: Organisation, form: Serve, days: dict[str, date | None]) -> None:
    """All the places, or none of them."""
    with transaction.atomic():
        for place in form.chosen():
            actions.serve(request.actor, found, place=place, once=f"{once(request)}{place.pk}", **days)


@one_screen
@unkept
def end_serving(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day on which a body serves a place."""
    keeper(request)
    seen = Serving.objects.filter(organisation__in=Organisation.objects.visible_to(request.actor))
    found = get_object_or_404(seen.select_related("place", "organisation"), pk=pk)
    asked_for(rules.may_end_serving(request.actor, found))
    return do(
        request,
        EndOn(sent(request)),
        lambda said: actions.end_serving(request.actor, found, once=once(request), **said),
        title=f"{found.organisation.name} – {found.place.label}",
        back=reverse("net:body", args=[found.organisation_id]),
    )


@one_screen
@unkept
def end_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a seat in a council."""
    keeper(request)
    seen = Seat.objects.filter(council__in=Organisation.objects.visible_to(request.actor))
    found = get_object_or_404(
        seen.select_related("council__place", "post__organisation", "post__place", "body"), pk=pk
    )
    asked_for(rules.may_end_seat(request.actor, found))
    return do(
        request,
        EndOn(sent(request)),
        lambda said: actions.end_seat(request.actor, found, once=once(request), **said),
        title=f"{found.council.name} – {found}",
        back=reverse("net:body", args=[found.council_id]),
    )


# contracts


def _ending(path: str) -> QuerySet[Serving]:
    """Contracts of property companies there that end within the days that hold."""
    today = clock.today()
    last = today + timedelta(days=figure(Figure.What.CONTRACT).amount)
    rows = Serving.objects.filter(within("place__path", path), organisation__kind=Organisation.Kind.PROPERTY)
    return rows.filter(until_on__gte=today, until_on__lte=last)


def _left_alone(path: str) -> QuerySet[Serving]:
    """Contracts that ended lately, where no company serves the place any more."""
    today = clock.today()
    first = today - timedelta(days=figure(Figure.What.CONTRACT).amount)
    rows = Serving.objects.filter(within("place__path", path), organisation__kind=Organisation.Kind.PROPERTY)
    served = Serving.objects.on().filter(organisation__kind=Organisation.Kind.PROPERTY)
    return rows.filter(until_on__gte=first, until_on__lt=today).exclude(place__in=served.values("place"))


@require_safe
@unkept
def contracts(request: HttpRequest) -> HttpResponse:
    """Contracts of property companies that end soon, and estates left without one."""
    here = keeper(request).place.path
    context = {
        "figure": figure(Figure.What.CONTRACT),
        "ending": _ending(here).select_related("organisation", "place").order_by("until_on", "id")[:SHOWN],
        "left_alone": _left_alone(here)
        .select_related("organisation", "place")
        .order_by("until_on", "id")[:SHOWN],
    }
    return render(request, "network/bodies_contracts.html", context)


# powers and figures


@open_page
@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """Who may do what: the one table everything is decided by, and how long a technical duty lasts."""
    roles = [
        {
            "label": Role(role).label,
            "words": FOR[role],
            "powers": [power.label for power in Power if power in POWERS[role]],
            "second": role in MUST_HAVE_SECOND_FACTOR,
            "limited": role in TIME_LIMITED,
        }
        for role in Role
    ]
    rows = [(power.label, [(role.label, power in POWERS[role]) for role in Role]) for power in Power]
    terms = Appointment.objects.filter(post__role__in=TIME_LIMITED)
    context = {
        "roles": roles,
        "columns": [role.label for role in Role],
        "rows": rows,
        "figures": [figure(what) for what in USUAL],
        "may_set": bool(rules.may_set_figure(request.actor)) if request.actor.post else False,
        "terms": terms.select_related("post__organisation", "post__place").order_by("-from_on", "-id")[
            :WITHIN_REACH
        ],
        "today": clock.today(),
    }
    return render(request, "network/powers.html", context)


@one_screen
@unkept
def set_figure(request: HttpRequest, what: str) -> HttpResponse:
    """A figure the net goes by is set, with its ground."""
    asked_for(rules.may_set_figure(request.actor))
    if what not in USUAL:
        raise Http404
    form = SetFigure(sent(request), what=what)
    return do(
        request,
        form,
        lambda said: actions.set_figure(request.actor, None, what=what, once=once(request), **said),
        title=str(Figure.What(what).label),
        back=reverse("net:powers"),
    )
