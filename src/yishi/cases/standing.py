"""How many cases stand where and how: read from what is kept (`models.standing`), and held against a recount."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from yishi.record import clock
from yishi.record.models import places_on_the_way
from yishi.record.prepared import asked

from .models import OPEN_STATES, Move, Standing, State
from .models.standing import TABLE, hour_of, state_of

HOUR = 3600
Key = tuple[str, str, int]
"""Place, state, hour."""


@dataclass(frozen=True)
class Now:
    """What a place and all within it hold at a moment."""

    open: int
    overdue: int
    asked: int


_KEPT = """
SELECT state, hour, SUM(amount) FROM (
    SELECT state, hour, amount FROM cases_standing WHERE place = %s
    UNION ALL SELECT state, hour, amount FROM cases_move WHERE {within}
) AS known GROUP BY state, hour
"""


_OPEN = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
_DUE = f"""
SELECT COUNT(*) FROM cases_case
WHERE state IN ({_OPEN}) AND due_at >= %s AND due_at < %s AND visibility <> 'hotline' {{within}}
"""  # noqa: S608  states in the statement itself, or no partial index serves it


def at(path: str, moment: datetime | None = None) -> Now:
    """The cases of the place with this path: open, of these overdue, and answered with the resident asked."""
    moment = moment or clock.now()
    hour = int(moment.timestamp()) // HOUR
    inside, edges = ("place >= %s AND place < %s", [path, path + "~"]) if path else ("1 = 1", [])
    found = asked(_KEPT.format(within=inside), (path, *edges))
    kept = [(state, due, int(amount)) for state, due, amount in found]
    opened = [(due, amount) for state, due, amount in kept if state in OPEN_STATES]
    return Now(
        open=sum(amount for _due, amount in opened),
        overdue=sum(amount for due, amount in opened if 0 < due < hour)
        + _within_the_hour(path, hour, moment),
        asked=sum(amount for state, _due, amount in kept if state == State.ANSWERED),
    )


def _within_the_hour(path: str, hour: int, moment: datetime) -> int:
    """Open cases whose time ran out since the full hour: few, and found by an index."""
    since = datetime.fromtimestamp(hour * HOUR, moment.tzinfo)
    inside, edges = ("AND place_path >= %s AND place_path < %s", (path, path + "~")) if path else ("", ())
    span = (connection.ops.adapt_datetimefield_value(since), connection.ops.adapt_datetimefield_value(moment))
    return asked(_DUE.format(within=inside), (*span, *edges))[0][0]


def rolled_up(moves: Iterable[tuple[str, str, int, int]]) -> Counter[Key]:
    """Moves at the cases' own places as sums at every place on the way up."""
    sums: Counter[Key] = Counter()
    for place, state, hour, amount in moves:
        for above in places_on_the_way(place):
            sums[above, state, hour] += amount
    return sums


def counted_anew() -> Counter[Key]:
    """What the cases themselves say; reads all of them."""
    hour = hour_of(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place_path, {state_of()}, {hour}, COUNT(*) FROM {TABLE} GROUP BY 1, 2, 3")  # noqa: S608
        return rolled_up(cursor.fetchall())


def kept() -> Counter[Key]:
    """What is kept, with what waits to be folded."""
    sums: Counter[Key] = Counter()
    for place, state, hour, amount in Standing.objects.values_list("place", "state", "hour", "amount"):
        sums[place, state, hour] += amount
    waiting = rolled_up(Move.objects.values_list("place", "state", "hour", "amount"))
    for key, amount in waiting.items():
        sums[key] += amount
    return sums


def differences() -> dict[Key, tuple[int, int]]:
    """Where what is kept is not what the cases say: key → (kept, counted)."""
    was, says = kept(), counted_anew()
    return {key: (was[key], says[key]) for key in sorted({*was, *says}) if was[key] != says[key]}
