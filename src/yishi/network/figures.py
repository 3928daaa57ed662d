"""The figures of a street or a city: what the net consists of on this day, each counted from the rows behind it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yishi.record import clock
from yishi.record.models import STEP

from . import coverage
from .few import too_few
from .models import Appointment, Commitment, Organisation, Place, Post, Registration, RollPolicy, within
from .powers import Role
from .secretaries import terms

BODIES = {
    "branches": Organisation.Kind.BRANCH,
    "groups": Organisation.Kind.GROUP,
    "member_homes": Organisation.Kind.MEMBER_HOME,
}
TITLES = {
    "branches": _("Estate branches"),
    "groups": _("Building groups"),
    "member_homes": _("Member households"),
    "stewards": _("Stewards"),
    "secretaries": _("Full-time secretaries"),
    "members": _("Members assigned to estates"),
}
LISTS = tuple(TITLES)
"""What has a list of its own behind the figure; commitments and coverage have pages."""


@dataclass(frozen=True)
class Figures:
    """Of a place and all within it, today."""

    branches: int
    groups: int
    member_homes: int
    stewards: int
    secretaries: int
    members: int
    done: int
    promised: int
    overdue: int
    coverage: coverage.Coverage
    least: int
    """Fewer people than this are not told as a number: one could guess who they are (`RollPolicy.small_cell`)."""

    gives_away: bool
    """Whether the members of this estate would say how few there are in the one beside it."""

    @property
    def members_shown(self) -> int | None:
        """None where there are so few that they are not told, or where they would give another's few away."""
        return None if 0 < self.members < self.least or self.gives_away else self.members

    @property
    def secretaries_shown(self) -> int | None:
        return None if 0 < self.secretaries < self.least else self.secretaries


def of(path: str) -> Figures:
    """The figures of the place with this path; eight questions, however much there is."""
    kinds = {name: Count("pk", filter=Q(kind=kind)) for name, kind in BODIES.items()}
    bodies = Organisation.objects.on().filter(within("place__path", path)).aggregate(**kinds)
    today, few = clock.today(), least()
    promises = Commitment.objects.filter(
        within("organisation__place__path", path), dropped_on=None
    ).aggregate(
        done=Count("pk", filter=Q(done_on__isnull=False)),
        promised=Count("pk", filter=Q(done_on=None, due_on__gte=today)),
        overdue=Count("pk", filter=Q(done_on=None, due_on__lt=today)),
    )
    return Figures(
        **bodies,
        **promises,
        stewards=stewards(path).count(),
        secretaries=secretaries(path).aggregate(people=Count("person", distinct=True))["people"],
        members=members(path).count(),
        coverage=coverage.counted(path),
        least=few,
        gives_away=path in untold([path], few),
    )


def least() -> int:
    """Fewer people than this are not told as a number."""
    return RollPolicy.objects.present().small_cell


def bodies(path: str, name: str) -> QuerySet[Organisation]:
    """The branches, groups or member households of a place today."""
    return Organisation.objects.on().filter(within("place__path", path), kind=BODIES[name])


def stewards(path: str) -> QuerySet[Post]:
    """The stewards' posts there are, vacant ones too."""
    return Post.objects.filter(within("place__path", path), role=Role.STEWARD, closed_on=None)


def secretaries(path: str) -> QuerySet[Appointment]:
    """Who is secretary of an estate branch full time today. One row a person and post; the figure counts people."""
    return terms(path).filter(full_time=True)


def members(path: str) -> QuerySet[Registration]:
    """Members who have reported, are confirmed and assigned to an estate of the place today."""
    return Registration.objects.on().members().confirmed().filter(within("assigned_to__path", path))


def estates_with_members(path: str) -> QuerySet[Place]:
    """The estates members are assigned to: of people only numbers are told."""
    return Place.objects.filter(pk__in=members(path).values("assigned_to")).order_by("path")


def members_at(places: Iterable[Place], least: int) -> dict[int, int | None]:
    """How many members are assigned to each of these estates today, None where it is not told; two questions."""
    rows = list(places)
    counts = _assigned([each.path for each in rows])
    hidden = _hidden(counts, least)
    return {
        each.pk: None if each.path in hidden else counts[each.path[:-STEP]].get(each.path, 0) for each in rows
    }


def untold(paths: Iterable[str], least: int) -> set[str]:
    """Of which estates, among these and those beside them, the number of members is not told."""
    return _hidden(_assigned(paths), least)


def _hidden(counts: dict[str, dict[str, int]], least: int) -> set[str]:
    return {path for beside in counts.values() for path in too_few(beside, least)}


def _assigned(paths: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many members are assigned to these estates and to those beside them: by what they lie in, then by path."""
    above = {path[:-STEP] for path in paths}
    found: dict[str, dict[str, int]] = {path: {} for path in above}
    beside = Q(pk=None)
    for path in above:
        beside |= within("assigned_to__path", path) & Q(assigned_to__depth=len(path) // STEP + 1)
    there = Registration.objects.on().members().confirmed().filter(beside)
    for path, many in (
        there.values("assigned_to__path").annotate(many=Count("pk")).values_list("assigned_to__path", "many")
    ):
        found[path[:-STEP]][path] = many
    return found
