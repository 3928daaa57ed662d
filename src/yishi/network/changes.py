"""What of the net public pages show: a change of it may change any of them (`record/changes.py`)."""

from yishi.record.changes import Told, install, remove

TOLD = Told(
    general=(
        "network_place",
        "network_organisation",
        "network_post",
        "network_appointment",
        "network_residence",
        "network_serving",
        "network_seat",
        "network_grid",
        "network_gridpart",
        "network_formername",
        "network_plan",
        "network_zone",
        "network_visit",
        "network_commitment",
        "network_plaque",
        "network_registration",
        "network_task",
        "network_rollpolicy",
        "network_calendaryear",
        "network_calendarday",
    )
)


def install_in(_apps, schema_editor) -> None:
    """Put the triggers in place, as a migration does that makes one of these tables anew on SQLite."""
    install(schema_editor.connection, TOLD)


def remove_in(_apps, schema_editor) -> None:
    """Take them away, as a migration does."""
    remove(schema_editor.connection, TOLD)
