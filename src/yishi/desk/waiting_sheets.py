"""Spreadsheets that were looked at and wait for somebody's word: names, numbers and words of many people at once. So they
lie encrypted, under a name that only the browser knows which brought them; one waits at a time, and none for long."""  # noqa: E501

import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yishi.record import keyring

PURPOSE = "desk.sheet"
"""What an encrypted sheet is bound to."""
PREFIX = "sheet-"
"""How its folder among the drafts begins: after some hours `site.jobs.sweep` takes it away, confirmed or not."""
_SESSION = "sheet"


def keep(session: Any, content: bytes) -> str:
    """The file waits, encrypted; the one that waited before is gone. Gives the name it is asked for by."""
    drop(session)
    token = secrets.token_urlsafe(16)
    default_storage.save(_path(token), ContentFile(keyring.seal_bytes(content, PURPOSE)))
    session[_SESSION] = token
    return token


def read(session: Any, token: str) -> bytes | None:
    """The file, if this browser brought it and it still waits; None also where its key has been dropped meanwhile."""
    if not token or token != session.get(_SESSION):
        return None
    try:
        with default_storage.open(_path(token)) as file:
            return keyring.unseal_bytes(file.read(), PURPOSE)
    except (FileNotFoundError, keyring.KeyLost):
        return None


def drop(session: Any) -> None:
    """Nothing of this browser's waits any more."""
    if token := session.pop(_SESSION, ""):
        default_storage.delete(_path(token))
        default_storage.delete(_path(token).rpartition("/")[0])


def _path(token: str) -> str:
    return f"drafts/{PREFIX}{token}/file"
