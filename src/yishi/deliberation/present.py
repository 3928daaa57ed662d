"""Who was there, counted: by role and by building, for those who write it down and for everybody; and whether there are
enough of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from yishi.network.models import RollPolicy, in_language

from .models import Attendance, Kind, Session

Role = Attendance.Role
VOTERS = {
    Kind.COUNCIL: (Role.MEMBER,),
    Kind.REPRESENTATIVES: (Role.REPRESENTATIVE,),
}
"""Whose presence counts for a quorum and whose hands are counted, where it is not every resident."""
RESIDENTS = (Role.RESIDENT, Role.OWNER, Role.REPRESENTATIVE, Role.MEMBER)


def voters(kind: str) -> tuple[str, ...]:
    """The roles that may vote at a session of a kind."""
    return VOTERS.get(Kind(kind), RESIDENTS)


@dataclass(frozen=True)
class Quorum:
    """How many of those who may vote must be there, and how many are."""

    entitled: int
    needed: int
    present: int

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed

    @property
    def missing(self) -> int:
        return max(self.needed - self.present, 0)


def needed(entitled: int, num: int, den: int, *, more_than: bool) -> int:
    """How many people a share of those entitled is: more than the share (过半数), or as many as it at least (以上)."""
    return entitled * num // den + 1 if more_than else -(-entitled * num // den)


def present_voters(session: Session) -> int:
    """How many are checked in who may vote."""
    return session.attendances.filter(removed_at=None, role__in=voters(session.kind)).count()


def quorum(session: Session) -> Quorum | None:
    """What the way of counting that holds for the session demands of it. None where it demands nothing, or where nobody
    has said yet how many may vote."""
    tally = session.tally
    if tally is None or tally.quorum_num is None or tally.quorum_den is None or not session.entitled:
        return None
    least = needed(session.entitled, tally.quorum_num, tally.quorum_den, more_than=tally.quorum_more_than)
    return Quorum(session.entitled, least, present_voters(session))


@dataclass(frozen=True)
class Line:
    """How many came of a role or from a building. `label` is empty for those put together because they are few."""

    label: str
    count: int


@dataclass(frozen=True)
class Present:
    """Those who were there."""

    total: int
    by_role: list[Line]
    by_building: list[Line]


def together(counts: Mapping[Any, int], least: int) -> tuple[dict[Any, int], int]:
    """Counts for everybody: those below `least` are put together. Gives what stays apart, and the sum of the rest.
    Where only one would be left, the smallest of the others joins it: the total would tell it otherwise."""
    apart = {key: count for key, count in counts.items() if count >= least}
    small = {key: count for key, count in counts.items() if 0 < count < least}
    if len(small) == 1 and apart:
        smallest = min(apart, key=lambda key: apart[key])
        small[smallest] = apart.pop(smallest)
    return apart, sum(small.values())


def counted(session: Session) -> Present:
    """As those see it who write it down."""
    roles, buildings, names = _counts(session)
    return Present(
        sum(roles.values()),
        [Line(str(Role(role).label), count) for role, count in _largest(roles)],
        [Line(names[key], count) for key, count in _largest(buildings)],
    )


def in_public(session: Session) -> Present:
    """As everybody sees it: what is too few to be told apart (`RollPolicy.small_cell`) stands together."""
    roles, buildings, names = _counts(session)
    least = RollPolicy.objects.present().small_cell
    role_apart, role_rest = together(roles, least)
    building_apart, building_rest = together(buildings, least)
    by_role = [Line(str(Role(role).label), count) for role, count in _largest(role_apart)]
    by_building = [Line(names[key], count) for key, count in _largest(building_apart)]
    return Present(
        sum(roles.values()),
        by_role + ([Line("", role_rest)] if role_rest else []),
        by_building + ([Line("", building_rest)] if building_rest else []),
    )


def _largest(counts: Mapping[Any, int]) -> Iterable[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def _counts(session: Session) -> tuple[dict[str, int], dict[int, int], dict[int, str]]:
    """By role; by building, as key; and the buildings' labels. Two statements."""
    there = session.attendances.filter(removed_at=None)
    roles = dict(there.order_by().values_list("role").annotate(n=Count("pk")))
    found = there.exclude(building=None).order_by().values("building").annotate(n=Count("pk"))
    rows = list(found.values_list("building", "building__label_zh", "building__label_en", "n"))
    names = {key: in_language(zh, en) for key, zh, en, _n in rows}
    return roles, {key: n for key, _zh, _en, n in rows}, names
