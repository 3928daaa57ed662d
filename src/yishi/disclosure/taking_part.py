"""Who takes part, building by building: how many households came to sessions in a period, and from which buildings
something was said. Of people only numbers are told, and no number that is small or gives a small one away
(`RollPolicy.small_cell`)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count
from django.utils.timezone import make_aware

from yishi.cases.rates import Period
from yishi.deliberation.models import Attendance
from yishi.network.few import too_few
from yishi.network.models import Dwelling, Level, Place, RollPolicy, within
from yishi.record.models import STEP, Indicator

WITH_BUILDINGS = (Level.COMMUNITY, Level.GRID, Level.ESTATE)
MOST_BUILDINGS = 200


@dataclass(frozen=True)
class Building:
    """One building. None: not told, for it is too few or would give too few away."""

    place: Place
    said: int
    households: int | None
    dwellings: int | None

    @property
    def percent(self) -> int | None:
        """Of its dwellings, how many came to a session; None where one of the two is not told."""
        if self.households is None or not self.dwellings:
            return None
        return min(round(100 * self.households / self.dwellings), 100)

    @property
    def is_heard(self) -> bool:
        """Whether anything was said from it, or anybody came."""
        return self.said > 0 or self.households != 0


@dataclass(frozen=True)
class TakingPart:
    """The buildings of a place, those in which most was said first; `least` is the smallest figure told."""

    buildings: list[Building]
    households: int | None
    least: int
    more: int = 0

    @property
    def heard(self) -> int:
        return sum(each.is_heard for each in self.buildings)

    @property
    def percent(self) -> int:
        """Of a hundred buildings, from how many something was heard; rounded down, so that 100 is all."""
        return self.heard * 100 // len(self.buildings) if self.buildings else 0


def taking_part(place: Place, period: Period) -> TakingPart | None:
    """Of a community, a grid or an estate: five questions. None elsewhere, and where there are no buildings."""
    if place.level not in WITH_BUILDINGS:
        return None
    rows = Place.objects.on(period.until).inside(place.path).filter(level=Level.BUILDING).order_by("path")
    buildings = list(rows[: MOST_BUILDINGS + 1])
    if not buildings:
        return None
    more, buildings = len(buildings) > MOST_BUILDINGS, buildings[:MOST_BUILDINGS]
    paths, least = [each.path for each in buildings], RollPolicy.objects.present().small_cell
    said, homes = _said(paths, period), _dwellings(place.path, paths)
    came, total = _came(buildings, period)
    hidden = too_few({each.path: came[each.path] for each in buildings}, least)
    found = [
        Building(
            each,
            said[each.path],
            None if each.path in hidden else came[each.path],
            homes[each.path] if homes[each.path] >= least else None,
        )
        for each in buildings
    ]
    found.sort(key=lambda building: (-building.said, building.place.path))
    return TakingPart(found, None if 0 < total < least else total, least, int(more))


def _said(paths: list[str], period: Period) -> Counter[str]:
    sums = Indicator.objects.of_places(["reported"], paths, period.since, period.until)
    return Counter({path: amount for (path, _measure), amount in sums.items()})


def _dwellings(path: str, paths: Iterable[str]) -> Counter[str]:
    """Dwellings by building, those of its units with them."""
    there, found = set(paths), Counter[str]()
    rows = Dwelling.objects.present().filter(within("place__path", path)).values_list("place__path")
    for at, many in rows.annotate(many=Count("pk")).order_by():
        holding = next((at[:end] for end in range(len(at), 0, -STEP) if at[:end] in there), None)
        if holding is not None:
            found[holding] += many
    return found


def _came(buildings: list[Place], period: Period) -> tuple[Counter[str], int]:
    """Households that came to a session in the period, each once: by building, and in all."""
    first, end = (
        make_aware(datetime.combine(day, time())) for day in (period.since, period.until + timedelta(days=1))
    )
    rows = Attendance.objects.there().filter(
        building__in=[each.pk for each in buildings],
        session__starts_at__gte=first,
        session__starts_at__lt=end,
    )
    doors: defaultdict[int, set[str]] = defaultdict(set)
    for building, household in rows.exclude(household="").values_list("building", "household").distinct():
        doors[building].add(household)
    found = Counter({each.path: len(doors[each.pk]) for each in buildings})
    return found, sum(found.values())
