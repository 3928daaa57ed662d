"""The ring of data keys: what must not lie in the tables in clear is encrypted with the key that is active now.

A key is 32 random bytes for AES-GCM. Each text says by which key it was encrypted, so keys can be changed while the
house is open: a new one becomes active, what lies under others is encrypted anew in portions (`rekeying`), and a key
that nothing uses any more is dropped. The purpose of a text (which field it belongs to) is bound into it: moved into
another column it does not open. The ring is one file, readable by its owner alone; whoever has the database without it
has nothing that anybody said in confidence. It belongs into every backup, and onto every machine that serves.
"""

import base64
import contextlib
import fcntl
import json
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from . import clock

NONCE_BYTES = 12
DRAWN = 256
"""Nonces a `sealer` draws at a time."""
MARK = "enc1"
MAGIC = b"yishi-enc1\n"
ID = re.compile(r"[a-z0-9]{6}")
_SEALED = re.compile(rf"{MARK}:([a-z0-9]{{6}}):([A-Za-z0-9_-]+)")


class KeyLost(Exception):
    """Something was encrypted by a key that is not on the ring, or does not open as what it says it is."""


@dataclass(frozen=True)
class Key:
    """One key of the ring."""

    id: str
    made_at: str
    active: bool
    cipher: AESGCM = field(repr=False, compare=False)
    material: bytes = field(repr=False, compare=False)


@dataclass(frozen=True)
class Ring:
    """All keys as the file had them; `stamp` tells whether it has changed since."""

    keys: dict[str, Key]
    active: Key
    stamp: tuple[int, int]


_held: Ring | None = None
_lock = threading.Lock()


def path() -> Path:
    """Where the ring lies."""
    return Path(settings.YISHI_KEYS)


def all_keys() -> list[Key]:
    """All keys, the oldest first."""
    return sorted(_ring().keys.values(), key=lambda key: key.made_at)


def active() -> Key:
    """The key that encrypts now."""
    return _ring().active


def seal(text: str, purpose: str) -> str:
    """The text encrypted for this purpose, as text; nothing stays nothing."""
    if not text:
        return text
    key = _ring().active
    return f"{MARK}:{key.id}:{_as_text(_encrypt(key, text.encode(), purpose))}"


def sealer(purpose: str) -> Callable[[str], str]:
    """`seal` for many texts in a row: with the key that is active now, and nonces drawn many at a time."""
    key, bound, drawn = _ring().active, purpose.encode(), b""
    prefix, encrypt, at = prefix_of(key.id), key.cipher.encrypt, 0

    def seal_one(text: str) -> str:
        nonlocal drawn, at
        if at == len(drawn):
            drawn, at = secrets.token_bytes(NONCE_BYTES * DRAWN), 0
        nonce = drawn[at : at + NONCE_BYTES]
        at += NONCE_BYTES
        return prefix + _as_text(nonce + encrypt(nonce, text.encode(), bound))

    return seal_one


def unseal(stored: str, purpose: str) -> str:
    """What was encrypted. A text that was stored before there were keys is given as it is.

    Raises KeyLost where its key is not on the ring, or where it was encrypted for another purpose.
    """
    found = _SEALED.fullmatch(stored)
    if found is None:
        return stored
    padded = found[2] + "=" * (-len(found[2]) % 4)
    return _decrypt(found[1], base64.urlsafe_b64decode(padded), purpose).decode()


def seal_bytes(content: bytes, purpose: str) -> bytes:
    """The content of a file, encrypted."""
    key = _ring().active
    return MAGIC + key.id.encode() + _encrypt(key, content, purpose)


def unseal_bytes(stored: bytes, purpose: str) -> bytes:
    """The content of a file that `seal_bytes` encrypted. Raises KeyLost."""
    if not stored.startswith(MAGIC):
        raise KeyLost("this file was not encrypted here")
    rest = stored[len(MAGIC) :]
    return _decrypt(rest[:6].decode(), rest[6:], purpose)


def is_sealed_by(stored: str | bytes, key: str) -> bool:
    """Whether a key of this name encrypted what is stored."""
    if isinstance(stored, bytes):
        return stored.startswith(MAGIC + key.encode())
    return stored.startswith(prefix_of(key))


