"""Coverage of estates by branches: counted in estates, never in branches, at any date, with the list behind the figure.

An estate is covered by a branch of its own where a branch serves it alone, and by a joint one where a branch serves it
together with other estates; with both it counts once, as having its own. It is counted over all estates there were
within the place on the day (《中国共产党支部工作条例（试行）》 on joint branches).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from yishi.record import clock

from .models import Level, Organisation, Place, PlaceQuerySet, Serving

OWN, JOINT, NONE = "own", "joint", "none"


@dataclass(frozen=True)
class Coverage:
    """How many estates of a place are covered on a day, and how."""

    own: int
    joint: int
    total: int
    day: date

    @property
    def covered(self) -> int:
        return self.own + self.joint

    @property
    def none(self) -> int:
        return self.total - self.covered

    @property
    def percent(self) -> Decimal | None:
        """Of 100, to one digit, rounded down: 100 is said only where every estate is covered. None without estates."""
        return share(self.covered, self.total, ROUND_FLOOR)

    @property
    def own_percent(self) -> Decimal | None:
        """The share of those with a branch of their own."""
        return share(self.own, self.total)

    @property
    def joint_percent(self) -> Decimal | None:
        """The share of those in a joint branch."""
        return share(self.joint, self.total)


def share(part: int, whole: int, rounding: str = ROUND_HALF_UP) -> Decimal | None:
    """Part of a hundred to one digit; None of nothing."""
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), rounding)


def _serving(day: date) -> models.QuerySet[Serving]:
    """By which branches estates are served on a day; a branch that is dissolved, or an estate that is closed, counts
    no more."""
    serving = Serving.objects.on(day).filter(
        organisation__in=Organisation.objects.on(day).filter(kind=Organisation.Kind.BRANCH),
        place__level=Level.ESTATE,
    )
    begun = Q(place__opened_on=None) | Q(place__opened_on__lte=day)
    return serving.filter(begun, Q(place__closed_on=None) | Q(place__closed_on__gt=day))


def estates(path: str, day: date | None = None) -> PlaceQuerySet:
    """The estates there are within a place on a day, in the order of the tree, each with `has_own` and `has_joint`."""
    day = day or clock.today()
    serving = _serving(day)
    alone = serving.values("organisation").annotate(many=Count("place", distinct=True)).filter(many=1)
    here = serving.filter(place=OuterRef("pk"))
    rows = Place.objects.on(day).inside(path).filter(level=Level.ESTATE).order_by("path")
    return rows.annotate(
        has_own=Exists(here.filter(organisation__in=alone.values("organisation"))),
        has_joint=Exists(here.exclude(organisation__in=alone.values("organisation"))),
    )


def covered(rows: PlaceQuerySet, how: str) -> PlaceQuerySet:
    """Those of the estates with a branch of their own, in a joint one, or in none; any other word: all of them."""
    narrowed = {
        OWN: Q(has_own=True),
        JOINT: Q(has_own=False, has_joint=True),
        NONE: Q(has_own=False, has_joint=False),
    }
    return rows.filter(narrowed[how]) if how in narrowed else rows


def counted(path: str, day: date | None = None) -> Coverage:
    """The figures of a place on a day; one question."""
    day = day or clock.today()
    found = estates(path, day).aggregate(
        total=Count("pk"),
        own=Count("pk", filter=Q(has_own=True)),
        joint=Count("pk", filter=Q(has_own=False, has_joint=True)),
    )
    return Coverage(found["own"], found["joint"], found["total"], day)


def with_branches(rows: Iterable[Place], day: date | None = None) -> list[Place]:
    """Give each of these estates the branches that serve it on a day as `branches`; one question."""
    found = list(rows)
    by_place: dict[int, list[Organisation]] = {place.pk: [] for place in found}
    serving = _serving(day or clock.today()).filter(place__in=found)
    for each in serving.select_related("organisation").order_by("organisation_id"):
        by_place[each.place_id].append(each.organisation)
    for place in found:
        place.branches = by_place[place.pk]  # type: ignore[attr-defined]
        place.how = OWN if place.has_own else JOINT if place.has_joint else NONE  # type: ignore[attr-defined]
    return found
