"""What of this room public pages show (`record/changes.py`): the theme of the month stands on the homes of places."""

from yishi.record.changes import Told, install, remove

TOLD = Told(general=("disclosure_theme", "disclosure_step"))


def install_in(_apps, schema_editor) -> None:
    """Put the triggers in place, as a migration does that makes one of these tables anew on SQLite."""
    install(schema_editor.connection, TOLD)


def remove_in(_apps, schema_editor) -> None:
    """Take them away, as a migration does."""
    remove(schema_editor.connection, TOLD)