def prefix_of(key: str) -> str:
    """How every text begins that the key of this name encrypted."""
    return f"{MARK}:{key}:"


def _as_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _encrypt(key: Key, content: bytes, purpose: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + key.cipher.encrypt(nonce, content, purpose.encode())


def _decrypt(name: str, raw: bytes, purpose: str) -> bytes:
    key = (_held.keys.get(name) if _held else None) or _ring().keys.get(name)
    if key is None:
        raise KeyLost(f"the key {name} is not on the ring {path()}; put it back from a backup")
    try:
        return key.cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError):
        raise KeyLost(f"something encrypted for {purpose} does not open: it was changed or moved") from None


# --- the file ---


def _ring() -> Ring:
    """The ring as the file has it now; read again only where it has changed, for another process may turn it."""
    global _held
    try:
        stamp = _stamp()
    except FileNotFoundError:
        with _lock:
            _write_first()
        stamp = _stamp()
    held = _held
    if held is None or held.stamp != stamp:
        _held = held = _read(stamp)
    return held


def _stamp() -> tuple[int, int]:
    found = os.stat(settings.YISHI_KEYS)  # noqa: PTH116  asked with every text that is written
    return found.st_mtime_ns, found.st_ino


def _read(stamp: tuple[int, int]) -> Ring:
    found = _parsed(path().read_bytes())
    return Ring(found, next(key for key in found.values() if key.active), stamp)


def _parsed(content: bytes) -> dict[str, Key]:
    """The keys of a ring file. Raises ValueError where it is none, or where not exactly one key is active."""
    found = {}
    for each in json.loads(content)["keys"]:
        material = base64.b64decode(each["key"])
        if not ID.fullmatch(each["id"]):
            raise ValueError("a key has a wrong name")
        found[each["id"]] = Key(each["id"], each["made_at"], bool(each["active"]), AESGCM(material), material)
    if sum(key.active for key in found.values()) != 1:
        raise ValueError("one key of a ring is active")
    return found


def _fresh() -> Key:
    material = AESGCM.generate_key(256)
    name = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _n in range(6))
    return Key(name, clock.real_now().isoformat(timespec="seconds"), True, AESGCM(material), material)


def _write_first() -> None:
    """Made once, whole, and put in place, so that two processes starting at once agree on it."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _written([_fresh()])
    with contextlib.suppress(FileExistsError):
        os.link(draft, path())
    draft.unlink()


def _written(found: list[Key]) -> Path:
    draft = path().with_name(f"{path().name}.{os.getpid()}.{secrets.token_hex(4)}")
    lines = [
        {
            "id": key.id,
            "made_at": key.made_at,
            "active": key.active,
            "key": base64.b64encode(key.material).decode(),
        }
        for key in found
    ]
    with open(draft, "w", opener=_private) as file:
        json.dump({"keys": lines}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


@contextmanager
def _turning() -> Iterator[list[Key]]:
    """Change the ring with nobody else changing it meanwhile; what stands in the list afterwards is the ring."""
    _ring()
    with open(path().with_name(path().name + ".lock"), "w", opener=_private) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = list(_read(_stamp()).keys.values())
        yield found
        _written(found).replace(path())


def new() -> Key:
    """There is a new key, and it encrypts from now on; the others still open what they encrypted."""
    with _turning() as found:
        made = _fresh()
        found[:] = [Key(k.id, k.made_at, False, k.cipher, k.material) for k in found] + [made]
    return made


def drop(name: str) -> None:
    """The key is gone for good. Whether anything uses it is asked before (`rekeying`). Raises ValueError for the
    active one."""
    with _turning() as found:
        if any(key.id == name and key.active for key in found):
            raise ValueError("the active key cannot be dropped")
        found[:] = [key for key in found if key.id != name]


def take_in(content: bytes) -> int:
    """The keys of another ring, from a backup, are on this one too; the active one stays. Gives how many came.

    Raises ValueError where the content is no ring.
    """
    others = _parsed(content)
    with _turning() as found:
        here = {key.id for key in found}
        came = [key for key in others.values() if key.id not in here]
        found += [Key(k.id, k.made_at, False, k.cipher, k.material) for k in came]
    return len(came)
