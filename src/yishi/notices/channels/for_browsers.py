"""What web push asks of a sender: a body only one browser can read (RFC 8291 over RFC 8188), and a signed word on who
sends it (VAPID, RFC 8292). Written here because the library for it brings a package that comes only as source."""

import base64
import os
import struct
import time
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
"""Octets of one record; a message is always one."""
VALID = 12 * 60 * 60
"""Seconds a signed word holds; the standard allows a day."""


def encrypted(
    text: bytes,
    p256dh: str,
    auth: str,
    *,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
) -> bytes:
    """The body of a request for the browser with these keys. `sender` and `salt` are made anew for every message; they
    can be given to check against the example of the standard. Raises ValueError for keys that are none."""
    sender, salt = sender or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    theirs, ours = octets(p256dh), point_of(sender)
    shared = sender.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    key = _derived(octets(auth), shared, b"WebPush: info\0" + theirs + ours, 32)
    content_key = _derived(salt, key, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, key, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!IB", RECORD, len(ours)) + ours
    return head + AESGCM(content_key).encrypt(nonce, text + b"\x02", None)


def signed(endpoint: str, private: str, contact: str) -> str:
    """The Authorization header: who sends, to whose push service, until when."""
    parts, key = urlsplit(endpoint), private_key(private)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + VALID, "sub": contact}
    return f"vapid t={jwt.encode(claims, key, algorithm='ES256')}, k={text_of(point_of(key))}"


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Our key from its 32 octets in Base64 for addresses. Raises ValueError."""
    return ec.derive_private_key(int.from_bytes(octets(text)), ec.SECP256R1())


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half, as 65 octets."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def octets(text: str) -> bytes:
    """Base64 for addresses, with or without filling."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text_of(data: bytes) -> str:
    """Base64 for addresses, without filling."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
