"""Pages for residents: saying by the code from the mailbox, or by one's telephone, that a dwelling is theirs, and
seeing who looked them up; and for the committee: slips for mailboxes."""

import secrets
from datetime import timedelta
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from yishi.people.attempts import HOUR, Limit, TooMany, count, succeeded
from yishi.people.limits import address_of
from yishi.record import Refused, clock

from .. import actions, rules
from ..actors import Actor
from ..forms.binding import Code
from ..forms.roll import Slips
from ..models import Dwelling, Level, Occupant, Place, Residence, RollPolicy, RollReveal, phone_mark
from ..powers import Power
from ..roll.comparing import starred

unkept = cache_control(private=True, no_store=True)
one_screen = require_http_methods(["GET", "HEAD", "POST"])
_TOO_OFTEN = gettext_lazy("A code was tried too often. So that nobody guesses it, please wait a while.")
CODES_BY_PERSON = Limit("door.code", 10, HOUR, _TOO_OFTEN)
CODES_FROM_ADDRESS = Limit("door.address", 100, HOUR, _TOO_OFTEN)
SHOWN = 20


@one_screen
@unkept
def bind(request: HttpRequest) -> HttpResponse:
    """My dwelling: by the slip from the mailbox, or by my telephone on the roll."""
    actor = Actor(person=request.actor.person)
    form = Code(initial={"code": request.GET.get("code", "")[:40]})
    if request.method == "POST" and request.POST.get("do") == "phone":
        return _by_phone(request, actor)
    if request.method == "POST":
        form = Code(request.POST)
        if form.is_valid():
            try:
                counted = count(
                    request,
                    (CODES_BY_PERSON, str(actor.pk)),
                    (CODES_FROM_ADDRESS, address_of(request)),
                )
            except TooMany as too_many:
                return too_many.response
            try:
                home = actions.bind_by_code(actor, None, **form.cleaned_data)
            except Refused as refused:
                form.add_error("code", str(refused.reason))
            else:
                succeeded(counted)
                messages.success(request, _("You are known to live here: %(home)s") % {"home": home})
                return redirect("net:bind")
    return render(request, "network/binding.html", _mine(actor, form), status=422 if form.errors else 200)


def _mine(actor: Actor, form: Code) -> dict[str, Any]:
    on_the_roll = _on_the_roll(actor)
    dwellings = [each["one"].dwelling_id for each in on_the_roll if each["known"]]
    return {
        "form": form,
        "home": Residence.objects.of(actor.person),
        "on_the_roll": on_the_roll,
        "has_phone": bool(actor.person and actor.person.phone and actor.person.phone_verified),
        "seen": _seen(dwellings),
        "key": secrets.token_urlsafe(12),
    }


def _on_the_roll(actor: Actor) -> list[dict[str, Any]]:
    """Where the roll names somebody with the number one signs in with, or whom it knows to be them."""
    person = actor.person
    if person is None:
        return []
    rows = Occupant.objects.on().filter(person=person, dwelling__gone_on=None)
    if person.phone and person.phone_verified:
        by_number = Occupant.objects.on().filter(phone_mark=phone_mark(person.phone), dwelling__gone_on=None)
        rows = rows | by_number
    found = rows.select_related("dwelling__place").order_by("id")[:SHOWN]
    return [{"one": one, "who": starred(one.name), "known": one.person_id == person.pk} for one in found]


def _seen(dwellings: list[int]) -> list[RollReveal]:
    rows = RollReveal.objects.filter(dwelling__in=dwellings).select_related(
        "post__organisation", "post__place", "dwelling__place"
    )
    return list(rows.order_by("-at", "-id")[:SHOWN])


def _by_phone(request: HttpRequest, actor: Actor) -> HttpResponse:
    said = request.POST.get("one", "")[:18]
    one = (
        Occupant.objects.filter(pk=int(said) if said.isdecimal() else 0)
        .select_related("dwelling__place")
        .first()
    )
    if one is None or not rules.may_bind_by_phone(actor, one):
        raise Http404(_("There is no such place."))
    actions.bind_by_phone(actor, one, lives=request.POST.get("lives") == "yes")
    messages.success(request, _("Kept. The roll knows you by your telephone now."))
    return redirect("net:bind")


# --- slips ---


@one_screen
@unkept
def slips(request: HttpRequest, code: str) -> HttpResponse:
    """Codes for the mailboxes of a place: choose for how long; then a slip for each dwelling, to print and cut."""
    post = request.actor.post
    if post is None or not post.can(Power.KEEP_ROLL):
        raise Refused(_("The roll of dwellings is kept by the community committee."))
    place = get_object_or_404(Place, code=code[:40])
    if not place.path.startswith(post.place.path):
        raise Http404(_("There is no such place."))
    rows = (
        Dwelling.objects.present()
        .inside(place.path)
        .select_related("place")
        .order_by("place__path", "sort", "id")
    )
    policy = RollPolicy.objects.present()
    form = Slips(request.POST if request.method == "POST" else None, most=policy.slip_days)
    found = rows.count()
    if request.method == "POST" and form.is_valid():
        return _printed(request, place, list(rows[: actions.MOST_SLIPS + 1]), form.cleaned_data["days"], post)
    finer = Place.objects.inside(place.path).on().filter(level=Level.BUILDING).order_by("path")
    context = {
        "place": place,
        "found": found,
        "too_many": found > actions.MOST_SLIPS,
        "buildings": list(finer[:300]) if place.level != Level.BUILDING else [],
        "form": form,
        "policy": policy,
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "network/roll_slips.html", context, status=422 if form.errors else 200)


def _printed(
    request: HttpRequest, place: Place, dwellings: list[Dwelling], days: int, post: Any
) -> HttpResponse:
    codes: dict[int, str] = {}
    once = request.POST.get("key", "")[:64]
    actions.print_slips(
        request.actor,
        place,
        days=days,
        dwellings=dwellings,
        then_give=codes,
        once=f"{request.session.session_key}:{once}" if once else "",
    )
    if not codes:
        raise Refused(
            _(
                "These slips were printed already, and their codes are kept nowhere. Please begin anew for new codes."
            ),
            moved_on=True,
        )
    page = request.build_absolute_uri(reverse("net:bind"))
    made = [
        {
            "dwelling": each,
            "code": " ".join(codes[each.pk][at : at + 4] for at in (0, 4, 8)),
            "qr": _qr(f"{page}?code={codes[each.pk]}"),
        }
        for each in dwellings
    ]
    expires = clock.today() + timedelta(days=min(days, RollPolicy.objects.present().slip_days))
    context = {"place": place, "slips": made, "page": page, "post": post, "days": days, "expires": expires}
    return render(request, "network/roll_slips_printed.html", context)


def _qr(text: str) -> SafeString:
    drawn = segno.make(text, error="m", micro=False).svg_inline(scale=3, border=2, omitsize=True)
    return mark_safe(drawn)
