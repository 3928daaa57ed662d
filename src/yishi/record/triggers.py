"""The triggers that keep the record append-only, on both databases.

A migration that alters a guarded table on SQLite makes the table anew and so loses its triggers: end it with
`RunPython(triggers.install_in, triggers.remove_in)`. `./yishi record verify` tells when they are missing.
"""

from collections.abc import Iterable

GUARDED = ("record_entry", "record_leaf", "record_node", "record_treehead")
_MESSAGE = "the record is append-only"
_BODY = f" BEGIN RAISE EXCEPTION '{_MESSAGE}'; END "


def install(connection) -> None:
    """Put the triggers in place."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection) -> None:
    """Take them away; for emptying a test database only."""
    with connection.cursor() as cursor:
        for table, verb in _pairs(connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS record_is_append_only()")


def install_in(_apps, schema_editor) -> None:
    """`install` as a migration calls it."""
    install(schema_editor.connection)


def remove_in(_apps, schema_editor) -> None:
    """`remove` as a migration calls it."""
    remove(schema_editor.connection)


def missing(connection) -> list[str]:
    """Names of the triggers that should be there and are not, or that do something else than they should."""
    found = _present_on_postgresql if connection.vendor == "postgresql" else _present_on_sqlite
    with connection.cursor() as cursor:
        present = found(cursor)
    return sorted(
        name for table, verb in _pairs(connection.vendor) if (name := f"{table}_no_{verb}") not in present
    )


def _present_on_postgresql(cursor) -> set[str]:
    cursor.execute(
        "SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true), prosrc FROM pg_trigger "
        "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgenabled IN ('O', 'A')"
    )
    return {
        name
        for name, definition, source in cursor.fetchall()
        for table, verb in _pairs("postgresql")
        if definition.startswith(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} FOR EACH "
        )
        and "WHEN" not in definition
        and source == _BODY
    }


def _present_on_sqlite(cursor) -> set[str]:
    cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {
        name
        for name, table, sql in cursor.fetchall()
        if name.startswith(f"{table}_no_")
        and f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END" in sql
        and "WHEN" not in sql
    }


def _pairs(vendor: str) -> Iterable[tuple[str, str]]:
    verbs = ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")
    return ((table, verb) for table in GUARDED for verb in verbs)


def _statements(vendor: str) -> Iterable[str]:
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$${_BODY}$$"
        )
    for table, verb in _pairs(vendor):
        name = f"{table}_no_{verb}"
        if vendor == "postgresql":
            each = "STATEMENT" if verb == "truncate" else "ROW"
            yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION record_is_append_only()"
            )
        else:
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            )
