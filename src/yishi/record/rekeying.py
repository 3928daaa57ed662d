"""What lies under which key, and encrypting it anew under the active one, portion by portion.

It may be stopped at any moment and begun again: what is done is known by the key it names. The server goes on
meanwhile, for a row that somebody changed between reading and writing is left alone and comes again in the next round.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from . import keyring
from .sealed import EncryptedText

PORTION = 200


@dataclass(frozen=True)
class Column:
    """A column of encrypted texts."""

    table: str
    key: str
    name: str
    purpose: str

    @property
    def quoted(self) -> tuple[str, str, str]:
        quote = connection.ops.quote_name
        return quote(self.table), quote(self.key), quote(self.name)


MORE: list[Column] = [Column("django_session", "session_key", "session_data", "sessions")]
"""Columns that are encrypted without being a field of this kind."""


def columns() -> list[Column]:
    """Every column of encrypted texts in the house."""
    found = [
        Column(model._meta.db_table, str(model._meta.pk.column), str(field.column), field.purpose)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedText)
    ]
    return found + MORE


def under(key: str) -> int:
    """How many texts were encrypted by the key of this name."""
    return sum(_count(column, "LIKE", keyring.prefix_of(key)) for column in columns())


def waiting() -> int:
    """How many texts lie under another key than the active one, or under none."""
    prefix = keyring.prefix_of(keyring.active().id)
    return sum(_count(column, "NOT LIKE", prefix) for column in columns())


def _count(column: Column, how: str, prefix: str) -> int:
    table, _key, name = column.quoted
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM {table} WHERE {name} <> '' AND {name} {how} %s",  # noqa: S608  names of ours
            [f"{prefix}%"],
        )
        return cursor.fetchone()[0]


def portions(column: Column, size: int = PORTION) -> Iterator[list[tuple[object, str]]]:
    """What of a column does not lie under the active key: (key of the row, as it is stored), by key."""
    table, key, name = column.quoted
    prefix, last = f"{keyring.prefix_of(keyring.active().id)}%", None
    while True:
        after = "" if last is None else f"AND {key} > %s"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {name} FROM {table} WHERE {name} <> '' AND {name} NOT LIKE %s {after} "  # noqa: S608
                f"ORDER BY {key} LIMIT {size:d}",
                [prefix, *([] if last is None else [last])],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def replace(column: Column, rows: list[tuple[object, str]]) -> int:
    """Encrypt these rows anew; those that changed meanwhile stay as they are. Gives how many it did."""
    table, key, name = column.quoted
    done = 0
    with connection.cursor() as cursor:
        for pk, stored in rows:
            fresh = keyring.seal(keyring.unseal(stored, column.purpose), column.purpose)
            cursor.execute(
                f"UPDATE {table} SET {name} = %s WHERE {key} = %s AND {name} = %s",  # noqa: S608
                [fresh, pk, stored],  # type: ignore[list-item]
            )
            done += cursor.rowcount
    return done
