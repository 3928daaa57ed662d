"""What there is of a case, for its pages: most cases have no parking, no doubt, no call to a unit, so one question asks
which kinds of rows exist, and only those are read. Answers and stays, which several parts of a page need, are read
once."""

import functools
from typing import Any

from django.db import connection

from .models import Answer, Case, Stay

KINDS = (
    *("answers", "notes", "promises", "parts", "pauses", "extensions", "doubts", "looks"),
    *("parkings", "nudges", "supervisions", "summonses"),
)
POST = ("post__organisation", "post__place")


def kinds_of(case: Case) -> frozenset[str]:
    """Names of the relations of KINDS in which the case has rows, as it was when first asked."""
    kept = getattr(case, "_kinds", None)
    if kept is None:
        with connection.cursor() as cursor:
            cursor.execute(_question(), [case.pk] * len(KINDS))
            found = cursor.fetchone()
        kept = frozenset(name for name, there in zip(KINDS, found, strict=True) if there)
        case._kinds = kept  # type: ignore[attr-defined]
    return kept


@functools.cache
def _question() -> str:
    """The question as SQL, written once: as a query put together anew each time it costs more than its answer."""
    models: list[Any] = [Case._meta.get_field(name).related_model for name in KINDS]
    tables = [model._meta.db_table for model in models]
    return "SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {each} WHERE case_id = %s)" for each in tables)  # noqa: S608


def rows(case: Case, name: str, *related: str) -> list[Any]:
    """The rows of one kind with what they point to; no question where there are none."""
    if name not in kinds_of(case):
        return []
    return list(getattr(case, name).select_related(*related))


def answers(case: Case) -> list[Answer]:
    """Its answers with who gave them and how they were judged, oldest first."""
    return _once(case, "_answers_read", lambda: rows(case, "answers", *POST, "feedback"))


def stays(case: Case) -> list[Stay]:
    """Every desk it lay on."""
    return _once(case, "_stays_read", lambda: list(case.stays.select_related(*POST)))


def _once(case: Case, name: str, read: Any) -> Any:
    if not hasattr(case, name):
        found = read()
        for row in found:
            row.case = case
        setattr(case, name, found)
    return getattr(case, name)
