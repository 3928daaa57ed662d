"""What of deliberation public pages show: a change of it may change any of them (`record/changes.py`)."""

from yishi.record.changes import Told, install, remove

TOLD = Told(
    general=(
        "deliberation_session",
        "deliberation_item",
        "deliberation_decision",
        "deliberation_undertaking",
    )
)


def install_in(_apps, schema_editor) -> None:
    """Put the triggers in place, as a migration does that makes one of these tables anew on SQLite."""
    install(schema_editor.connection, TOLD)


def remove_in(_apps, schema_editor) -> None:
    """Take them away, as a migration does."""
    remove(schema_editor.connection, TOLD)
