"""Public pages, kept: what a stranger was just shown, the next stranger is shown again, as long as nothing that it
shows has changed.

A view says what its page shows (`shows`): a case, the cases of a place, the sums of a place. The database notes
whatever is written to it (`changes.py`), and before a page is shown again one statement asks what has been noted
since; so a page is right at the moment it is asked for, whoever changed what through which process. What the clock
alone changes ("3 minutes ago", overdue) is at most MOMENT old. Only somebody without a session is shown a kept page:
whoever holds a code or signed in has pages of their own. A page is kept for each language and display mode. The token
that protects its forms, and the key that makes one happen once, are put in anew for every reader.

A page also carries an ETag, so that a browser that has it already is told so in a line.
"""

import functools
import hashlib
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language

from . import changes, clock, versions
from .tokens import token as token_of

MOMENT = 60.0
"""Seconds a page is kept at most, because hours and days go on by themselves."""
MOST_BYTES = 16 * 1024 * 1024
"""What the pages of a process may take; the one not asked for longest goes first."""
BESIDE = 1024
"""What a page takes beside its body, generously."""
LARGEST = 200_000
ANEW = "X-Made-Anew"
"""In a benchmark alone: the page is made as for its first reader."""
DISPLAY = ("mode", "theme")
"""Cookies that change how a page looks."""
RING_PLACE = "ring_place"
"""Cookie with the place whose people one rings. What it changes is done before a kept page is asked for."""
HARMLESS = {*DISPLAY, "csrftoken", RING_PLACE}
"""Cookies a stranger may have; with any other they get a page of their own."""
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+(")')
_KEY = re.compile(rb'(name="key" value=")[A-Za-z0-9_-]+(")')
_TOKEN_HERE, _KEY_HERE = b"token-of-this-reader", b"key-of-this-reader"

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class _Page:
    """A page, what it shows, and the number (`changes.Heard`) and moment it was made at."""

    kind: str
    body: bytes
    shows: frozenset[str]
    number: int
    made: float

    @property
    def size(self) -> int:
        return len(self.body) + BESIDE


class _Shelf:
    """The pages a process keeps."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple, _Page] = OrderedDict()
        self._lock = threading.Lock()
        self._bytes = 0

    def get(self, key: tuple) -> _Page | None:
        """The page, while what it shows is what it was, as far as heard."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if time.monotonic() - page.made > MOMENT or not changes.heard.same(page.shows, page.number):
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: tuple, page: _Page) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: tuple) -> None:
        page = self._pages.pop(key, None)
        self._bytes -= page.size if page else 0


_shelf = _Shelf()
_shown: ContextVar[set[str] | None] = ContextVar("what_the_page_shows", default=None)


def shows(*what: str) -> None:
    """A view says what its page shows: references of rows that tell their changes, `changes.at(path)`,
    `changes.sums(path)`; nothing, where it shows only what any page may show, such as places and posts. Said more than
    once, it adds up. A page of which nothing is said is not kept."""
    said = _shown.get()
    if said is not None:
        said.update(what, (_SAID,))


_SAID = "said"


def kept_for_strangers(view: View) -> View:
    """Mark a view whose page is the same for everybody without a session, and shows what it says (`shows`)."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _is_a_strangers(request) or not changes.are_told():
            return view(request, *args, **kwargs)
        key, number = _key(request), changes.heard.listen()
        if not _anew(request) and (page := _shelf.get(key)):
            return _answer(request, HttpResponse(content_type=page.kind), page.body)
        versions.ask_now()  # what is kept beneath the page is no older than what was heard
        response, said = _made(view, request, *args, **kwargs)
        if response.status_code != 200 or response.streaming or response.cookies or _too_large(response):
            return response
        body = _KEY.sub(
            rb"\1" + _KEY_HERE + rb"\2", _TOKEN.sub(rb"\1" + _TOKEN_HERE + rb"\2", response.content)
        )
        if _SAID in said:
            kind = response.headers["Content-Type"]
            _shelf.put(key, _Page(kind, body, frozenset(said - {_SAID}), number, time.monotonic()))
        return _answer(request, response, body)

    return shown


def _made(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> tuple[HttpResponse, set[str]]:
    """The page, and what was said of it while it was made."""
    said: set[str] = set()
    token = _shown.set(said)
    try:
        return view(request, *args, **kwargs), said
    finally:
        _shown.reset(token)


def _anew(request: HttpRequest) -> bool:
    return settings.YISHI_BENCH and ANEW in request.headers


def _is_a_strangers(request: HttpRequest) -> bool:
    return (
        settings.YISHI_PAGES_ARE_KEPT
        and request.method in ("GET", "HEAD")
        and set(request.COOKIES) <= HARMLESS | {settings.LANGUAGE_COOKIE_NAME}
        and not clock.is_set()
    )


def _key(request: HttpRequest) -> tuple:
    looks = tuple(request.COOKIES.get(name, "") for name in DISPLAY)
    return request.scheme, request.get_host(), request.get_full_path(), get_language(), looks


def _too_large(response: HttpResponse) -> bool:
    return len(response.content) > LARGEST


def _answer(request: HttpRequest, response: HttpResponse, body: bytes) -> HttpResponse:
    """The page with this reader's own token and key, or that they have it already. A form that happens once a key is
    never taken from a browser's own store: sent again it would count as sent twice."""
    secret = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    etag = quote_etag(hashlib.sha256(secret.encode() + body).hexdigest()[:32])
    has_it = secret and etag in parse_etags(request.headers.get("If-None-Match", ""))
    once = _KEY_HERE in body
    if _TOKEN_HERE in body:
        body = body.replace(_TOKEN_HERE, token_of(request).encode())
    if once:
        response.content = body.replace(_KEY_HERE, secrets.token_urlsafe(12).encode())
    elif has_it:
        response = HttpResponseNotModified()
    else:
        response.content = body
    if not once:
        response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-store" if once else "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response
