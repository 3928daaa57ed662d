"""Salted digests: how the record stands for a text without holding it.

The salt lives beside the text. Whoever holds both can show that the text is the one recorded; once the salt is
erased with the text, the digest says nothing, and the record still verifies.
"""

import hashlib
import secrets


def new_salt() -> str:
    """16 random bytes as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def new_salts(count: int) -> list[str]:
    """So many of them, drawn at once."""
    drawn = secrets.token_hex(16 * count)
    return [drawn[at : at + 32] for at in range(0, len(drawn), 32)]


def digest(salt: str, content: str | bytes) -> str:
    """SHA-256 over salt and content, as 64 hexadecimal digits."""
    raw = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(bytes.fromhex(salt) + raw).hexdigest()
