"""Chinese search inside the database: pre-cut tokens in FTS5 on SQLite, in a tsvector on PostgreSQL."""

from collections.abc import Sequence

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


def tokens_of(case: Case) -> str:
    """What the index holds of a case: its public words, cut."""
    return " ".join(
        words.tokens(f"{case.title} {case.public_words} {case.place.label_zh} {case.category.name_zh}")
    )


def index_all(cases: Sequence[Case]) -> None:
    """What is public of new cases can be found; as `index` for each, and faster."""
    lines = [(case.pk, tokens_of(case)) for case in cases]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany("INSERT INTO cases_search (rowid, tokens) VALUES (%s, %s)", lines)
            return
        cursor.execute(
            "INSERT INTO cases_search (rowid, tokens) SELECT pk, to_tsvector('simple', said) "
            "FROM unnest(%s::bigint[], %s::text[]) AS fresh (pk, said)",
            [[pk for pk, _said in lines], [said for _pk, said in lines]],
        )


def index(case: Case, *, fresh: bool = False) -> None:
    """What is public of the case can be found; called by the actions that write it (`fresh`) or change it."""
    tokens = tokens_of(case)
    value = "to_tsvector('simple', %s)" if connection.vendor == "postgresql" else "%s"
    instead = "ON CONFLICT (rowid) DO UPDATE SET tokens = excluded.tokens"
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            instead = ""
            if not fresh:
                cursor.execute("DELETE FROM cases_search WHERE rowid = %s", [case.pk])
        cursor.execute(
            f"INSERT INTO cases_search (rowid, tokens) VALUES (%s, {value}) {instead}",  # noqa: S608  words of ours
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


def holding_some(terms: Sequence[str], all_of: str = "", limit: int = 200) -> list[int]:
    """Keys of at most `limit` cases that hold one of the terms and, where given, the whole of `all_of`.

    Bounded on purpose and in no promised order (on SQLite the newest come first): for looking whether something
    alike is there, not for lists. Terms should be rare ones.
    """
    some = [found for term in terms for found in words.query(term)][:12]
    whole = words.query(all_of)
    if not some:
        return []
    if connection.vendor == "postgresql":
        either = " | ".join(f"({_followed(tokens)})" for tokens, _open in some)
        asked = " & ".join([*(f"({_followed(tokens)})" for tokens, _open in whole), f"({either})"])
        statement = "SELECT rowid FROM cases_search WHERE tokens @@ to_tsquery('simple', %s) LIMIT %s"
    else:
        either = " OR ".join(_quoted(" ".join(tokens), '"') for tokens, _open in some)
        asked = " AND ".join([*(_quoted(" ".join(tokens), '"') for tokens, _open in whole), f"({either})"])
        statement = "SELECT rowid FROM cases_search WHERE cases_search MATCH %s ORDER BY rowid DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked, limit])
        return [pk for (pk,) in cursor.fetchall()]


def _followed(tokens: Sequence[str]) -> str:
    return " <-> ".join(_quoted(token, "'") for token in tokens)


def _quoted(term: str, mark: str) -> str:
    return mark + term.replace(mark, " ") + mark
