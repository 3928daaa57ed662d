"""Lists by key: a page costs the same wherever it stands, and nothing is told twice because something new came in."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema

from yishi.record.numbers import BIGGEST

from .problems import invalid

USUAL, MOST = 20, 100
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_YEAR = 2990
Row = TypeVar("Row")


class Listed(Schema):
    """What every list can be asked; a list's own filters are added to it."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="So many on a page.")
    cursor: str | None = Field(
        None,
        max_length=200,
        description="Where the page begins: `next` of the page before, as it stands there.",
    )


class Page(Schema, Generic[Row]):
    """A page of a list. `next` is the `cursor` of the page after it; none on the last one."""

    items: list[Row]
    next: str | None = Field(description="Give it as `cursor` for the next page; also in the header Link.")


def mark(*parts: int | datetime) -> str:
    """Where a page ended, as a cursor: moments and numbers of its last row."""
    plain = ".".join(str(_micros(each) if isinstance(each, datetime) else each) for each in parts)
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def beginning(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """What `mark` was given, of these kinds (datetime or int); None for the first page. Raises Problem."""
    if not cursor:
        return None
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
        numbers = [int(each) for each in plain.split(".") if each.isdigit() and len(each) < 20]
        if len(numbers) != len(kinds) or plain.count(".") != len(kinds) - 1:
            raise ValueError
        return tuple(_as(kind, number) for kind, number in zip(kinds, numbers, strict=True))
    except (ValueError, OverflowError, binascii.Error):
        raise invalid(
            cursor=_("A cursor is taken from `next` of the page before, as it stands there.")
        ) from None


def cut(rows: list[Any], limit: int, *key: Any) -> tuple[list[Any], str | None]:
    """Of one row more than is shown: those shown, and the cursor of what follows. `key`: names of the moments and
    numbers the list is ordered by."""
    shown = rows[:limit]
    more = len(rows) > limit
    return shown, mark(*(getattr(shown[-1], name) for name in key)) if more else None


def _micros(at: datetime) -> int:
    return (at - _ZERO) // timedelta(microseconds=1)


def _as(kind: type, number: int) -> Any:
    if kind is not datetime:
        if number > BIGGEST:
            raise ValueError
        return number
    found = _ZERO + timedelta(microseconds=number)
    if found.year > _LAST_YEAR:
        raise ValueError
    return found
