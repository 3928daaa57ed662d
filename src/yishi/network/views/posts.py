"""Pages of posts, for whoever keeps the net of a place: the list with what is vacant, one post with who has held it,
appointing and relieving, and the secretaries of branches at a date."""

import secrets
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yishi.insight.words import clean
from yishi.record import clock
from yishi.record.numbers import number

from .. import actions, rules
from ..forms.bodies import Day, EndOn, Form
from ..forms.posts import Appoint, ChangePost, ClosePost, Newcomer
from ..models import Appointment, Post
from ..powers import POWERS, Power, Role
from ..secretaries import counted, secretaries
from .bodies import SHOWN, with_holders
from .doing import asked_for, do, keeper, once, one_screen, page_of, sent, unkept

PASSWORD_BYTES = 9
"""Of a first password: twelve characters to type."""


@require_safe
@unkept
def posts(request: HttpRequest) -> HttpResponse:
    """The posts one keeps, with who holds them; those nobody holds can be seen alone."""
    keeper(request)
    seen = Post.objects.visible_to(request.actor)
    vacant = request.GET.get("vacant") == "1"
    role, words = request.GET.get("role", ""), clean(request.GET.get("q", ""))[:60]
    rows = narrowed(request.actor, request.GET)
    shown, after = page_of(rows.select_related("organisation", "place"), request.GET.get("after"))
    context = {
        "posts": with_holders(shown),
        "next": after,
        "is_first": not number(request.GET.get("after")),
        "vacant": vacant,
        "vacant_count": seen.vacant().count(),
        "roles": Role.choices,
        "role": role,
        "words": words,
    }
    return render(request, "network/posts.html", context)


def narrowed(actor: Any, asked: Any) -> Any:
    """The posts one keeps, as an address narrows their list; in no order yet."""
    seen = Post.objects.visible_to(actor)
    rows = seen.vacant() if asked.get("vacant") == "1" else seen.on()
    role, words = asked.get("role", ""), clean(asked.get("q", ""))[:60]
    if role in Role.values:
        rows = rows.filter(role=role)
    if words:
        rows = rows.filter(
            Q(place__label_zh__icontains=words)
            | Q(place__label_en__icontains=words)
            | Q(organisation__name_zh__icontains=words)
        )
    return rows


def seen_post(request: HttpRequest, pk: int) -> Post:
    """The post, for whoever keeps the net there; 404 for what one may not know of."""
    keeper(request)
    seen = Post.objects.visible_to(request.actor).select_related("organisation__place", "place")
    return get_object_or_404(seen, pk=pk)


@require_safe
@unkept
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: how it is reached, what it may do, who holds it, held it and will."""
    found, today, actor = seen_post(request, pk), clock.today(), request.actor
    terms = list(
        Appointment.objects.filter(post=found)
        .select_related("person", "stands_in_for")
        .order_by("-from_on", "-id")[:SHOWN]
    )
    context = {
        "post": found,
        "now": [term for term in terms if _holds(term, today)],
        "coming": [term for term in terms if term.from_on > today][::-1],
        "past": [term for term in terms if term.until_on and term.until_on < today],
        "powers": [power.label for power in Power if power in POWERS[found.role]],
        "may_change": bool(rules.may_change_post(actor, found)),
        "may_appoint": not found.closed_on and bool(rules.may_appoint(actor, found)),
        "why_not": rules.may_appoint(actor, found).reason,
        "may_relieve": bool(rules.may_relieve(actor, Appointment(post=found))),
    }
    return render(request, "network/posts_one.html", context)


def _holds(term: Appointment, day: date) -> bool:
    return term.from_on <= day and (term.until_on is None or term.until_on >= day)


DOINGS: dict[str, tuple[type[Form], str]] = {
    # what stands in the address: the form, and the action it is for
    "change": (ChangePost, "change_post"),
    "close": (ClosePost, "close_post"),
    "appoint": (Appoint, "appoint"),
    "newcomer": (Newcomer, "appoint_newcomer"),
}


@one_screen
@unkept
def post_do(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Something is done with a post."""
    found = seen_post(request, pk)
    if action not in DOINGS:
        raise Http404
    form_class, name = DOINGS[action]
    asked_for(getattr(rules, f"may_{name}")(request.actor, found))
    form: Any = form_class(sent(request), actor=request.actor, post=found)
    back = reverse("net:post", args=[found.pk])

    def act(said: dict[str, Any]) -> HttpResponse | None:
        if isinstance(form, Newcomer):
            return _newcomer(request, found, said)
        getattr(actions, name)(request.actor, found, once=once(request), **said)
        return None

    return do(
        request,
        form,
        act,
        title=f"{form.label} · {found.title_at_place}",
        back=back,
        show=lambda form: _is_it_them(request, form, found, back),
        other=reverse("net:post_do", args=[found.pk, "newcomer"]) if action == "appoint" else "",
    )


