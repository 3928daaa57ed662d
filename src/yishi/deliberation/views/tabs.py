"""What the pages of the hall share: the session, the door for those who write, the tabs, who a browser is."""

import secrets
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from yishi.network.actors import Actor
from yishi.network.models import Level, Place
from yishi.record import Refused

from ..forms.hall import Buildings
from ..models import Session
from ..rules.hall import may_see_names
from ..rules.standing import NOT_WRITTEN

one_screen = require_http_methods(["GET", "HEAD", "POST"])
unkept = cache_control(private=True, no_store=True)
COOKIE = "meet"
COOKIE_LASTS = 90 * 24 * 60 * 60
MOST_BUILDINGS = 400

TABS = [
    # name of the address, its label
    ("meet:hall", _("Hall")),
    ("meet:hall_people", _("Who came")),
    ("meet:hall_roll", _("Roll-call")),
    ("meet:sheet", _("Sheet")),
    ("meet:hall_words", _("Wall and words")),
    ("meet:responses", _("Answers")),
    ("meet:motions", _("Votes")),
    ("meet:decisions", _("Decisions")),
    ("meet:write_minutes", _("Minutes")),
]
"""A tab whose page is not there is left out."""


def session_of(pk: int) -> Session:
    """The session with this number. Raises Http404."""
    rows = Session.objects.visible_to(None).select_related(
        "place", "host", "tally", "chair__place", "clerk__place"
    )
    return get_object_or_404(rows, pk=pk)


def written_by(request: HttpRequest, pk: int) -> Session:
    """The session, for whoever writes it down; `shows_names` says whether they see who spoke. Raises `Refused` for
    anybody else."""
    session = session_of(pk)
    if not session.is_written_by(request.actor):
        raise Refused(NOT_WRITTEN)
    session.shows_names = bool(may_see_names(request.actor, session))  # type: ignore[attr-defined]
    return session


def as_resident(request: HttpRequest) -> Actor:
    """Whoever checks in or asks does so as a resident, whatever post they also hold."""
    return Actor(person=request.actor.person)


def tabs(session: Session, current: str) -> list[dict[str, Any]]:
    """The pages of the hall."""
    found = []
    for name, label in TABS:
        try:
            found.append(
                {"url": reverse(name, args=[session.pk]), "label": label, "current": name == current}
            )
        except NoReverseMatch:
            continue
    return found


def buildings_of(session: Session) -> Buildings:
    """The buildings of the place that meets; none where a single building does."""
    if session.place.level in (Level.BUILDING, Level.UNIT):
        return Buildings([])
    rows = Place.objects.visible_to(None).living().inside(session.place_path).filter(level=Level.BUILDING)
    return Buildings(list(rows.order_by("path")[:MOST_BUILDINGS]))


def browser_of(request: HttpRequest) -> str:
    """What this browser is known by under /meet/; empty where it is new."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt="deliberation.browser"))
    except signing.BadSignature:
        return ""


def new_browser() -> str:
    """For a browser that is new."""
    return secrets.token_urlsafe(12)


def remember(response: HttpResponse, browser: str) -> HttpResponse:
    """The browser is known from now on: by a random word, on these pages alone, for three months."""
    response.set_cookie(
        COOKIE,
        signing.dumps(browser, salt="deliberation.browser"),
        max_age=COOKIE_LASTS,
        path="/meet/",
        httponly=True,
        samesite="Lax",
    )
    return response
