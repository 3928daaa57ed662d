"""Where long lists lie once they are written: encrypted, a piece at a time, so that neither writing nor reading needs
more memory than a piece."""

import secrets
import tempfile
from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from yishi.record import keyring

PURPOSE = "disclosure.saved"
ROOM = "saved"
PIECE = 1024 * 1024
LENGTH = 8


def keep(content: IO[bytes]) -> tuple[str, int]:
    """The content lies in the storage, encrypted. Gives its name there, and how many bytes it has."""
    name, many = secrets.token_urlsafe(24), 0
    with tempfile.TemporaryFile() as out:
        while piece := content.read(PIECE):
            sealed = keyring.seal_bytes(piece, PURPOSE)
            out.write(len(sealed).to_bytes(LENGTH, "big") + sealed)
            many += len(piece)
        out.seek(0)
        default_storage.save(f"{ROOM}/{name}", File(out, name))
    return name, many


def pieces(name: str) -> Iterator[bytes]:
    """What it holds, piece by piece. Raises FileNotFoundError, or KeyLost, before the first."""
    file = default_storage.open(f"{ROOM}/{name}")
    first = _next(file)

    def rest() -> Iterator[bytes]:
        with file:
            piece = first
            while piece:
                yield piece
                piece = _next(file)

    return rest()


def _next(file: IO[bytes]) -> bytes:
    length = int.from_bytes(file.read(LENGTH), "big")
    return keyring.unseal_bytes(file.read(length), PURPOSE) if length else b""


def drop(name: str) -> None:
    """It is gone."""
    if name:
        default_storage.delete(f"{ROOM}/{name}")


def names() -> set[str]:
    """Of all that lie there."""
    try:
        return set(default_storage.listdir(ROOM)[1])
    except FileNotFoundError:
        return set()
