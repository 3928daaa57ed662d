"""What of a case its public page and the lists of its place show (`record/changes.py`). A table that public pages read
and that does not stand here is found by tests/cases/test_changes.py."""

from yishi.network.changes import TOLD as NET
from yishi.record.changes import Told, at, install, remove, sums

from . import present
from .models import Case

__all__ = ["NET", "TOLD", "at", "of_case", "sums"]

TOLD = Told(
    subject="cases_case",
    ref="case",
    place="place_path",
    joins="merged_into_id",
    of="case_id",
    parts=(
        "cases_answer",
        "cases_callback",
        "cases_doubt",
        "cases_erasure",
        "cases_exclusion",
        "cases_extension",
        "cases_feedback",
        "cases_help",
        "cases_need",
        "cases_note",
        "cases_nudge",
        "cases_parking",
        "cases_part",
        "cases_pause",
        "cases_photo",
        "cases_promise",
        "cases_reveal",
        "cases_secondlook",
        "cases_stay",
        "cases_summons",
        "cases_supervision",
        "cases_voice",
    ),
    general=("cases_category", "cases_ladder", "cases_rung", "cases_timelimit"),
)


def of_case(case: Case) -> list[str]:
    """What the public page of a case shows: the case, what was put together with it, and what it was put together with.
    That another is put together with it, or no longer, is told as a change of the case itself."""
    also = [part.ref for part in present.merged(case)]
    return [case.ref, *also, *([f"case:{case.merged_into_id}"] if case.merged_into_id else [])]


def install_in(_apps, schema_editor) -> None:
    """Put the triggers in place. A migration that makes one of these tables anew on SQLite begins with `remove_in`,
    because triggers of other tables name the one of cases, and ends with this."""
    install(schema_editor.connection, TOLD)


def remove_in(_apps, schema_editor) -> None:
    """Take them away, as a migration does."""
    remove(schema_editor.connection, TOLD)
