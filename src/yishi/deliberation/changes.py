"""What of deliberation public pages show (`record/changes.py`): what many of them do, and what the pages of sessions
alone do, which say that they show ROOM."""

from yishi.record.changes import Told, install, remove

ROOM = "deliberation"
TOLD = Told(
    general=(
        "deliberation_session",
        "deliberation_item",
        "deliberation_decision",
        "deliberation_undertaking",
    ),
    area=ROOM,
    within=(
        "deliberation_attendance",
        "deliberation_correction",
        "deliberation_earlierwords",
        "deliberation_invitation",
        "deliberation_minutes",
        "deliberation_motion",
        "deliberation_objection",
        "deliberation_opinion",
        "deliberation_opinionphoto",
        "deliberation_posting",
        "deliberation_reason",
        "deliberation_response",
        "deliberation_series",
        "deliberation_seriesexception",
        "deliberation_sessionrule",
        "deliberation_sheet",
        "deliberation_support",
        "deliberation_tallyrule",
        "deliberation_topic",
        "deliberation_wall",
        "deliberation_wallsupport",
    ),
)


def install_in(_apps, schema_editor) -> None:
    """Put the triggers in place, as a migration does that makes one of these tables anew on SQLite."""
    install(schema_editor.connection, TOLD)


def remove_in(_apps, schema_editor) -> None:
    """Take them away, as a migration does."""
    remove(schema_editor.connection, TOLD)
