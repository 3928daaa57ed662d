"""Chinese search inside the database: pre-cut tokens in FTS5 on SQLite, in a tsvector on PostgreSQL."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from django.db import connection
from django.db.models.expressions import RawSQL

from yishi.insight import words
from yishi.record import bulk, prepared

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
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            lines = [(case.pk, tokens_of(case)) for case in cases]
            cursor.executemany("INSERT INTO cases_search (rowid, tokens) VALUES (%s, %s)", lines)
        return
    others: list[tuple[int, str]] = []
    bulk.copy_in('"cases_search" (rowid, tokens)', _ready(cases, others))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO cases_search (rowid, tokens) VALUES (%s, to_tsvector('simple', %s))", others
        )


_WHOLE = re.compile(r"(?:(?:[0-9]{1,99}|[a-z]{1,99}|[\u4e00-\u9fff]{1,2})(?: |$))*")
"""Tokens of which PostgreSQL makes one word each, the same that stands there."""
_PLACES = tuple(f"':{n} '" for n in range(1, 5001))
_MOST_OF_ONE = 250
"""Places of one word that PostgreSQL keeps, or a few less."""


def _ready(cases: Sequence[Case], others: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """What the index holds of each case as `to_tsvector` would say it, which is slow to ask for; those it has more to
    say of come to `others`."""
    for case in cases:
        said = tokens_of(case)
        found = said.split(" ") if said else []
        often = max(Counter(found).values()) if len(found) > _MOST_OF_ONE else 0
        if often <= _MOST_OF_ONE and len(found) <= len(_PLACES) and _WHOLE.fullmatch(said):
            both = "".join(chain.from_iterable(zip(found, _PLACES, strict=False)))
            yield case.pk, f"'{both[:-2]}" if found else ""
        else:
            others.append((case.pk, said))


def index(case: Case, *, fresh: bool = False) -> None:
    """What is public of the case can be found; called by the actions that write it (`fresh`) or change it."""
    tokens = tokens_of(case)
    value = "to_tsvector('simple', %s)" if connection.vendor == "postgresql" else "%s"
    instead = "ON CONFLICT (rowid) DO UPDATE SET tokens = excluded.tokens"
    with prepared.cursor() as cursor:
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
