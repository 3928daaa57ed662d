"""A cursor for the few statements that are carried out over and over: PostgreSQL takes each apart and plans it once a
connection, and gets the values beside it.

Django's own cursor writes the values into the text of a statement, and so has it read and planned anew each time: for
an INSERT more than half of what it costs on either side. For what is asked of cases that is the better way, whose plan
depends on the values; so only statements that always have the same plan go by this one. On SQLite it is Django's.
"""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

HOLES = re.compile(r"(%%|%s)")
"""Where a value goes into a statement, or a sign that looks like it."""


@contextmanager
def cursor() -> Iterator[Any]:
    """As `connection.cursor()`: a statement has `%s` for each value. It carries out one statement at a time, whose rows
    are read before the next: on PostgreSQL it is the same one again and again."""
    opened = connections[DEFAULT_DB_ALIAS]
    if opened.vendor == "postgresql":
        yield _of(opened)
    else:
        with opened.cursor() as found:
            yield found


def _of(opened: Any) -> Any:
    """The cursor of this thread's connection: to make one, and Django's around it, takes longer than to use it."""
    opened.close_if_health_check_failed()
    opened.ensure_connection()
    kept = opened.__dict__.get("prepared_cursor")
    if kept is None or kept.cursor.connection is not opened.connection or opened.queries_logged:
        kept = opened._prepare_cursor(_kind()(opened.connection))
        opened.prepared_cursor = None if opened.queries_logged else kept
    return kept


def asked(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """The rows that such a statement gives."""
    with cursor() as found:
        found.execute(sql, values)
        return found.fetchall()


@cache
def _kind() -> Any:
    from psycopg import RawCursor

    class Preparing(RawCursor):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            if self.connection.prepare_threshold is None:  # Django's: its own cursors prepare nothing
                self.connection.prepare_threshold = 0  # at its first time already, or it is planned twice
                # planned once and not for each value: what is asked here has an index for all of its values
                super().execute(b"SET plan_cache_mode = force_generic_plan", prepare=False)
            return super().execute(_numbered(query), params, **more)

    return Preparing


@lru_cache(maxsize=1000)
def _numbered(sql: str) -> bytes:
    """The statement with its values numbered, as PostgreSQL takes it."""
    numbers = itertools.count(1)
    told = {"%%": lambda: "%", "%s": lambda: f"${next(numbers)}"}
    return "".join(told[piece]() if piece in told else piece for piece in HOLES.split(sql)).encode()
