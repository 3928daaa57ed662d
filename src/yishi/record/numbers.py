"""Numbers of rows as they come out of addresses and forms: whatever is written there, the database is asked for a
number that it can hold."""

from typing import Any

from django.urls.converters import IntConverter

DIGITS = 18
BIGGEST = 10**DIGITS - 1
"""No table here counts so far, and both databases hold it (2^63 has 19 digits)."""


class RowConverter(IntConverter):
    """`<row:pk>` in an address; what is longer leads nowhere."""

    regex = f"[0-9]{{1,{DIGITS}}}"


def number(text: Any) -> int:
    """A row's number out of a form, 0 where it is none."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else 0
