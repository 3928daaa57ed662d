"""Looking at the tree of places: page by page, on any day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr

from yishi.record.models import STEP

from .models import FormerName, Place, PlaceQuerySet

PAGE = 40
MOST_WORDS = 6


@dataclass
class Line:
    """One place of a page: what it was called on the day, and how many places lay directly within it then."""

    place: Place
    name: str
    code: str
    finer: int = 0


@dataclass
class Page:
    """A page of places. `after` is the key of the next one, empty where there is none."""

    lines: list[Line] = field(default_factory=list)
    after: str = ""


def within_place(place: Place | None, day: date | None, after: str = "") -> Page:
    """What lay directly within a place on a day (today), or on top; households left out."""
    depth = place.depth + 1 if place else 1
    return _page(directly_within(place, day).filter(path__gt=after), day, Q(depth=depth + 1))


def directly_within(place: Place | None, day: date | None = None) -> PlaceQuerySet:
    """The places directly within one on a day (today), or those on top; households left out."""
    rows = Place.objects.visible_to(None).on(day)
    return rows.inside(place.path if place else "").filter(depth=place.depth + 1 if place else 1)


def holding(words: str, area: str, day: date | None, after: str = "") -> Page:
    """Places in an area (a path) whose name holds all the words, or whose code begins so."""
    return _page(named(words, area, day).filter(path__gt=after), day, None)


def named(words: str, area: str, day: date | None = None) -> PlaceQuerySet:
    """The same as rows, in no order yet."""
    rows = Place.objects.visible_to(None).on(day).inside(area)
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(label_zh__icontains=word) | Q(label_en__icontains=word) | Q(code__startswith=word)
        )
    return rows


def _page(rows: PlaceQuerySet, day: date | None, finer: Q | None) -> Page:
    found = list(rows.order_by("path")[: PAGE + 1])
    shown = found[:PAGE]
    page = Page(called(shown, day), shown[-1].path if len(found) > PAGE else "")
    if finer is not None and shown:
        _count(page.lines, day, finer)
    return page


def _count(lines: list[Line], day: date | None, finer: Q) -> None:
    first, last = lines[0].place.path, lines[-1].place.path + "~"
    rows = Place.objects.visible_to(None).on(day).filter(finer, path__gt=first, path__lt=last)
    above = rows.order_by().annotate(above=Substr("path", 1, len(first))).values_list("above")
    many = dict(above.annotate(many=Count("pk")))
    for line in lines:
        line.finer = many.get(line.place.path, 0)


def called(places: list[Place], day: date | None) -> list[Line]:
    """The places with the names and codes they had on a day; one statement more for a day that has passed."""
    former: dict[int, Any] = {}
    if day:
        rows = FormerName.objects.filter(place__in=places, until_on__gt=day).order_by("until_on", "id")
        for each in rows:
            former.setdefault(each.place_id, each)
    return [
        Line(
            place,
            str(former.get(place.pk, place).name),
            (former.get(place.pk) or place).code.partition("@")[0] if day else place.code,
        )
        for place in places
    ]


def way_to(place: Place, day: date | None = None) -> list[Line]:
    """The places it lies in, from the top, and itself."""
    return called(list(Place.objects.around(place.path)), day)


def is_key(after: str) -> bool:
    """Whether this can be the key of a page."""
    return len(after) % STEP == 0 and len(after) <= 80 and after.isascii() and after.isalnum()
