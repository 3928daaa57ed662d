"""Counts from the roll: dwellings, owners, residents, and how many of them are old. Each question asks the database a
fixed number of times, however many dwellings there are. What the public sees leaves small cells blank, and where one
cell could be worked out from the total, the next smallest, too."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When
from django.db.models.functions import Cast, Concat

from yishi.record import clock
from yishi.record.models import STEP

from .few import blank_beside
from .models import Bond, Dwelling, Level, Occupant, Place, RollPolicy, within


@dataclass(frozen=True)
class Counted:
    """What the roll says of a place. None: not shown, for it is too small."""

    dwellings: int | None = 0
    homes: int | None = 0
    area: int | None = 0
    """In 0.01 m², of the dwellings whose area is known."""
    owners: int | None = 0
    """Heads: one who owns several counts once, where their identity number or telephone says so."""
    residents: int | None = 0
    of_known_age: int | None = 0
    old: int | None = 0
    """Residents who are of the age (`RollPolicy.old_from`) or will be this year."""
    to_complete: int | None = 0

    @property
    def share_old(self) -> int | None:
        """Per cent of those whose year of birth is known."""
        if not self.of_known_age or self.old is None:
            return None
        return round(100 * self.old / self.of_known_age)

    @property
    def area_said(self) -> str:
        """In m²."""
        return "" if self.area is None else f"{self.area / 100:,.0f}"


def counted(path: str) -> Counted:
    """What the roll says of the place with this path and all within it: four questions."""
    return _sum(_by_building(path).values(), owners=_owners(path))


def by_place(place: Place, level: str = Level.ESTATE) -> list[tuple[Place, Counted]]:
    """The same for each place of a level within: five questions, and heads of owners counted within each."""
    places = list(Place.objects.inside(place.path).filter(level=level).order_by("path"))
    paths = {each.path: each for each in places}
    sums: dict[str, list[Counted]] = defaultdict(list)
    for path, count in _by_building(place.path).items():
        if (at := _holding(path, paths)) is not None:
            sums[at].append(count)
    heads = _owners_by(place.path, paths)
    return [(each, _sum(sums[each.path], owners=heads.get(each.path, 0))) for each in places]


def _holding(path: str, paths: Any) -> str | None:
    return next((path[:end] for end in range(len(path), 0, -STEP) if path[:end] in paths), None)


def _by_building(path: str) -> dict[str, Counted]:
    """Everything but owners, by the path of the building."""
    here, today = within("place__path", path), clock.today()
    is_home = Q(use=Dwelling.Use.HOME)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in (
        Dwelling.objects.present()
        .filter(here)
        .values("place__path")
        .annotate(
            dwellings=Count("pk"),
            homes=Count("pk", filter=is_home),
            space=Sum("area"),
            to_complete=Count("pk", filter=~Q(lacks="")),
        )
    ):
        at = found[row["place__path"]]
        at |= {name: row[name] for name in ("dwellings", "homes", "to_complete")}
        at["area"] = row["space"] or 0
    born_until = today.year - RollPolicy.objects.present().old_from
    living = _present(path).filter(lives_here=True).values("dwelling__place__path")
    for row in living.annotate(
        residents=Count("pk"),
        of_known_age=Count("pk", filter=~Q(born_in=None)),
        old=Count("pk", filter=Q(born_in__lte=born_until)),
    ):
        found[row["dwelling__place__path"]] |= {
            name: row[name] for name in ("residents", "of_known_age", "old")
        }
    return {at: Counted(**values) for at, values in found.items()}


def _present(path: str) -> Any:
    return Occupant.objects.on().filter(within("dwelling__place__path", path), dwelling__gone_on=None)


_HEAD = Case(
    When(~Q(identity_mark=""), then=F("identity_mark")),
    When(~Q(phone_mark=""), then=F("phone_mark")),
    default=Concat(Value("row "), Cast("pk", CharField())),
    output_field=CharField(),
)
"""By this an owner is one head: their identity number, else their telephone, else the entry itself."""


def _owners(path: str) -> int:
    return _present(path).filter(bond=Bond.OWNER).aggregate(n=Count(_HEAD, distinct=True))["n"]


def _owners_by(path: str, paths: Any) -> dict[str, int]:
    heads: dict[str, set[str]] = defaultdict(set)
    rows = (
        _present(path)
        .filter(bond=Bond.OWNER)
        .annotate(head=_HEAD)
        .values_list("dwelling__place__path", "head")
    )
    for at, head in rows.iterator(chunk_size=5000):
        if (holding := _holding(at, paths)) is not None:
            heads[holding].add(head)
    return {at: len(found) for at, found in heads.items()}


_SUMMED = ("dwellings", "homes", "area", "residents", "of_known_age", "old", "to_complete")


def _sum(counts: Iterable[Counted], owners: int) -> Counted:
    counts = list(counts)
    return Counted(owners=owners, **{name: sum(getattr(c, name) or 0 for c in counts) for name in _SUMMED})


# --- for everybody ---


def in_public(count: Counted, least: int | None = None) -> Counted:
    """As everybody may see it: a figure below the least (`RollPolicy.small_cell`) is blank, and so is one whose rest
    is."""
    least = RollPolicy.objects.present().small_cell if least is None else least
    shown = replace(
        count,
        **{
            n: _shown(getattr(count, n), least)
            for n in ("dwellings", "homes", "owners", "residents", "of_known_age")
        },
        to_complete=None,
        area=count.area if (count.dwellings or 0) >= least else None,
    )
    old, known = count.old or 0, count.of_known_age or 0
    return replace(shown, old=old if old >= least and known - old >= least else None)


def _shown(figure: int | None, least: int) -> int | None:
    return figure if figure is not None and figure >= least else None


def all_in_public(counts: Sequence[tuple[Place, Counted]]) -> list[tuple[Place, Counted]]:
    """The same for places beside one another under one total: where only one of them is blank in something, the next
    smallest is blank in it, too, for the total would give it away."""
    least = RollPolicy.objects.present().small_cell
    shown = [in_public(count, least) for _place, count in counts]
    for name in ("dwellings", "homes", "owners", "residents", "of_known_age", "old", "area"):
        blank = {n for n, count in enumerate(shown) if getattr(count, name) is None}
        sizes = {n: getattr(count, name) or 0 for n, (_place, count) in enumerate(counts)}
        for n in blank_beside(blank, sizes) - blank:
            shown[n] = replace(shown[n], **{name: None})
    return [(place, count) for (place, _count), count in zip(counts, shown, strict=True)]
