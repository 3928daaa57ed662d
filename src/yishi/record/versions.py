"""Rows that change seldom and are read with every page (places, posts, categories, ladders), kept by the process.

A *group* is a handful of tables with one mark in `Version`. Triggers of the database give it a new mark with whatever
changes a row of them, in the same transaction and before the row changes, so that of two who write the second waits.
A process keeps rows under the mark it saw before it read them, and lets them go when the mark is another: one short
statement for all groups says so. Rows kept under a mark are never older than what it stands for.

How often it is asked: within a transaction once; outside, once a request for whoever has a session (`ask_now`), so
that whoever writes sees it at once through any process, and once in SECONDS for everybody else. A transaction that has
itself written to such tables keeps what it reads for itself, until it writes again or ends: it might yet be undone.

What is kept is given to all threads and requests at once: nobody sets a field of it or saves it. And it is for reading:
who may do what is asked of the database, never of this.
"""

import functools
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connection

from . import prepared

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")

SECONDS = 1.0
"""How old the marks may be that somebody without a session reads by."""


@dataclass(frozen=True)
class Group:
    """Tables that share a mark; made once, where their models are."""

    name: str
    tables: tuple[str, ...]

    def __post_init__(self) -> None:
        GROUPS[self.name] = self
        _watched.update(self.tables)


GROUPS: dict[str, Group] = {}
_watched: set[str] = set()


class _Here(threading.local):
    """What this thread, and so its connection, has asked and written."""

    since: float = 0.0
    """What was committed before this moment must be seen."""
    wrote_in: Any = None
    """The outermost block of the last transaction in which a watched table was written."""
    asked_in: Any = None
    """The transaction in which `marks` were asked for."""
    marks: Mapping[str, int] = {}
    own_in: Any = None
    """The transaction whose own rows lie in `own`, by shelf."""
    own: dict[Any, dict[Any, Any]]

    def __init__(self) -> None:
        self.own = {}


_here = _Here()
_lock = threading.Lock()
_last: tuple[float, Mapping[str, int]] = (float("-inf"), {})
"""When the process last asked outside a transaction, and the marks then."""


class Kept(Generic[K, R]):
    """Rows of one kind by key, at most `most`; the one not used longest goes first.

    `read(keys)` gives those that exist out of the database, with everything they point to that readers may follow.
    """

    def __init__(
        self, groups: Sequence[Group], read: Callable[[list[K]], Mapping[K, R]], *, most: int
    ) -> None:
        self._groups, self._read, self._most = [group.name for group in groups], read, most
        self._rows: OrderedDict[K, R] = OrderedDict()
        self._label: tuple[int, ...] | None = None
        self._lock = threading.Lock()

    def many(self, keys: Iterable[K | None]) -> dict[K, R]:
        """The rows with these keys, those there are; what is not kept yet is read at once."""
        wanted = [key for key in dict.fromkeys(keys) if key is not None]
        label = _label(self._groups) if wanted else None
        if label is None:
            return dict(self._read(wanted)) if wanted else {}
        if label is _OWN:
            return self._of_ones_own(wanted)
        found, missing = self._held(label, wanted)
        if missing:
            fresh = self._read(missing)
            self._keep(label, fresh)
            found.update(fresh)
        return found

    def one(self, key: K | None) -> R | None:
        """The row with this key, or None."""
        return None if key is None else self.many([key]).get(key)

    def _of_ones_own(self, wanted: list[K]) -> dict[K, R]:
        rows = _here.own.setdefault(self, {})
        if missing := [key for key in wanted if key not in rows]:
            if len(rows) + len(missing) > self._most:
                rows.clear()
                missing = wanted
            rows.update(self._read(missing))
        return {key: rows[key] for key in wanted if key in rows}

    def _held(self, label: tuple[int, ...], wanted: list[K]) -> tuple[dict[K, R], list[K]]:
        found, missing = {}, []
        with self._lock:
            if self._label != label:
                self._rows.clear()
                self._label = label
            for key in wanted:
                row = self._rows.get(key)
                if row is None:
                    missing.append(key)
                else:
                    self._rows.move_to_end(key)
                    found[key] = row
        return found, missing

    def _keep(self, label: tuple[int, ...], fresh: Mapping[K, R]) -> None:
        with self._lock:
            if self._label != label:
                return  # somebody saw another mark meanwhile
            self._rows.update(fresh)
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)


def ask_now() -> None:
    """Whoever reads next on this thread sees what is committed by now."""
    _here.since = time.monotonic()


def _label(names: list[str]) -> tuple[int, ...] | None:
    """The marks of groups as this thread has to read them; `_OWN` where it reads what it wrote itself; None where
    nothing kept may be used."""
    if not settings.YISHI_ROWS_ARE_KEPT or not _guarded():
        return None
    if connection.in_atomic_block:
        if _reads_its_own():
            return _OWN
        marks = _in_transaction()
    else:
        marks = _outside()
    label = tuple(marks.get(name, 0) for name in names)
    return label if all(label) else None


_OWN = (0,)
"""Instead of marks; none of them is 0."""


def _outside() -> Mapping[str, int]:
    global _last
    now = time.monotonic()
    if _here.wrote_in is not None:  # that transaction is over
        _here.wrote_in, _here.since = None, now
        _here.own.clear()
    at, marks = _last
    if at >= max(_here.since, now - SECONDS):
        return marks
    marks = _ask()
    with _lock:
        if now >= _last[0]:
            _last = (now, marks)
    return marks


