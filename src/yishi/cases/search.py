"""Chinese search inside the database: pre-cut tokens in FTS5 on SQLite, in a tsvector on PostgreSQL."""

from django.db import connection
from django.db.models.expressions import RawSQL

from yishi.insight import words

from .models import Case, CaseQuerySet

CREATE = {
    "sqlite": ["CREATE VIRTUAL TABLE cases_search USING fts5(tokens)"],
    "postgresql": [
        "CREATE TABLE cases_search (rowid bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX cases_search_tokens ON cases_search USING gin (tokens)",
    ],
}


def index(case: Case) -> None:
    """What is public of the case can be found; called by the actions that write or change it."""
    tokens = " ".join(
        words.tokens(f"{case.title} {case.public_words} {case.place.label_zh} {case.category.name_zh}")
    )
    value = "to_tsvector('simple', %s)" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_search WHERE rowid = %s", [case.pk])
        cursor.execute(
            f"INSERT INTO cases_search (rowid, tokens) VALUES (%s, {value})",  # noqa: S608  one of two words of ours
            [case.pk, tokens],
        )


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Those of `cases` that hold every term of `text`; none where there is nothing to search by."""
    terms = words.query(text)
    if not terms:
        return cases.none()
    if connection.vendor == "postgresql":
        found = "SELECT rowid FROM cases_search WHERE tokens @@ to_tsquery('simple', %s)"
        query = " & ".join(
            " <-> ".join(_quoted(t, "'") for t in term) + (":*" if prefix else "") for term, prefix in terms
        )
    else:
        found = "SELECT rowid FROM cases_search WHERE cases_search MATCH %s"
        query = " AND ".join(_quoted(" ".join(term), '"') + ("*" if prefix else "") for term, prefix in terms)
    return cases.filter(pk__in=RawSQL(found, [query]))  # noqa: S611  the text is a parameter


def _quoted(term: str, mark: str) -> str:
    return mark + term.replace(mark, " ") + mark
