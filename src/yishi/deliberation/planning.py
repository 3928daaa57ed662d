"""What the calendar of a series comes to: at which places, on which days, hosted and led by whom. Nothing is written
here; the preview shows it and the action writes it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.timezone import make_aware

from yishi.network import calendar
from yishi.network.models import Appointment, Organisation, Place, Post, Serving, within
from yishi.record import clock
from yishi.record.models import STEP

from .models import Series, SeriesException, Session
from .repeating import Day, days

REACH = timedelta(days=400)
"""The calendar of a series is made no further ahead."""


@dataclass(frozen=True)
class Meeting:
    """One session to come: a place, the day by the rule, when, and what is said where that is no ordinary one.
    `skipped` where an exception leaves it out."""

    place: Place
    by_rule: date
    starts_at: datetime
    ends_at: datetime
    exception: SeriesException | None = None

    @property
    def is_skipped(self) -> bool:
        return self.exception is not None and self.exception.what == SeriesException.What.SKIP


@dataclass(frozen=True)
class Led:
    """Who hosts, leads and writes the sessions of a place."""

    host: Organisation
    chair: Post | None
    clerk: Post | None


@dataclass
class Plan:
    """The sessions of a series that are not in the calendar yet; the places that meet, with who leads there; and the
    places that have no body to host them, which are left out."""

    meetings: list[Meeting] = field(default_factory=list)
    led: dict[int, Led] = field(default_factory=dict)
    without_host: list[Place] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)


def places(series: Series) -> list[Place]:
    """The places that meet, in the order of the tree."""
    rows = Place.objects.living().inside(series.place.path).filter(level=series.level)
    return list(rows.order_by("path"))


def days_of(series: Series, until: date, *, first: date | None = None) -> list[Day]:
    """Its days from `first` (today, or where it begins) up to `until`, that day included. Raises
    `repeating.Unreadable`."""
    last = min(until, series.until_on) if series.until_on else until
    begin = max(first or clock.today(), series.from_on)
    return days(
        series.rule,
        starts=series.from_on,
        first=begin,
        last=last,
        shift=series.shift,
        calendar=calendar.current(),
    )


def hours(series: Series, day: date) -> tuple[datetime, datetime]:
    """When it begins and ends on a day."""
    starts = make_aware(datetime.combine(day, series.starts))
    return starts, starts + timedelta(minutes=series.minutes)


def plan(series: Series, until: date) -> Plan:
    """What is to be added to the calendar so that it holds the series up to `until`. A dozen statements, however many
    places there are. Raises `repeating.Unreadable`."""
    everywhere, found = places(series), Plan(days=days_of(series, until))
    found.led = _led(series, everywhere)
    found.without_host = [place for place in everywhere if place.pk not in found.led]
    there, exceptions = _there(series), _exceptions(series)
    for place in everywhere:
        if place.pk in found.led:
            found.meetings += _meetings(series, place, found.days, exceptions, there)
    return found


def _meetings(
    series: Series,
    place: Place,
    listed: Iterable[Day],
    exceptions: dict[tuple[int | None, date], SeriesException],
    there: set[tuple[int, date]],
) -> Iterator[Meeting]:
    now = clock.now()
    for day in listed:
        exception = exceptions.get((place.pk, day.by_rule)) or exceptions.get((None, day.by_rule))
        on = exception.moved_to if exception and exception.moved_to else day.on
        if on is None and exception is not None:
            on = day.by_rule
        if on is None or (place.pk, day.by_rule) in there:
            continue
        starts_at, ends_at = hours(series, on)
        if starts_at > now:
            yield Meeting(place, day.by_rule, starts_at, ends_at, exception)


def _there(series: Series) -> set[tuple[int, date]]:
    """What stands in the calendar, by place and day of the rule."""
    if not series.pk:
        return set()
    rows = Session.objects.filter(series=series, series_on__gte=clock.today() - timedelta(days=40))
    return {(place, on) for place, on in rows.values_list("place_id", "series_on") if on}


def _exceptions(series: Series) -> dict[tuple[int | None, date], SeriesException]:
    """By place (None: everywhere) and day."""
    if not series.pk:
        return {}
    return {(each.place_id, each.on): each for each in series.exceptions.all()}


def led(series: Series) -> dict[int, Led]:
    """Who hosts, leads and writes at each of its places, by the key of the place."""
    return _led(series, places(series))


def _led(series: Series, meeting: list[Place]) -> dict[int, Led]:
    """Who hosts, leads and writes at each place: the nearest post of each role; the chair's own body where it is of the
    kind, else the nearest one. A place without a body of the kind is not in it."""
    hosts = _bodies_by_path(series)
    chairs, clerks = _posts_by_path(series, series.chair_role), _posts_by_path(series, series.clerk_role)
    known = {}
    for place in meeting:
        chair, clerk = _nearest(place.path, chairs), _nearest(place.path, clerks)
        own = chair is not None and chair.organisation.kind == series.host_kind
        host = chair.organisation if own else _nearest(place.path, hosts)
        if host is not None:
            known[place.pk] = Led(host, chair, clerk)
    return known


def _nearest(path: str, by_path: dict):  # type: ignore[type-arg,no-untyped-def]
    for end in range(len(path), 0, -STEP):
        if path[:end] in by_path:
            return by_path[path[:end]]
    return None


def _ways(path: str) -> list[str]:
    return [path[:end] for end in range(STEP, len(path), STEP)]


def _bodies_by_path(series: Series) -> dict[str, Organisation]:
    """Bodies of the kind by the paths of the places they serve, or lie at."""
    path, today = series.place.path, clock.today()
    near = within("place__path", path)
    rows = Organisation.objects.on(today).filter(kind=series.host_kind)
    at = [(body.place.path, body) for body in rows.filter(near).select_related("place").order_by("-id")]
    above = rows.filter(place__path__in=_ways(path)).select_related("place").order_by("-id")
    at += [(body.place.path, body) for body in above]
    serving = Serving.objects.on(today).filter(near, organisation__in=rows).order_by("-id")
    return dict(at) | {
        one.place.path: one.organisation for one in serving.select_related("place", "organisation")
    }


def _posts_by_path(series: Series, role: str) -> dict[str, Post]:
    """Posts of a role by the paths of their places; of two at one place the one that somebody holds."""
    path = series.place.path
    held = Exists(Appointment.objects.on().filter(post=OuterRef("pk")))
    rows = Post.objects.on().filter(role=role).annotate(is_held=held).select_related("place", "organisation")
    found: dict[str, Post] = {}
    for part in (rows.filter(within("place__path", path)), rows.filter(place__path__in=_ways(path))):
        for post in part.order_by("is_held", "-id"):
            found[post.place.path] = post
    return found


def horizon(series: Series, asked: date) -> date:
    """Up to where the calendar is made: no further than `REACH`, nor than the series goes on."""
    last = min(asked, clock.today() + REACH)
    return min(last, series.until_on) if series.until_on else last
