"""Changing the keys while the house is open: what lies under an old one is encrypted anew, then the old one is dropped.

Stopped half-way, nothing is lost: both keys are on the ring, and the next round goes on where this one ended.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from yishi.network import pictures
from yishi.record import clock, keyring, rekeying
from yishi.record.actions import encrypt_anew

PATIENCE = timedelta(minutes=10)
"""A key that was replaced stays so long at least: what it encrypted a moment before may be committed a moment after."""

Say = Callable[[str, int], None]


@dataclass
class Turned:
    """What a round did."""

    texts: int = 0
    pictures: int = 0
    dropped: tuple[str, ...] = ()


def quiet(_what: str, _done: int) -> None:
    """No progress is shown."""


def turn(say: Say = quiet) -> Turned:
    """Everything lies under the active key; keys that nothing uses are dropped, if replaced long enough ago."""
    done = Turned()
    for column in rekeying.columns():
        here = 0
        for rows in rekeying.portions(column):
            here += encrypt_anew(column, rows)
            say(f"{column.table}.{column.name}", here)
        done.texts += here
    for name in pictures.sealed_names():
        done.pictures += pictures.seal_anew(name)
    done.dropped = tuple(drop_unused())
    return done


def users(key: str) -> int:
    """How many texts and pictures the key of this name opens."""
    return rekeying.under(key) + sum(pictures.is_under(name, key) for name in pictures.sealed_names())


def drop_unused() -> list[str]:
    """Keys that nothing uses any more are gone for good. Gives their names."""
    replaced_at = datetime.fromisoformat(keyring.active().made_at)
    if clock.real_now() - replaced_at < PATIENCE:
        return []
    gone = [key.id for key in keyring.all_keys() if not key.active and not users(key.id)]
    for name in gone:
        keyring.drop(name)
    return gone


def turn_if_needed() -> int:
    """What the clock does: goes on with a change of keys that was begun. Gives how many texts and pictures it did."""
    if len(keyring.all_keys()) == 1:
        return 0
    done = turn()
    return done.texts + done.pictures
