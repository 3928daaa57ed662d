"""One question to a carrier's HTTP interface, and what its failures mean."""

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from .failures import Throttled, Unreachable
from .outside import NearBy, outside_address_of
from .patience import in_all, watched

PATIENCE = (5, 15)
"""Seconds to connect, and to wait for the next byte."""
IN_ALL = 20.0
"""Seconds for question and answer together; well within the lease of a delivery."""
LARGEST = 64 * 1024
"""Bytes of an answer that are read; a carrier says what it has to say in far fewer."""
_WAITS = ("Retry-After", "x-ogw-ratelimit-reset")


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers, the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Line(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return watched(super()._new_conn())


class _TlsLine(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return watched(super()._new_conn())


class _Outside:
    """A line that goes to machines outside alone: to the very address that was looked at, while name and certificate
    stay those of the address that was given. Where the operator has a proxy, that one decides where it goes."""

    def _new_conn(self) -> socket.socket:
        line: Any = self
        if line.proxy:
            return super()._new_conn()  # type: ignore[misc]
        name = line.host
        line.host = outside_address_of(name, line.port)
        try:
            return super()._new_conn()  # type: ignore[misc]
        finally:
            line.host = name


class _OutsideLine(_Outside, _Line):
    pass


class _OutsideTlsLine(_Outside, _TlsLine):
    pass


class _Lines(HTTPConnectionPool):
    ConnectionCls = _Line


class _TlsLines(HTTPSConnectionPool):
    ConnectionCls = _TlsLine


class _OutsideLines(HTTPConnectionPool):
    ConnectionCls = _OutsideLine


class _OutsideTlsLines(HTTPSConnectionPool):
    ConnectionCls = _OutsideTlsLine


class _Adapter(HTTPAdapter):
    """As `requests` asks, by lines that can be hung up on; by a proxy too."""

    _POOLS = {"http": _Lines, "https": _TlsLines}

    def init_poolmanager(self, *said: Any, **more: Any) -> None:
        super().init_poolmanager(*said, **more)
        self.poolmanager.pool_classes_by_scheme = self._POOLS

    def proxy_manager_for(self, *said: Any, **more: Any) -> Any:
        manager = super().proxy_manager_for(*said, **more)
        manager.pool_classes_by_scheme = self._POOLS
        return manager


class _OutsideAdapter(_Adapter):
    """Such lines that go to machines outside alone."""

    _POOLS = {"http": _OutsideLines, "https": _OutsideTlsLines}


def post(url: str, *, outside: bool = False, **request: Any) -> Answer:
    """POST, following no redirect; with `outside` to no machine near by, whatever its name leads to. Raises
    `Unreachable` where there is no answer, or none in time; it names no address and no key: an address may be a secret
    itself."""
    return _asked("POST", url, LARGEST, request, outside)


def get(url: str, *, largest: int = LARGEST, outside: bool = False, **request: Any) -> Answer:
    """GET, as `post`; so many bytes of the answer are read."""
    return _asked("GET", url, largest, request, outside)


def _asked(method: str, url: str, largest: int, request: dict[str, Any], outside: bool) -> Answer:
    lines = _OutsideAdapter if outside else _Adapter
    try:
        with in_all(IN_ALL), requests.Session() as session:
            session.mount("http://", lines())
            session.mount("https://", lines())
            request |= {"timeout": PATIENCE, "allow_redirects": False, "stream": True}
            with session.request(method, url, **request) as answer:
                body = answer.raw.read(largest, decode_content=True)
                return Answer(answer.status_code, answer.headers, body)
    except NearBy:
        raise Unreachable("private address") from None
    except (requests.RequestException, HTTPError, OSError) as away:
        raise Unreachable(type(away).__name__) from None


def ask(url: str, **request: Any) -> dict[str, Any]:
    """POST, and give the JSON object that came back, whatever its status below 500.

    Raises `Unreachable` as `post` does, where the answer cannot be read, and for one of 500 and above; `Throttled` for
    429.
    """
    answer = post(url, **request)
    if answer.status >= 500:
        raise Unreachable(f"HTTP {answer.status}")
    if answer.status == 429:
        raise Throttled("HTTP 429", wait_of(answer.headers), everybody=True)
    return _object(answer.body, answer.status)


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
