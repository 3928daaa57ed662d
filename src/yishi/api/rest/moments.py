"""Moments as a list is asked for them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from .problems import invalid

FIRST_YEAR, LAST_YEAR = 1990, 2200


def good(at: datetime, name: str) -> datetime:
    """A moment that can be looked for. Raises Problem, under the name of its parameter."""
    if at.tzinfo is None:
        raise invalid(**{name: _("Please say the time zone as well, such as +08:00.")})
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise invalid(
            **{
                name: _("This is no day or time such as %(example)s.")
                % {"example": "2026-11-23T08:30:00+08:00"}
            }
        )
    return at


def between(rows: Any, key: str, *, since: datetime | None, until: datetime | None) -> Any:
    """Rows from a moment until another, both included. Raises Problem."""
    for name, lookup, at in (("since", "gte", since), ("until", "lte", until)):
        if at:
            rows = rows.filter(**{f"{key}__{lookup}": good(at, name)})
    return rows
