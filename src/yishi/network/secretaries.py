"""Secretaries of estate branches over a place at a date: how many, where they come from, how many full time, and the
list behind each figure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .models import Appointment, AppointmentQuerySet, Place, within
from .powers import Role


@dataclass(frozen=True)
class Counted:
    """People who hold posts of secretaries, each counted once however many branches they lead. `by_source` has every
    source there is, and "" for those of whom it is not told."""

    people: int = 0
    full_time: int = 0
    part_time: int = 0
    unknown: int = 0
    by_source: Counter[str] = field(default_factory=Counter)


def terms(path: str, day: date | None = None) -> AppointmentQuerySet:
    """The terms of secretaries over the place with this path and within it that hold on a day (today), substitutes
    aside."""
    posts = within("post__place__path", path)
    return Appointment.objects.on(day).filter(posts, post__role=Role.BRANCH, stands_in_for=None)


def secretaries(place: Place, day: date | None = None) -> AppointmentQuerySet:
    """The same in the order of places, with who and where: the list behind the figures of `counted`."""
    rows = terms(place.path, day).select_related("person", "post__organisation", "post__place")
    return rows.order_by("post__place__path", "from_on", "id")


def counted(place: Place, day: date | None = None) -> Counted:
    """The figures of a day (today). Somebody who is full time in one of their posts is full time."""
    rows = terms(place.path, day).values_list("person", "source", "full_time")
    return _count(rows)


def _count(rows: Iterable[tuple[int, str, bool | None]]) -> Counted:
    full: dict[int, bool | None] = {}
    sources: dict[int, str] = {}
    for person, source, full_time in rows:
        known = full.get(person)
        full[person] = known if full_time is None else bool(known or full_time)
        sources[person] = sources.get(person) or source
    return Counted(
        people=len(full),
        full_time=sum(each is True for each in full.values()),
        part_time=sum(each is False for each in full.values()),
        unknown=sum(each is None for each in full.values()),
        by_source=Counter(sources.values()),
    )
