"""The addresses search engines are told of (sitemaps.org): places, matters that everybody may see, sessions.

A part holds the rows of PART numbers in turn, so it is found by the key alone and never moves: a part of a million
cases costs what the first one does. The protocol allows 50,000 addresses a part."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Max
from django.urls import reverse

from yishi.cases.models import Case
from yishi.cases.models.case import number_of
from yishi.deliberation.models import Session
from yishi.network.actors import ANYONE
from yishi.network.models import Level, Place

PART = 10_000
KINDS: dict[str, tuple[Callable[[], Any], str, str, Callable[[Any], str]]] = {
    # rows, the column that stands in the address, the page, and how the column is written there
    "places": (
        lambda: Place.objects.living().exclude(level__in=(Level.HOUSEHOLD, Level.UNIT)),
        "code",
        "cases:community",
        str,
    ),
    "cases": (lambda: Case.objects.visible_to(ANYONE), "pk", "cases:case", number_of),
    "sessions": (lambda: Session.objects.visible_to(ANYONE), "pk", "meet:session", str),
}
DOORS = (
    "desk:home",
    "cases:report",
    "notices:inbox",
    "people:me",
    "account_login",
    "cases:find",
    "cases:follow",
)
"""Where nothing public lies, or only forms."""


def parts() -> Iterator[str]:
    """The addresses of all parts."""
    for kind, (rows, *_how) in KINDS.items():
        last = rows().order_by().aggregate(last=Max("pk"))["last"] or 0
        for n in range(last // PART + 1):
            yield reverse("open:sitemap_part", args=[kind, n])


def addresses(kind: str, part: int) -> Iterator[str]:
    """The addresses of one part."""
    rows, column, page, written = KINDS[kind]
    first = part * PART
    for value in (
        rows().filter(pk__gte=first, pk__lt=first + PART).order_by("pk").values_list(column, flat=True)
    ):
        yield reverse(page, args=[written(value)])


def closed() -> list[str]:
    """What programs need not ask for."""
    lists = reverse("open:save", args=["all", "csv"]).removesuffix("all.csv")
    return [*(reverse(name) for name in DOORS), lists]
