"""What the triggers noted is added up, and counted anew where somebody asks."""

from collections import Counter

from django.db import connection

from yishi.record import chore

from .. import standing
from ..models import Move, Standing

AT_ONCE = 20_000


@chore("it adds up what was counted with the moves themselves")
def fold_moves() -> int:
    """Moves that wait are part of what stands, at every place on the way up, and wait no longer. Gives how many."""
    with connection.cursor() as cursor:
        # one statement takes away exactly the rows it gives, whoever else folds or reports meanwhile
        cursor.execute(
            "DELETE FROM cases_move WHERE id IN (SELECT id FROM cases_move ORDER BY id LIMIT %s) "
            "RETURNING place, state, hour, amount",
            [AT_ONCE],
        )
        moves = cursor.fetchall()
    _add(standing.rolled_up(moves))
    return len(moves)


def _add(sums: Counter[standing.Key]) -> None:
    # in one order, so that two who fold cannot wait for each other
    rows = [(*key, amount) for key, amount in sorted(sums.items()) if amount]
    if not rows:
        return
    into = "INSERT INTO cases_standing (place, state, hour, amount) "
    add_up = "ON CONFLICT (place, state, hour) DO UPDATE SET amount = cases_standing.amount + excluded.amount"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            fresh = "SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::bigint[], %s::bigint[]) "
            cursor.execute(into + fresh + add_up, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(f"{into}VALUES (%s, %s, %s, %s) {add_up}", rows)


@chore("hours nothing is due in any more are swept out; no count changes")
def sweep_standing() -> int:
    """Rows that say nothing are gone. Gives how many."""
    return Standing.objects.filter(amount=0).delete()[0]


@chore("what the cases say is written down again; nothing happened")
def recount_standing() -> int:
    """What is kept is what the cases say. Gives how many sums were wrong."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE cases_case IN SHARE MODE")  # nothing moves while it is counted
    wrong = standing.differences()
    Move.objects.all().delete()
    Standing.objects.all().delete()
    _add(standing.counted_anew())
    return len(wrong)
