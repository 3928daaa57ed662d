"""One question to a carrier's HTTP interface, and what its failures mean."""

import json
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from .failures import Throttled, Unreachable

PATIENCE = (5, 15)
"""Seconds to connect, and to wait for the next byte; well within the lease of a delivery."""
LARGEST = 64 * 1024
"""Bytes of an answer that are read; a carrier says what it has to say in far fewer."""
_WAITS = ("Retry-After", "x-ogw-ratelimit-reset")


def ask(url: str, **request: Any) -> dict[str, Any]:
    """POST, and give the JSON object that came back, whatever its status below 500.

    Raises `Unreachable` where there is no answer, none in time, none that can be read, or one of 500 and above, and
    `Throttled` for 429. What it raises names no address and no key: an address may be a secret itself.
    """
    try:
        with requests.post(url, timeout=PATIENCE, allow_redirects=False, stream=True, **request) as answer:
            body = answer.raw.read(LARGEST, decode_content=True)
    except (requests.RequestException, HTTPError, OSError) as away:
        raise Unreachable(type(away).__name__) from None
    if answer.status_code >= 500:
        raise Unreachable(f"HTTP {answer.status_code}")
    if answer.status_code == 429:
        raise Throttled("HTTP 429", wait_of(answer.headers), everybody=True)
    return _object(body, answer.status_code)


def wait_of(headers: Any, default: float = 60) -> float:
    """Seconds the carrier asks us to wait; a date or nonsense counts as `default`."""
    for name in _WAITS:
        said = str(headers.get(name, "")).strip()
        if said.isdecimal() and len(said) < 8:
            return float(said)
    return default


def _object(body: bytes, status: int) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        raise Unreachable(f"HTTP {status} and an answer that cannot be read") from None
    if not isinstance(found, dict):
        raise Unreachable(f"HTTP {status} and an answer that cannot be read")
    return found


def said(code: Any, words: Any = "") -> str:
    """A carrier's error code with the beginning of what it says, for the operator."""
    return f"{code} {words}".strip()[:120]
