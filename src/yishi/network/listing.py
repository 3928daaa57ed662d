"""Lists of the net by key: in the order of the tree, or by number."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

from yishi.insight.words import clean
from yishi.record import clock
from yishi.record.numbers import number

PAGE = 50


@dataclass
class Page:
    """One page of a list and the address of the next."""

    rows: list[Any]
    next: str
    is_first: bool


def by_path(rows: QuerySet, asked: Any, path: str = "path") -> Page:
    """The page that the address begins at, of rows in the order of the tree; `path` leads to a row's place."""
    at, pk = clean(asked.get("at", ""))[:80], number(asked.get("id", ""))
    rows = rows.order_by(path, "pk")
    if at:
        rows = rows.filter(Q(**{f"{path}__gt": at}) | Q(**{path: at, "pk__gt": pk}))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    key = {"at": _follow(shown[-1], path), "id": shown[-1].pk} if len(found) > PAGE else None
    return Page(shown, _next(asked, key), not at)


def by_day(rows: QuerySet, asked: Any, day: str) -> Page:
    """The same of rows by a day, the newest first."""
    at, pk = day_in(asked, "at"), number(asked.get("id", ""))
    rows = rows.order_by(f"-{day}", "-pk")
    if at:
        rows = rows.filter(Q(**{f"{day}__lt": at}) | Q(**{day: at, "pk__lt": pk}))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    key = {"at": getattr(shown[-1], day).isoformat(), "id": shown[-1].pk} if len(found) > PAGE else None
    return Page(shown, _next(asked, key), at is None)


def _follow(row: Any, path: str) -> str:
    for step in path.split("__"):
        row = getattr(row, step)
    return row


def _next(asked: Any, key: dict[str, Any] | None) -> str:
    kept = {k: v for k, v in asked.items() if k not in ("at", "id") and v}
    return "?" + urlencode({**kept, **key}) if key else ""


def day_in(asked: Any, name: str) -> date | None:
    """A day of the address (2026-11-22), or None where there is none that makes sense."""
    try:
        day = parse_date(asked.get(name, "")[:10])
    except ValueError:
        return None
    return day if day and 1900 < day.year < 9000 else None


def past_day_in(asked: Any, name: str) -> date:
    """A day of the address that is not to come yet; without one, today."""
    return min(day_in(asked, name) or clock.today(), clock.today())
