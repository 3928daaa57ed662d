"""Public pages, kept for a moment: what a stranger was just shown, the next stranger is shown again, as long as nothing
has been recorded since.

Every action writes an entry, so the newest entry says whether a page is still what it was; one query answers that,
where making the page takes a dozen. For GRACE seconds not even that is asked, so that a city where something is
recorded all the time keeps its pages too. What an entry does not tell (the hour goes on, the worker adds up) is seen
within SECONDS. Only somebody without a session is shown a kept page: whoever holds a code or signed in has pages of
their own. A page is kept for each language and display mode. The token that protects its forms, and the key that makes
one happen once, are put in anew for every reader.

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
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language

from . import clock

SECONDS = 10
GRACE = 1.0
MOST = 400
"""Pages a process keeps; the one made longest ago goes first."""
LARGEST = 200_000
DISPLAY = ("mode", "theme")
"""Cookies that change how a page looks."""
HARMLESS = {*DISPLAY, "csrftoken"}
"""Cookies a stranger may have; with any other they get a page of their own."""
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+(")')
_KEY = re.compile(rb'(name="key" value=")[A-Za-z0-9_-]+(")')
_TOKEN_HERE, _KEY_HERE = b"token-of-this-reader", b"key-of-this-reader"

View = Callable[..., HttpResponse]


class _Shelf:
    """The pages a process keeps: key → (newest entry then, made when, type, body)."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple, tuple[Any, float, str, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple) -> tuple[str, bytes] | None:
        """The page, while it is what it was."""
        with self._lock:
            found = self._pages.get(key)
        if not found:
            return None
        newest, made, kind, body = found
        age = time.monotonic() - made
        if age > SECONDS or (age > GRACE and newest_entry() != newest):
            with self._lock:
                self._pages.pop(key, None)
            return None
        return kind, body

    def put(self, key: tuple, newest: Any, kind: str, body: bytes) -> None:
        with self._lock:
            self._pages[key] = (newest, time.monotonic(), kind, body)
            self._pages.move_to_end(key)
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)


_shelf = _Shelf()


def kept_for_strangers(view: View) -> View:
    """Mark a view whose page is the same for everybody without a session, and derives from facts and record alone."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _is_a_strangers(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        again = "no-cache" in request.headers.get("Cache-Control", "")
        if not again and (found := _shelf.get(key)):
            return _answer(request, HttpResponse(content_type=found[0]), found[1])
        newest = newest_entry()  # asked first: what is recorded meanwhile makes the page old
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or response.streaming or response.cookies or _too_large(response):
            return response
        body = _KEY.sub(
            rb"\1" + _KEY_HERE + rb"\2", _TOKEN.sub(rb"\1" + _TOKEN_HERE + rb"\2", response.content)
        )
        _shelf.put(key, newest, response.headers["Content-Type"], body)
        return _answer(request, response, body)

    return shown


def newest_entry() -> Any:
    """What changes with everything that is recorded; the salt tells apart entries of the same number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, salt FROM record_entry ORDER BY id DESC LIMIT 1")
        return cursor.fetchone()


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
        body = body.replace(_TOKEN_HERE, get_token(request).encode())
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
