"""What may have changed on public pages, told by the database itself: the ground on which pages are kept
(`kept.py`, docs/decisions/0008).

Triggers note in `Change` whatever is written to a table that public pages read, in the transaction that writes it: a
new row, never one that two would wait for. A process reads the notes that became visible since it last looked, in one
statement, and so knows at any moment what of its pages is no longer what it was. Numbers of rows are no order of
commits, so on PostgreSQL a note carries its transaction, and "since I last looked" means: not visible in the snapshot
of that look. SQLite writes one transaction after the other, so there the number will do.

Notes that every process has heard are swept out by the worker (`actions.sweep_changes`); a process that has not looked
for SILENT forgets all it keeps. A process that connects anew does so, too: another database may stand there.
"""

# ruff: noqa: S608  the names in its statements are of this house
import functools
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

from .models import places_on_the_way

TABLE = "record_change"
EVERYTHING, SUMS = "everything", "sums"
SILENT = 300.0
"""Seconds without a look after which a process trusts nothing it keeps; notes live twice as long."""
AT_ONCE = 1000
"""Above so many notes at a time everything counts as changed."""
MOST_KEYS = 50_000


@dataclass(frozen=True)
class Told:
    """Tables whose changes are told. `subject`: each row is a page of its own, and lies at `place`; `joins` names a row
    of the same table whose page shows it. `parts`: tables whose rows belong to a subject by `of`. `general`: tables
    that any page may show. `within`: tables whose rows only pages that show `area` may show, a word of lower case."""

    subject: str = ""
    ref: str = ""
    place: str = ""
    joins: str = ""
    of: str = ""
    parts: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    area: str = ""
    within: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        TOLD.append(self)

    @property
    def tables(self) -> tuple[str, ...]:
        """All of them."""
        return (*((self.subject,) if self.subject else ()), *self.parts, *self.general, *self.within)


TOLD: list[Told] = []
"""What each room tells; made once, where its `changes.py` says so."""


def at(path: str) -> str:
    """What a page shows that lists the cases of a place and all within it."""
    return f"at:{path}"


def sums(path: str) -> str:
    """What a page shows that tells the sums of a place."""
    return f"{SUMS}:{path}"


def _keys(what: str, place: str) -> Iterable[str]:
    """What a note says has changed."""
    if what and not place and what != SUMS:
        return (what,)  # an area, which lies nowhere
    above = places_on_the_way(place)
    if what == SUMS:
        return map(sums, above)
    return [*((what,) if what else ()), *map(at, above)]


class Heard:
    """What a process has heard of changes: a number that grows, and for each thing the number at which it changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._position: Any = None
        self._looks = 0
        self._looked_at = float("-inf")
        self._already: frozenset[int] = frozenset()
        self._changed: dict[str, int] = {}
        self._everything = self._number = 0

    def listen(self) -> int:
        """Hear what has been committed up to now. Gives the number as of now."""
        began = time.monotonic()
        with self._lock:
            since, looks, already = self._position, self._looks, self._already
            if began - self._looked_at > SILENT:
                since = None
        position, notes = _ask(since)
        with self._lock:
            news = [note for note in notes if note[0] not in already]
            if since is None or len(notes) > AT_ONCE:
                self._all_of_it()
            elif news:
                self._hear(news)
            if looks == self._looks:  # otherwise somebody else looked meanwhile, and that will do
                self._position, self._already = position, frozenset(note[0] for note in notes)
                self._looked_at, self._looks = began, looks + 1
            return self._number

    def _hear(self, notes: list[tuple[int, str, str]]) -> None:
        self._number += 1
        for _pk, what, place in notes:
            if what == EVERYTHING:
                self._everything = self._number
            else:
                self._changed.update(dict.fromkeys(_keys(what, place), self._number))
        if len(self._changed) > MOST_KEYS:
            self._all_of_it()

    def _all_of_it(self) -> None:
        self._number += 1
        self._everything = self._number
        self._changed.clear()

    def same(self, shows: Iterable[str], number: int) -> bool:
        """Whether what a page shows is what it was at this number, as far as heard."""
        with self._lock:
            return self._everything <= number and all(self._changed.get(key, 0) <= number for key in shows)

    def forget(self, **_signal: Any) -> None:
        """Trust nothing from before."""
        with self._lock:
            self._position = None
            self._looks += 1


heard = Heard()
connection_created.connect(heard.forget, dispatch_uid="what was heard came from another connection")


_SINCE = {
    "postgresql": (
        "SELECT pg_current_snapshot()::text, told.id, told.what, told.place FROM (SELECT 1) AS now "
        f"LEFT JOIN {TABLE} AS told ON told.written_by >= pg_snapshot_xmin(%s::pg_snapshot) "
        f"AND (NOT pg_visible_in_snapshot(told.written_by, %s::pg_snapshot) "
        # a snapshot does not list the transaction it is of: among savepoints it would pass for one that is over
        f"OR told.written_by = pg_current_xact_id_if_assigned()) LIMIT {AT_ONCE + 1}"
    ),
    "sqlite": f"SELECT id, what, place FROM {TABLE} WHERE id > %s ORDER BY id LIMIT {AT_ONCE + 1}",
}
_NOW = {
    # a note that is read and yet not in the snapshot is of the transaction that reads
    "postgresql": _SINCE["postgresql"].replace("%s::pg_snapshot", "pg_current_snapshot()"),
    "sqlite": f"SELECT COALESCE(MAX(id), 0) FROM {TABLE}",
}


def _ask(since: Any) -> tuple[Any, list[tuple[int, str, str]]]:
    """What was noted since a position, and the position that this was asked at."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                *((_NOW["postgresql"],) if since is None else (_SINCE["postgresql"], [since, since]))
            )
            rows = cursor.fetchall()
            return rows[0][0], [tuple(row[1:]) for row in rows if row[1] is not None]
        if since is None:
            cursor.execute(_NOW["sqlite"])
            return cursor.fetchone()[0], []
        cursor.execute(_SINCE["sqlite"], [since])
        found = cursor.fetchall()
        return (found[-1][0] if found else since), found


