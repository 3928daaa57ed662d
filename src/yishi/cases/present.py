"""What there is of a case, for its pages: most cases have no parking, no doubt, no call to a unit, so one question asks
which kinds of rows exist, and only those are read, each once. The posts they point to are those the process knows."""

import functools
from collections.abc import Callable
from typing import Any

from yishi.network import known as net
from yishi.record import prepared
from yishi.record.questions import GIVEN, Shelf, put

from .models import Answer, Case, Stay

KINDS = (
    *("answers", "notes", "promises", "parts", "pauses", "extensions", "doubts", "looks"),
    *("parkings", "nudges", "supervisions", "summonses"),
    *("feedback", "exclusions", "erasures", "photos", "reveals"),
    *("needs", "helps"),
)
POSTS = {
    "doubts": (),
    "looks": (),
    "parts": ("post", "asked"),
    "extensions": ("post", "judge"),
    "parkings": ("post", "judge"),
    "supervisions": ("post", "whom"),
    "summonses": ("asked",),
}
"""Which posts the rows of a kind point to; the others to whoever wrote them."""
MERGED = "merged"


def kinds_of(case: Case) -> frozenset[str]:
    """Names of the relations of KINDS in which the case has rows, as it was when first asked."""
    kept = getattr(case, "_kinds", None)
    if kept is None:
        (found,) = prepared.asked(_question(), (case.pk,) * (len(KINDS) + 1))
        kept = frozenset(name for name, there in zip((*KINDS, MERGED), found, strict=True) if there)
        case._kinds = kept  # type: ignore[attr-defined]
    return kept


def lacks(case: Case, name: str) -> bool:
    """Whether a page that has looked already (`kinds_of`) knows that there are no such rows, so that a rule need not
    ask. An action, which has not looked, asks the database as ever."""
    kept = getattr(case, "_kinds", None)
    return kept is not None and name not in kept


@functools.cache
def _question() -> str:
    """The question as SQL, written once: as a query put together anew each time it costs more than its answer."""
    models: list[Any] = [Case._meta.get_field(name).related_model for name in KINDS]
    asked = [(model._meta.db_table, "case_id") for model in models] + [
        (Case._meta.db_table, "merged_into_id")
    ]
    return "SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key} = %s)" for table, key in asked)  # noqa: S608


def rows(case: Case, name: str) -> list[Any]:
    """The rows of one kind with the posts they point to, as they were when first asked; no question where there are
    none."""
    return _once(case, name, lambda: _read(case, name))


def _read(case: Case, name: str) -> list[Any]:
    if name not in kinds_of(case):
        return []
    found = _questions.get(name, lambda: put(lambda: _of_kind(name))).objects(case.pk)
    if posts := POSTS.get(name, ("post",)):
        net.attach_posts(found, *posts)
    return found


_questions = Shelf()


def _of_kind(name: str) -> Any:
    model: Any = Case._meta.get_field(name).related_model
    found = model._default_manager.filter(case=GIVEN)
    return found.select_related("feedback") if name == "answers" else found


def answers(case: Case) -> list[Answer]:
    """Its answers with who gave them and how they were judged, oldest first."""
    return rows(case, "answers")


def merged(case: Case) -> list[Case]:
    """The cases that were put together with it."""
    return _once(
        case, MERGED, lambda: list(case.merged.all()) if MERGED in kinds_of(case) else [], at="merged_into"
    )


def stays(case: Case) -> list[Stay]:
    """Every desk it lay on."""

    def read() -> list[Stay]:
        found = _questions.get("stays", lambda: put(lambda: _of_kind("stays"))).objects(case.pk)
        net.attach_posts(found)
        return found

    return _once(case, "stays", read)


def _once(case: Case, name: str, read: Callable[[], list[Any]], at: str = "case") -> Any:
    kept = f"_{name}_read"
    if not hasattr(case, kept):
        found = read()
        for row in found:
            setattr(row, at, case)
        setattr(case, kept, found)
    return getattr(case, kept)
