"""Sessions as iCalendar (RFC 5545), for calendars that subscribe to a place: what is moved moves there, too, and what
does not take place is struck out."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, timedelta
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from yishi.network.models import Place
from yishi.record import clock

from .models import Kind, Session, State

BACK, AHEAD = timedelta(days=92), timedelta(days=400)
MOST = 2000
"""Sessions in one feed; a city's feed holds the ones that come next."""
STATUS = {State.PLANNED: "TENTATIVE", State.SKIPPED: "CANCELLED", State.MISSED: "CANCELLED"}
OFTEN = timedelta(hours=4)
"""How often a subscribed calendar may ask again."""


def rows(place: Place, kind: str = "") -> Any:
    """The sessions of a feed: of a place and all within it, a quarter of a year back and a year ahead."""
    begin = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) - BACK
    found = Session.objects.at(place.path).filter(starts_at__gte=begin, starts_at__lt=begin + BACK + AHEAD)
    return found.filter(kind=kind) if kind else found


def mark(place: Place, kind: str = "", base: str = "") -> str:
    """What is another as soon as the feed is another; one statement."""
    said = rows(place, kind).aggregate(n=Count("pk"), last=Max("changed_at"), changes=Sum("changes"))
    whole = f"{place.pk} {place.label} {kind} {get_language()} {base} {clock.today()} {sorted(said.items(), key=str)}"
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def mark_of(session: Session, base: str = "") -> str:
    """The same of one session."""
    whole = f"{session.pk} {session.changes} {session.changed_at} {session.title} {get_language()} {base}"
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def feed(place: Place, kind: str, address: Callable[[Session], str]) -> bytes:
    """The feed of a place, of one kind or all. `address` gives the whole address of the page of a session."""
    found = rows(place, kind).select_related("place", "host").prefetch_related("reasons")
    name = f"{place.label} {Kind(kind).label}" if kind else _("%(place)s: sessions") % {"place": place.label}
    return _calendar(_nearest(found), name, address)


def _nearest(found: Any) -> list[Session]:
    """Those from today on, the next ones first; where there is room for more, those that were last."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    coming = list(found.filter(starts_at__gte=today).order_by("starts_at", "id")[:MOST])
    return coming + list(
        found.filter(starts_at__lt=today).order_by("-starts_at", "-id")[: MOST - len(coming)]
    )


def one(session: Session, address: Callable[[Session], str]) -> bytes:
    """One session, for a calendar that takes it in once."""
    return _calendar([session], session.title, address)


def _calendar(sessions: Iterable[Session], name: str, address: Callable[[Session], str]) -> bytes:
    made = Calendar()
    made.add("prodid", "-//Yishi//Sessions//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Shanghai")
    made.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for session in sorted(sessions, key=lambda each: (each.starts_at, each.pk)):
        made.add_component(_event(session, address(session)))
    return bytes(made.to_ical())


def uid(session: Session) -> str:
    """The name of a session in every calendar there is; it stays, whatever happens to it."""
    whole = f"session {session.pk} {session.called_at.isoformat()}"
    return f"{hashlib.sha256(whole.encode()).hexdigest()[:32]}@sessions.yishi"


def _event(session: Session, address: str) -> Event:
    made = Event()
    made.add("uid", uid(session))
    made.add("dtstamp", session.changed_at.astimezone(UTC))
    made.add("created", session.called_at.astimezone(UTC))
    made.add("last-modified", session.changed_at.astimezone(UTC))
    made.add("sequence", session.changes)
    made.add("dtstart", session.starts_at.astimezone(UTC))
    made.add("dtend", session.ends_at.astimezone(UTC))
    made.add("status", STATUS.get(State(session.state), "CONFIRMED"))
    made.add("summary", _summary(session))
    made.add("location", f"{session.place.label} {session.spot}".strip())
    made.add("description", "\n".join([*_said(session), address]))
    made.add("url", address)
    made.add("categories", [str(session.get_kind_display())])
    return made


def _summary(session: Session) -> str:
    if session.state == State.SKIPPED:
        return _("Does not take place: %(title)s") % {"title": session.title}
    return session.title


def _said(session: Session) -> list[str]:
    """What stands below: the kind, who hosts it, and why it is otherwise than planned."""
    lines = [f"{session.get_kind_display()} · {session.host.name}"]
    return lines + [each.said for each in session.reasons.all()]