def tell_sums(places: Iterable[str]) -> None:
    """The sums of these places have changed, and of those they lie in."""
    _tell(SUMS, sorted(set(places)))


def tell_everything() -> None:
    """Anything may have changed."""
    _tell(EVERYTHING, [""])


def _tell(what: str, places: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            into = _into("postgresql")
            cursor.execute(
                f"{into}SELECT %s, place, {_MINE} FROM unnest(%s::varchar[]) AS place", [what, places]
            )
        else:
            cursor.executemany(f"{_into('sqlite')}VALUES (%s, %s)", [(what, place) for place in places])


# --- sweeping out ---

_looks: deque[tuple[float, Any]] = deque(maxlen=60)


def sweep_before() -> Any:
    """The position before which no process still listens, or None while that is not known. Asked again and again by the
    worker, which remembers where things stood a while ago: what is committed after a moment is never older, by its
    transaction, than the oldest one that was under way then."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        else:
            cursor.execute(_NOW["sqlite"])
        now = cursor.fetchone()[0]
    _looks.append((time.monotonic(), now))
    old = [position for when, position in _looks if time.monotonic() - when > 2 * SILENT]
    return old[-1] if old else None


def sweep(before: Any) -> int:
    """Take away the notes from before a position. Gives how many."""
    behind = "written_by < %s::xid8" if connection.vendor == "postgresql" else "id <= %s"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE {behind}", [before])
        return cursor.rowcount


# --- triggers ---


def install(connection: Any, told: Told) -> None:
    """Put the triggers in place; those of a table that a later migration makes come with it."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for statement in [
            *_dropping(connection.vendor, told, there),
            *(_functions(told) if connection.vendor == "postgresql" else ()),
            *(made for _name, table, made in _triggers(connection.vendor, told) if table in there),
        ]:
            cursor.execute(statement)


def remove(connection: Any, told: Told) -> None:
    """Take them away."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for statement in _dropping(connection.vendor, told, there):
            cursor.execute(statement)


def missing(connection: Any, told: Told) -> list[str]:
    """Names of the triggers that should be there and are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
    return sorted({name for name, _table, _made in _triggers(connection.vendor, told)} - present)


def are_told() -> bool:
    """Whether this database tells of its changes: one from before it did so does not until it is migrated."""
    return _told_by(connection.alias)


@functools.cache
def _told_by(_alias: str) -> bool:
    return bool(TOLD) and not any(missing(connection, told) for told in TOLD)


def _dropping(vendor: str, told: Told, there: set[str]) -> list[str]:
    on = " ON {}" if vendor == "postgresql" else ""
    return [
        f"DROP TRIGGER IF EXISTS {name}{on.format(table)}"
        for name, table, _made in _triggers(vendor, told)
        if table in there
    ]


def _triggers(vendor: str, told: Told) -> list[tuple[str, str, str]]:
    """Name, table and statement of each trigger."""
    return _on_postgresql(told) if vendor == "postgresql" else _on_sqlite(told)


def _into(vendor: str) -> str:
    return f"INSERT INTO {TABLE} (what, place{', written_by' if vendor == 'postgresql' else ''}) "


_MINE = "pg_current_xact_id()"