def _reads_its_own() -> bool:
    if _here.wrote_in is not connection.atomic_blocks[0]:
        return False
    if _here.own_in is not connection.run_on_commit:
        _here.own.clear()
        _here.own_in = connection.run_on_commit
    return True


def _in_transaction() -> Mapping[str, int]:
    # Django makes a new list of what waits for the commit with every transaction, and where one is undone in part
    if _here.asked_in is not connection.run_on_commit:
        _here.marks, _here.asked_in = _ask(), connection.run_on_commit
    return _here.marks


def _ask() -> Mapping[str, int]:
    with prepared.cursor() as cursor:
        cursor.execute("SELECT name, mark FROM record_version")
        return dict(cursor.fetchall())


# --- what a process writes itself ---

_WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "SET ", "BEGIN")


def watch(connection: Any, **_signal: Any) -> None:
    """Notice what is written through a connection; called as each is made."""
    if _noticing not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _noticing)


def _noticing(execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    said = sql if isinstance(sql, str) else str(sql)
    if said.startswith(_READS):
        return execute(sql, params, many, context)
    try:
        return execute(sql, params, many, context)
    finally:
        found = _WRITES.match(said)
        wrote([found[1]] if found else (name for name in _watched if name in said))


def wrote(tables: Iterable[str]) -> None:
    """Tables were written through this thread's connection, by a way that no statement tells."""
    if _watched.isdisjoint(tables):
        return
    if connection.in_atomic_block:
        _here.wrote_in = connection.atomic_blocks[0]
        _here.own.clear()
    else:
        ask_now()


# --- the triggers ---


def install(group: Group, connection: Any) -> None:
    """Put the triggers of a group's tables in place, and give it a mark."""
    with connection.cursor() as cursor:
        for statement in [*_removing(group, connection.vendor), *_making(group, connection.vendor)]:
            cursor.execute(statement)


def install_in(group: Group) -> Callable[[Any, Any], None]:
    """`install` as a migration calls it. One that makes such a table anew on SQLite ends with it."""
    return lambda _apps, schema_editor: install(group, schema_editor.connection)


def remove_in(group: Group) -> Callable[[Any, Any], None]:
    """Take them away, as a migration calls it."""

    def remove(_apps: Any, schema_editor: Any) -> None:
        with schema_editor.connection.cursor() as cursor:
            for statement in _removing(group, schema_editor.connection.vendor):
                cursor.execute(statement)

    return remove


def missing(connection: Any) -> list[str]:
    """Names of triggers that should be there and are not."""
    question = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    with connection.cursor() as cursor:
        cursor.execute(question[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    wanted = {name for group in GROUPS.values() for name, _table in _names(group, connection.vendor)}
    return sorted(wanted - there)


@functools.cache
def _guarded() -> bool:
    """Whether the database tells of every change; asked once by a process. One from before it was so keeps nothing."""
    return not missing(connection)


def _names(group: Group, vendor: str) -> list[tuple[str, str]]:
    """(trigger, its table)."""
    verbs = ("",) if vendor == "postgresql" else ("_insert", "_update", "_delete")
    return [(f"{table}_marked{verb}", table) for table in group.tables for verb in verbs]


def _removing(group: Group, vendor: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if vendor == "postgresql" else "")
        for name, table in _names(group, vendor)
    ]


def _making(group: Group, vendor: str) -> list[str]:
    return _on_postgresql(group) if vendor == "postgresql" else _on_sqlite(group)


_NEW_MARK = """
INSERT INTO record_version (name, mark, by) VALUES (TG_ARGV[0], (random() * 9e15)::bigint + 1, txid_current())
ON CONFLICT (name) DO UPDATE SET mark = excluded.mark, by = excluded.by WHERE record_version.by <> excluded.by
"""
"""By chance and not one more each time, so that no mark ever comes twice, not even where a change was undone or a
backup was put back. Once a transaction is enough: whoever writes does not keep, and others see it all at once."""


def _on_postgresql(group: Group) -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION record_new_mark() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN {_NEW_MARK}; RETURN NULL; END$$"
    )
    triggers = [
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION record_new_mark('{group.name}')"
        for name, table in _names(group, "postgresql")
    ]
    first = _NEW_MARK.replace("TG_ARGV[0]", f"'{group.name}'")
    return [function, *triggers, first]


def _on_sqlite(group: Group) -> list[str]:
    chance = "abs(random() % 9000000000000000) + 1"
    mark = f"UPDATE record_version SET mark = {chance} WHERE name = '{group.name}';"  # noqa: S608  names of ours
    if_new = (
        f"INSERT INTO record_version (name, mark, by) SELECT '{group.name}', {chance}, 0 "  # noqa: S608
        f"WHERE NOT EXISTS (SELECT 1 FROM record_version WHERE name = '{group.name}');"
    )
    triggers = [
        f"CREATE TRIGGER {name} AFTER {name.rpartition('_')[2].upper()} ON {table} BEGIN {mark} {if_new} END"
        for name, table in _names(group, "sqlite")
    ]
    return [*triggers, mark, if_new]
