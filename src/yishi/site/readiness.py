"""Whether a web process can serve: the database answers, is migrated and takes what is written, and there is room for
pictures. The disk under a database is often another machine's, so nobody here can look at it; what tells is a write."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.record import chore, clock, troubles
from yishi.record.models import Submission

from . import storage

REASONS: dict[str, str | Promise] = {
    "database": _("The database does not answer."),
    "migrations": _("The database is not that of this release yet: run ./yishi migrate."),
    "disk": _("There is no room on the disk of the data directory."),
    "database_write": _("The database answers but keeps nothing that is written. Is its disk full?"),
    "full": _("Somebody’s form just found no room, in the database or for its photos."),
}
"""What `/readyz` says for each reason, to whoever runs the house."""
MOST_SECONDS = 2
EVERY = 10
"""Seconds an answer about writing is good for: anybody may ask `/readyz`, and each try costs a little of the disk."""
AFTER_FULL = 60
"""Seconds after a form found no room: the little that is tried here may still fit where a form does not."""

_tried: dict[str, tuple[float, bool]] = {}


def reason() -> str:
    """Why the process is not ready, as a key of REASONS; empty where it is."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (OperationalError, InterfaceError):
        return "database"
    if pending:
        return "migrations"
    if storage.trouble():
        return "disk"
    if _found_no_room():
        return "full"
    return "" if _keeps() else "database_write"


def note_full() -> None:
    """Somebody's form just found no room in the database or on the disk."""
    _tried["full"] = (time.monotonic(), False)


def forget() -> None:
    """What was tried before says nothing any more."""
    _tried.clear()


def _found_no_room() -> bool:
    return "full" in _tried and time.monotonic() - _tried["full"][0] < AFTER_FULL


def _keeps() -> bool:
    """Whether the database keeps what is written, as far as was seen lately."""
    now = time.monotonic()
    if "write" not in _tried or now - _tried["write"][0] >= EVERY:
        _tried["write"] = (now, _can_write())
    return _tried["write"][1]


def _can_write() -> bool:
    """A SQLite that somebody else is writing to counts as one that keeps it."""
    try:
        with _bounded():
            _write()
    except DatabaseError as error:
        return "locked" in str(error) and not troubles.is_full(error)
    return True


@chore("it is taken back at once, and says nothing but that there is room")
def _write() -> None:
    """A tiny row is written and taken back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{MOST_SECONDS}s'")
    Submission.objects.create(key=f"readyz:{secrets.token_hex(16)}", at=clock.real_now())
    transaction.set_rollback(True)


@contextmanager
def _bounded() -> Iterator[None]:
    """SQLite waits for whoever writes no longer than this."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {MOST_SECONDS * 1000}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