def _functions(told: Told) -> list[str]:
    """Functions of the triggers on PostgreSQL. Those of parts leave out what a transaction has noted already with the
    subject's own row (which then carries its number)."""
    into = _into("postgresql")
    bodies = {"record_tells_everything": f"{into}VALUES ('{EVERYTHING}', '', {_MINE});"}
    if told.area:
        bodies[f"{told.area}_tells"] = f"{into}VALUES ('{told.area}', '', {_MINE});"
    if told.subject:
        row = f"'{told.ref}:' || {{0}}.id, {{0}}.{told.place}, {_MINE}"
        joined = f"SELECT '{told.ref}:' || id, {told.place}, {_MINE} FROM {told.subject} WHERE id = "
        moved = (
            f"IF OLD.{told.place} IS DISTINCT FROM NEW.{told.place} THEN {into}VALUES ({row.format('OLD')}); END IF; "
            f"IF NEW.{told.joins} IS NOT NULL THEN {into}{joined}NEW.{told.joins}; END IF; "
            f"IF OLD.{told.joins} IS DISTINCT FROM NEW.{told.joins} AND OLD.{told.joins} IS NOT NULL THEN "
            f"{into}{joined}OLD.{told.joins}; END IF; "
        )
        bodies |= {
            f"{told.subject}_tells_new": (
                f"{into}SELECT '', {told.place}, {_MINE} FROM fresh GROUP BY {told.place};"
            ),
            f"{told.subject}_tells": f"{into}VALUES ({row.format('NEW')}); {moved}",
            f"{told.subject}_tells_gone": f"{into}VALUES ({row.format('OLD')});",
        }
        noted = f"mod({_MINE}::text::bigint, 4294967296) = of_it.xmin::text::bigint"
        for name, rows in (
            ("part", f"SELECT {told.of} FROM fresh"),
            ("moved_part", f"SELECT {told.of} FROM fresh UNION SELECT {told.of} FROM former"),
        ):
            bodies[f"{told.subject}_tells_{name}"] = (
                f"{into}SELECT '{told.ref}:' || of_it.id, of_it.{told.place}, {_MINE} "
                f"FROM {told.subject} AS of_it WHERE of_it.id IN ({rows}) AND NOT ({noted});"
            )
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {body} RETURN NULL; END$$"
        for name, body in bodies.items()
    ]


def _on_postgresql(told: Told) -> list[tuple[str, str, str]]:
    def trigger(table: str, name: str, when: str, function: str) -> tuple[str, str, str]:
        full = f"{table}_told_{name}"
        return full, table, f"CREATE TRIGGER {full} AFTER {when} EXECUTE FUNCTION {function}()"

    def new(table: str) -> str:
        return f"INSERT ON {table} REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT"

    written = "INSERT OR UPDATE OR DELETE OR TRUNCATE ON {} FOR EACH STATEMENT"
    made = [
        trigger(table, "written", written.format(table), function)
        for tables, function in (
            (told.general, "record_tells_everything"),
            (told.within, f"{told.area}_tells"),
        )
        for table in tables
    ]
    if not told.subject:
        return made
    subject = told.subject
    made += [
        trigger(subject, "new", new(subject), f"{subject}_tells_new"),
        trigger(subject, "changed", f"UPDATE ON {subject} FOR EACH ROW", f"{subject}_tells"),
        trigger(subject, "gone", f"DELETE ON {subject} FOR EACH ROW", f"{subject}_tells_gone"),
    ]
    for table in told.parts:
        both = f"UPDATE ON {table} REFERENCING OLD TABLE AS former NEW TABLE AS fresh FOR EACH STATEMENT"
        gone = f"DELETE ON {table} REFERENCING OLD TABLE AS fresh FOR EACH STATEMENT"
        made += [
            trigger(table, "new", new(table), f"{subject}_tells_part"),
            trigger(table, "changed", both, f"{subject}_tells_moved_part"),
            trigger(table, "gone", gone, f"{subject}_tells_part"),
        ]
    return made


def _on_sqlite(told: Told) -> list[tuple[str, str, str]]:
    into = _into("sqlite")

    def trigger(table: str, name: str, verb: str, body: str) -> tuple[str, str, str]:
        full = f"{table}_told_{name}"
        return full, table, f"CREATE TRIGGER {full} AFTER {verb} ON {table} BEGIN {body} END"

    verbs = (("new", "INSERT", ("NEW",)), ("changed", "UPDATE", ("OLD", "NEW")), ("gone", "DELETE", ("OLD",)))
    made = [
        trigger(table, name, verb, f"{into}VALUES ('{what}', '');")
        for tables, what in ((told.general, EVERYTHING), (told.within, told.area))
        for table in tables
        for name, verb, _rows in verbs
    ]
    if not told.subject:
        return made

    def row_with(key: str) -> str:
        return f"{into}SELECT '{told.ref}:' || id, {told.place} FROM {told.subject} WHERE id = {key};"

    def itself(row: str) -> str:
        return f"{into}VALUES ('{told.ref}:' || {row}.id, {row}.{told.place});"

    changed = [itself("OLD"), itself("NEW"), row_with(f"OLD.{told.joins}"), row_with(f"NEW.{told.joins}")]
    made += [
        trigger(told.subject, "new", "INSERT", f"{into}VALUES ('', NEW.{told.place});"),
        trigger(told.subject, "changed", "UPDATE", " ".join(changed)),
        trigger(told.subject, "gone", "DELETE", itself("OLD")),
    ]
    made += [
        trigger(table, name, verb, " ".join(row_with(f"{row}.{told.of}") for row in rows))
        for table in told.parts
        for name, verb, rows in verbs
    ]
    return made
