"""How many cases of a place stand in which state, kept while they move, so that no page counts them.

Triggers of the database note every move in `Move`, in the transaction that makes it; the worker folds the moves into
`Standing`, at every place on the way up (`actions.fold_moves`). A reader adds both up and so is exact at any moment,
however long the worker is away; no row is waited for by two who report at once.
"""

from django.db import models


class Standing(models.Model):
    """So many cases of a place and all within it are in a state and, while somebody owes an answer, due in an hour.
    Those kept from the public are in a state of their own, `withheld`, so that no public figure counts them."""

    place = models.CharField(max_length=80, blank=True, help_text="path of the place; everywhere is empty")
    state = models.CharField(max_length=10)
    hour = models.BigIntegerField(
        help_text="hours from 1970 to when the answer is due; 0 once nobody owes one"
    )
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "state", "hour"], name="one_standing_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.state} {self.hour}: {self.amount}"


class Move(models.Model):
    """So many cases came (or, below 0, went) at once; waits to be folded. Written by triggers alone."""

    place = models.CharField(max_length=80, help_text="path of the cases' own place")
    state = models.CharField(max_length=10)
    hour = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["place"], name="moves_of_a_place")]

    def __str__(self) -> str:
        return f"{self.place} {self.state} {self.hour}: {self.amount:+}"


TABLE = "cases_case"
NAMES = ("cases_came", "cases_moved", "cases_went")
_OWED = "{row}.answered_at IS NULL AND {row}.ended_at IS NULL AND {row}.due_at IS NOT NULL"
_HOUR = {
    "postgresql": "floor(extract(epoch FROM {row}.due_at) / 3600)::bigint",
    "sqlite": "CAST(strftime('%s', {row}.due_at) AS integer) / 3600",
}
_STATE = "CASE WHEN {row}.visibility = 'hotline' THEN 'withheld' ELSE {row}.state END"
_WATCHED = ("state", "due_at", "answered_at", "ended_at", "place_path", "visibility")
_INTO = "INSERT INTO cases_move (place, state, hour, amount) "


def install(connection) -> None:
    """Put the triggers in place."""
    with connection.cursor() as cursor:
        for statement in [*_removing(connection.vendor), *_making(connection.vendor)]:
            cursor.execute(statement)


def begin_in(_apps, schema_editor) -> None:
    """Put the triggers in place, as the first migration does; what is there already came at once."""
    connection = schema_editor.connection
    install(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_INTO}SELECT place_path, {state_of()}, {hour_of(connection.vendor)}, COUNT(*) "  # noqa: S608  names of ours
            f"FROM {TABLE} GROUP BY 1, 2, 3"
        )


def remove(connection) -> None:
    """Take them away."""
    with connection.cursor() as cursor:
        for statement in _removing(connection.vendor):
            cursor.execute(statement)


def install_in(_apps, schema_editor) -> None:
    """`install` as a migration calls it. One that makes the table of cases anew on SQLite ends with it."""
    install(schema_editor.connection)


def remove_in(_apps, schema_editor) -> None:
    """`remove` as a migration calls it."""
    remove(schema_editor.connection)


def state_of(row: str = TABLE) -> str:
    """SQL: the state a row of cases is counted under."""
    return _STATE.format(row=row)


def hour_of(vendor: str, row: str = TABLE) -> str:
    """SQL: the hour a row of cases is counted under."""
    owed, hour = _OWED.format(row=row), _HOUR[vendor].format(row=row)
    return f"CASE WHEN {owed} THEN {hour} ELSE 0 END"


def _removing(vendor: str) -> list[str]:
    on = f" ON {TABLE}" if vendor == "postgresql" else ""
    dropped = [f"DROP TRIGGER IF EXISTS {name}{on}" for name in NAMES]
    return dropped + ([f"DROP FUNCTION IF EXISTS {name}()" for name in NAMES] if on else [])


def _making(vendor: str) -> list[str]:
    return _on_postgresql() if vendor == "postgresql" else _on_sqlite()


def _on_postgresql() -> list[str]:
    """Cases that come are told once a statement, however many they are; one that moves is told by itself, and only
    where it moves."""
    made = []
    for name, when, row, sign in (
        ("cases_came", "INSERT ON cases_case REFERENCING NEW", "fresh", "count(*)"),
        ("cases_went", "DELETE ON cases_case REFERENCING OLD", "former", "-count(*)"),
    ):
        hour = hour_of("postgresql", row)
        sums = f"{_INTO}SELECT place_path, {state_of(row)}, {hour}, {sign} FROM {row} GROUP BY 1, 2, 3"  # noqa: S608
        made += _trigger(name, sums, f"{when} TABLE AS {row} FOR EACH STATEMENT")
    came, went = (
        f"({row}.place_path, {state_of(row)}, {hour_of('postgresql', row)}, {sign})"
        for row, sign in (("NEW", "1"), ("OLD", "-1"))
    )
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _WATCHED)
    when = f"UPDATE ON cases_case FOR EACH ROW WHEN ({changed})"
    return made + _trigger("cases_moved", f"{_INTO}VALUES {went}, {came}", when)


def _trigger(name: str, body: str, when: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {body}; RETURN NULL; END$$",
        f"CREATE TRIGGER {name} AFTER {when} EXECUTE FUNCTION {name}()",
    ]


def _on_sqlite() -> list[str]:
    came, went = (
        f"{_INTO}VALUES ({row}.place_path, {state_of(row)}, {hour_of('sqlite', row)}, {sign});"
        for row, sign in (("NEW", "1"), ("OLD", "-1"))
    )
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _WATCHED)
    return [
        f"CREATE TRIGGER cases_came AFTER INSERT ON {TABLE} BEGIN {came} END",
        f"CREATE TRIGGER cases_moved AFTER UPDATE ON {TABLE} WHEN {changed} BEGIN {went} {came} END",
        f"CREATE TRIGGER cases_went AFTER DELETE ON {TABLE} BEGIN {went} END",
    ]