def _is_it_them(request: HttpRequest, form: Any, found: Post, back: str) -> HttpResponse | None:
    """Before somebody found by a name or number is appointed, the page says whom it found."""
    if not isinstance(form, Appoint) or form.is_sure:
        return None
    form.data = form.data.copy()
    form.data["sure"] = str(form.person.pk)  # type: ignore[index, union-attr]
    context = {
        "form": form,
        "person": form.person,
        "post": found,
        "title": f"{form.label} · {found.title_at_place}",
        "back": back,
        "key": request.POST.get("key", "")[:100] or secrets.token_urlsafe(16),
    }
    return render(request, "network/posts_sure.html", context)


def _newcomer(request: HttpRequest, found: Post, said: dict[str, Any]) -> HttpResponse | None:
    """The account is open and the term begun; the first password is shown this once."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    term = actions.appoint_newcomer(request.actor, found, password=password, once=once(request), **said)
    if not term.person.check_password(password):  # the same form once more: the password was shown then
        return None
    context = {"post": found, "person": term.person, "password": password}
    return render(request, "network/posts_newcomer.html", context)


def _term(request: HttpRequest, pk: int) -> Appointment:
    keeper(request)
    seen = Appointment.objects.filter(post__in=Post.objects.visible_to(request.actor), stands_in_for=None)
    return get_object_or_404(seen.select_related("person", "post__organisation", "post__place"), pk=pk)


@one_screen
@unkept
def end_term(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a term; one that has not begun is called off."""
    term = _term(request, pk)
    begun = term.from_on <= clock.today()
    asked_for((rules.may_relieve if begun else rules.may_call_off)(request.actor, term))
    who = term.person.name or term.person.username
    form: Form = (_LastDay if begun else _CallOff)(sent(request))

    def act(said: dict[str, Any]) -> None:
        if begun:
            actions.relieve(request.actor, term, once=once(request), **said)
        else:
            actions.call_off(request.actor, term, once=once(request))

    title = f"{who} · {term.post.title_at_place}"
    return do(request, form, act, title=title, back=reverse("net:post", args=[term.post_id]))


class _LastDay(EndOn):
    """The end of a term."""

    lead = gettext_lazy(
        "The post keeps its desk and what lies on it. Until somebody else is appointed it is vacant."
    )


class _CallOff(Form):
    """A term that has not begun."""

    lead = gettext_lazy("This term has not begun. If it is called off, it never was.")
    send = gettext_lazy("Call it off")


@require_safe
@unkept
def secretary_list(request: HttpRequest) -> HttpResponse:
    """Secretaries of branches over the place at a date: the figures, and the list behind them."""
    place = keeper(request).place
    day = _day(request.GET.get("on", ""))
    found = counted(place, day)
    rows, after = _page(secretaries(place, day), request.GET.get("after"))
    labels = {"": _("not known"), **{value: str(label) for value, label in Appointment.Source.choices}}
    context = {
        "place": place,
        "day": day,
        "counted": found,
        "sources": [(labels[source], n) for source, n in found.by_source.most_common()],
        "terms": rows,
        "next": after,
    }
    return render(request, "network/posts_secretaries.html", context)


def _page(rows: Any, after: str | None) -> tuple[list[Appointment], str]:
    last = Appointment.objects.filter(pk=number(after)).select_related("post__place").first()
    if last is not None:
        path = last.post.place.path
        rows = rows.filter(Q(post__place__path__gt=path) | Q(post__place__path=path, pk__gt=last.pk))
    found = list(rows.order_by("post__place__path", "pk")[: SHOWN + 1])
    return found[:SHOWN], str(found[SHOWN - 1].pk) if len(found) > SHOWN else ""


def _day(said: str) -> date:
    """The day asked for, or today."""
    field = Day(required=False)
    try:
        return field.clean(said[:20]) or clock.today()
    except ValidationError:
        return clock.today()
