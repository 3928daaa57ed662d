"""One who asks for too much is told to wait, and the others are served meanwhile.

Whatever is asked for is weighed: a page is 1, a file that costs the processor what many pages do is more. What the
weights may sum up to in a minute is a setting (`YISHI_MOST_A_MINUTE`, with its reason). Somebody signed in is counted
as that person, wherever they are; anybody else by their address, as people behind one address share it. Who a session
belongs to is learnt from the requests that looked it up anyway, so that counting asks the database nothing; and a
cookie alone says nothing, since anybody can make one up. Only when an address is over its limit are a few sessions
looked up, so that the desk goes on working beside a program that has run mad in the same office.

Styles, scripts and drawings are not counted (they are handed out before this), nor is the question whether the process
lives.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _

from yishi.people import limits
from yishi.people.tally import Tally

Handler = Callable[[HttpRequest], HttpResponse]

MINUTE = 60
LUMP = 300
"""Told to the database at once: a person who reads never comes to it, and a whole minute's share is twenty lumps."""
WEIGHTS = {
    "pdf": 150,
    "docx": 150,
    "xlsx": 60,
    "csv": 20,
    "jsonl": 20,
    "gz": 150,
    "png": 20,
    "atom": 3,
    "ics": 3,
}
"""By how an address ends, in pages: what is typeset takes a second of the processor (40 a minute from one address),
what is drawn or written out a few pages' worth."""
NOT_COUNTED = frozenset({"/healthz", "/readyz"})
LOOKED_UP = 200
"""Sessions a minute that are looked up for an address that is over its limit."""
KNOWN_SESSIONS = 20_000
KEPT_LENGTH = 200
"""Characters of a chain of addresses that is worth keeping; a longer one was made up by whoever sent it."""

_asked = Tally("share", MINUTE)
_looked_up = Tally("share.sessions", MINUTE)


class _Whose:
    """To whom sessions belong that were seen to open something within the last minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._people: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def get(self, cookie: str) -> str | None:
        """The person of such a session, if it was seen."""
        found = self._people.get(cookie)
        return found[0] if found and found[1] > time.monotonic() else None

    def learn(self, cookie: str, person: str) -> None:
        """It belongs to this person; it is another's, or nobody's, as soon as it is not seen to any more."""
        with self._lock:
            self._people[cookie] = (person, time.monotonic() + MINUTE)
            self._people.move_to_end(cookie)
            while len(self._people) > KNOWN_SESSIONS:
                self._people.popitem(last=False)

    def forget(self, cookie: str | None = None) -> None:
        """This session opens nothing; without one: nothing was seen yet."""
        with self._lock:
            if cookie is None:
                self._people.clear()
            else:
                self._people.pop(cookie, None)


_whose = _Whose()


def forget() -> None:
    """Nobody asked for anything yet."""
    _asked.forget()
    _looked_up.forget()
    _whose.forget()


def fair_share(get_response: Handler) -> Handler:
    """Whoever asked for more than their share of this minute gets 429, and when to come back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        most = settings.YISHI_MOST_A_MINUTE
        path = request.path_info
        if not most or path in NOT_COUNTED:
            return get_response(request)
        cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        person = _whose.get(cookie) if cookie else None
        if _is_over(request, person, cookie, most, weight_of(path)) and not settings.YISHI_BENCH:
            return too_much(request)
        response = get_response(request)
        if cookie:
            _learn(request, cookie, person)
        return response

    return middleware


def weight_of(path: str) -> int:
    """How much asking for this address weighs, in pages."""
    return WEIGHTS.get(path.rpartition(".")[2], 1)


def _is_over(request: HttpRequest, person: str | None, cookie: str, most: int, weight: int) -> bool:
    if person is not None:
        return _asked.is_over(person, most, weight, LUMP)
    address = _address(request)
    if not _asked.is_over(address, most, weight, LUMP):
        return False
    person = _look_up(cookie) if cookie and not _looked_up.is_over(address, LOOKED_UP) else None
    return person is None or _asked.is_over(person, most, weight, LUMP)


def _address(request: HttpRequest) -> str:
    """Where it comes from; behind proxies of ours that say nothing of it, the nearest of them."""
    meta = request.META
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    find = _written if len(forwarded) <= KEPT_LENGTH else _written.__wrapped__
    try:
        return find(meta.get("REMOTE_ADDR", ""), forwarded)
    except PermissionDenied:
        return "from:" + meta.get("REMOTE_ADDR", "")


@lru_cache(maxsize=4096)
def _written(remote: str, forwarded: str) -> str:
    """An address as limits count it: the library takes both apart anew each time, which costs more than the counting.
    Whether proxies are trusted is settled when the process starts."""
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": remote, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})}
    return "from:" + limits.address_of(request)


def _look_up(cookie: str) -> str | None:
    """The person signed in under this session."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(cookie)
    try:
        found = store.get(SESSION_KEY)
    except (DatabaseError, InterfaceError):
        return None
    if found is None:
        return None
    person = f"person:{found}"
    _whose.learn(cookie, person)
    return person


def _learn(request: HttpRequest, cookie: str, known: str | None) -> None:
    """What this request found out anyway: who is signed in under the cookie it came with."""
    user = getattr(request, "_cached_user", None)
    if user is None:
        return
    if user.is_authenticated:
        _whose.learn(cookie, f"person:{user.pk}")
    elif known is not None:
        _whose.forget(cookie)


def too_much(request: HttpRequest) -> HttpResponse:
    """The answer to one request too many: made once a language, so that it costs next to nothing."""
    seconds = limits.seconds_left(MINUTE)
    language = translation.get_language_from_request(request)
    response = _for_a_program(seconds) if _is_program(request) else HttpResponse(_page(language), status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = language
    return response


def _is_program(request: HttpRequest) -> bool:
    return request.path_info.startswith(("/api/", "/open311/v2/")) or request.path_info.endswith(".json")


def _for_a_program(seconds: int) -> HttpResponse:
    problem = {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": f"More was asked for from here than is given in a minute. Ask again in {seconds} seconds.",
    }
    return JsonResponse(problem, status=429, content_type="application/problem+json")


@lru_cache
def _page(language: str) -> bytes:
    with translation.override(language):
        reason = _("More was asked for from your line within a minute than is meant for one line.")
        after = _(
            "Please wait a minute and load this page again. What you wrote is still there when you press Back."
        )
        return loader.get_template("429.html").render({"reason": reason, "after": after}).encode()
