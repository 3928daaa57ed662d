"""`./yishi push-key`: a key with which messages to browsers are signed (web push, RFC 8292)."""

import argparse
import base64

NAME = "push-key"
HELP = "Make a key for messages of the browser: one line for YISHI_VAPID_KEY, and the public half of it."
NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None; every call makes another key."""


def run(options: argparse.Namespace) -> dict:
    """A new key pair of P-256, each half in Base64 for addresses without filling. Nothing is kept here."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    made = ec.generate_private_key(ec.SECP256R1())
    point = made.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        "private": _line(made.private_numbers().private_value.to_bytes(32, "big")),
        "public": _line(point),
    }


def show(result: dict) -> None:
    """The line as it goes into the configuration."""
    print(f"YISHI_VAPID_KEY={result['private']}")


def _line(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
