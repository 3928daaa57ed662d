"""Files of dwellings that wait for the worker or for somebody's word: names and numbers of thousands at once. So they
lie encrypted, and none for long: `site.jobs.sweep` takes away what nobody confirmed within some hours."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yishi.record import keyring

PURPOSE = "network.roll"
PREFIX = "sheet-"
"""How its folder among the drafts begins, by which it is swept."""


def keep(content: bytes) -> str:
    """The file waits, encrypted. Gives its name."""
    token = f"{PREFIX}{secrets.token_urlsafe(16)}"
    default_storage.save(_path(token), ContentFile(keyring.seal_bytes(content, PURPOSE)))
    return token


def read(token: str) -> bytes | None:
    """What it holds; None where it is gone, also where its key has been dropped meanwhile."""
    if not token:
        return None
    try:
        with default_storage.open(_path(token)) as file:
            return keyring.unseal_bytes(file.read(), PURPOSE)
    except (FileNotFoundError, keyring.KeyLost):
        return None


def drop(token: str) -> None:
    """It is gone."""
    if token:
        default_storage.delete(_path(token))
        default_storage.delete(_path(token).rpartition("/")[0])


def _path(token: str) -> str:
    return f"drafts/{token}/file"
