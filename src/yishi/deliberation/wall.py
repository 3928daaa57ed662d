"""The question wall as it is read again and again: what everybody's browser asks for every few seconds is made once and
kept by the process, until the wall has another stamp.

A process asks for the stamp of a wall at most once in SECONDS, whoever many look at it; a browser that has what is kept
already is told so in a line (304). What is kept is the same for everybody: who stood behind what is remembered by the
browser itself. It is made anew after REFRESH in any case, for what the clock changes.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language

from .models import Wall

SECONDS = 1.0
"""How old a stamp may be."""
REFRESH = 15.0
"""How old a piece may be though its stamp is the same."""
MOST_PIECES = 300
MOST_WALLS = 2000


@dataclass(frozen=True)
class Piece:
    """A piece of a page as it was made at a stamp."""

    stamp: int
    made: float
    etag: str
    body: bytes


class _Shelf:
    """What this process keeps of walls."""

    def __init__(self) -> None:
        self._stamps: OrderedDict[int, tuple[float, int | None]] = OrderedDict()
        self._pieces: OrderedDict[Hashable, Piece] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}

    def stamp(self, session: int) -> int | None:
        """The stamp of a session's wall, SECONDS old at most; None where it never had one."""
        now = time.monotonic()
        with self._lock:
            known = self._stamps.get(session)
            if known and now - known[0] < SECONDS:
                return known[1]
            if known and known[1]:
                self._stamps[session] = now, known[1]  # the others go on with what is there while one asks
        stamp = Wall.objects.filter(session=session).values_list("stamp", flat=True).first()
        with self._lock:
            self._stamps[session] = now, stamp
            while len(self._stamps) > MOST_WALLS:
                self._stamps.popitem(last=False)
        return stamp

    def piece(self, key: Hashable, stamp: int, make: Callable[[], str]) -> Piece:
        """The piece as of this stamp. Of many who want it at once, one makes it."""
        if found := self._there(key, stamp):
            return found
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            if found := self._there(key, stamp):
                return found
            body = make().encode()
            found = Piece(stamp, time.monotonic(), hashlib.sha256(body).hexdigest()[:24], body)
            with self._lock:
                self._pieces[key] = found
                self._pieces.move_to_end(key)
                while len(self._pieces) > MOST_PIECES:
                    gone, _piece = self._pieces.popitem(last=False)
                    self._making.pop(gone, None)
        return found

    def _there(self, key: Hashable, stamp: int) -> Piece | None:
        found = self._pieces.get(key)
        return found if found and found.stamp == stamp and time.monotonic() - found.made < REFRESH else None


shelf = _Shelf()


def answer(
    request: HttpRequest, session: int, what: Hashable, make: Callable[[], str]
) -> HttpResponse | None:
    """The piece `what` of a session's wall, or that the browser has it already. None where there is no wall."""
    stamp = shelf.stamp(session)
    if stamp is None:
        return None
    piece = shelf.piece((session, get_language(), what), stamp, make)
    etag = quote_etag(piece.etag)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(piece.body, content_type="text/html; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
