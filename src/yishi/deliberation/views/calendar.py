"""The calendar for everybody: what is to come at a place, month by month, what was missed and why; feeds, posters."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from yishi.network import known
from yishi.network.models import Level, Place
from yishi.network.typesetting import code as scan
from yishi.network.typesetting import typeset
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows

from .. import feeds, listed
from ..models import Kind, Session
from ..rules import may_call_session
from .tabs import session_of

UPPER = (Level.PROVINCE, Level.CITY, Level.DISTRICT)
ICS = "text/calendar; charset=utf-8"


def place_of(code: str) -> Place:
    """The place with this code. Raises Http404."""
    place = known.with_code(code)
    if place is None:
        raise Http404(_("There is no such place."))
    return place


def way_to(place: Place) -> list[dict[str, str]]:
    """The places it lies in, from the street down, as links to their calendars."""
    above = [each for each in known.around(place.path) if each.level not in UPPER or each.pk == place.pk]
    items = [{"label": each.name, "url": reverse("meet:calendar", args=[each.code])} for each in above]
    if items:
        items[-1]["url"] = ""
    return [{"label": _("All sessions"), "url": reverse("meet:home")}, *items]


@open_page
@require_safe
@kept_for_strangers
def home(request: HttpRequest) -> HttpResponse:
    """The calendar of everywhere."""
    return _calendar(request, None)


@open_page
@require_safe
@kept_for_strangers
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The calendar of a place and all within it."""
    return _calendar(request, place_of(code))


def _calendar(request: HttpRequest, place: Place | None) -> HttpResponse:
    asked = listed.Asked.of(request.GET)
    shows()
    month = asked.month or listed.this_month()
    actor: Any = request.actor  # type: ignore[attr-defined]
    context = {
        "place": place,
        "way": way_to(place) if place else [],
        "children": known.children(place.path) if place else [],
        "asked": asked,
        "kinds": Kind.choices,
        "tabs": _tabs(asked),
        "page": listed.page(listed.sessions(place, asked), asked, request.GET),
        "first": asked.address() or "?",
        "month": month,
        "before": asked.address(month=f"{listed.following(month, -1):%Y-%m}"),
        "after": asked.address(month=f"{listed.following(month):%Y-%m}"),
        "may_call": bool(place and not place.closed_on and may_call_session(actor, place)),
        "feed": _feed_address(request, place, asked.kind) if place else "",
    }
    return render(request, "deliberation/calendar/calendar.html", context)


def _tabs(asked: listed.Asked) -> list[dict[str, Any]]:
    def tab(label: str, current: bool, **said: str) -> dict[str, Any]:
        return {"label": label, "url": asked.address(**said) or "?", "current": current}

    month = f"{asked.month or listed.this_month():%Y-%m}"
    plain = asked.month is None
    return [
        tab(_("To come"), plain and asked.which == listed.AHEAD, show="", month=""),
        tab(_("By month"), not plain, show="", month=month),
        tab(_("Past"), plain and asked.which == listed.PAST, show=listed.PAST, month=""),
        tab(_("Missed, and why"), plain and asked.which == listed.MISSED, show=listed.MISSED, month=""),
    ]


# --- for other calendars ---


def base_of(request: HttpRequest) -> str:
    """The address of the house, as it is known outside."""
    return settings.YISHI_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def _feed_address(request: HttpRequest, place: Place, kind: str) -> str:
    path = reverse("meet:feed", args=[place.code])
    return f"{base_of(request)}{path}{f'?kind={kind}' if kind else ''}"


def _kind(request: HttpRequest) -> str:
    """The kind a feed is of. Raises Http404 for one there is not."""
    kind = request.GET.get("kind", "")
    if kind and kind not in Kind.values:
        raise Http404(_("There is no such kind of session."))
    return kind


def _feed_mark(request: HttpRequest, code: str) -> str:
    return f'"{feeds.mark(place_of(code), _kind(request), base_of(request))}"'


@open_page
@require_safe
@condition(etag_func=_feed_mark)
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """The sessions of a place as a calendar to subscribe to; a program that has it already is told so in a line."""
    place, kind = place_of(code), _kind(request)
    body = feeds.feed(
        place, kind, lambda session: base_of(request) + reverse("meet:session", args=[session.pk])
    )
    return _ics(body, f"{place.code}{f'-{kind}' if kind else ''}.ics", inline=True)


def _one_mark(request: HttpRequest, pk: int) -> str:
    return f'"{feeds.mark_of(session_of(pk), base_of(request))}"'


@open_page
@require_safe
@condition(etag_func=_one_mark)
def one_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One session, to put into a calendar of one's own."""
    session = session_of(pk)
    body = feeds.one(session, lambda each: base_of(request) + reverse("meet:session", args=[each.pk]))
    return _ics(body, f"session-{session.pk}.ics", inline=False)


def _ics(body: bytes, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(body, content_type=ICS)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Cache-Control"] = "public, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- on paper ---


@open_page
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The session on a sheet for the door of the building, in large type, with the code of its page."""
    session = session_of(pk)
    address = base_of(request) + reverse("meet:session", args=[session.pk])
    data = {
        "title": session.title,
        "kind": str(session.get_kind_display()),
        "place": session.place.label,
        "spot": session.spot,
        "when": _when(session),
        "host": session.host.name,
        "chair": session.chair.title if session.chair else "",
        "state": session.state,
        "reasons": [each.said for each in session.reasons.all()],
        "items": [each.title for each in session.items.filter(removed_at=None)[:8]]
        if session.frozen_at
        else [],
        "address": address,
        "code": scan(address),
        "said": {
            "where": _("Where"),
            "host": _("Hosted by"),
            "chair": _("Led by"),
            "items": _("What will be talked about"),
            "skipped": _("Does not take place"),
            "scan": _(
                "Scan to see the agenda, propose a topic, or put it into your calendar. Everybody may come."
            ),
        },
    }
    return pdf(typeset("deliberation/papers/poster.typ", data), f"session-{session.pk}.pdf")


@open_page
@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The next dates of a place on a sheet for the wall, with the code of its calendar."""
    place = place_of(code)
    address = base_of(request) + reverse("meet:calendar", args=[place.code])
    rows = Session.objects.at(place.path).ahead().select_related("place")[:11]
    data = {
        "title": _("%(place)s: when we meet") % {"place": place.label},
        "rows": [
            {"when": _when(each), "what": each.title, "where": f"{each.place.label} {each.spot}"}
            for each in rows
        ],
        "none": _("No session stands in the calendar."),
        "address": address,
        "code": scan(address),
        "scan": _("Scan for the calendar as it is today; your phone can subscribe to it."),
    }
    return pdf(typeset("deliberation/papers/dates.typ", data), f"{place.code}-dates.pdf")


def _when(session: Session) -> dict[str, str]:
    begins, ends = localtime(session.starts_at), localtime(session.ends_at)
    return {
        "day": date_format(begins, "DATE_FORMAT"),
        "weekday": date_format(begins, "l"),
        "hours": f"{begins:%H:%M}–{ends:%H:%M}",
    }


def pdf(body: bytes, name: str) -> HttpResponse:
    """A paper, shown in the browser."""
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, max-age=60"
    return response
