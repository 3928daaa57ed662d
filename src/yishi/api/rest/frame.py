"""What every address under /api/v1/ has in common, so that a router says only what it is about.

A router reads with `@router.reads(...)` and writes with `@router.writes(...)`. Around each view the frame finds the key
and for whom it acts, counts, reads the parameters, refuses those it does not know, gives the answer the shape that the
document promises, an ETag or a `once`, and turns whatever goes wrong into a problem document.
"""

import functools
import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja import Router as _Router
from ninja.errors import HttpError, ValidationError
from pydantic import TypeAdapter

from yishi.cases.models import Case
from yishi.cases.models.case import CaseQuerySet
from yishi.network.actors import ANYONE, Actor
from yishi.people.attempts import TooMany
from yishi.record import Refused, troubles
from yishi.record.doors import open_page

from .. import keys, limiting
from ..keys import BadKey
from ..models import Key, Scope
from . import once, wording
from .problems import Problem, as_answer, missing

log = logging.getLogger(__name__)

VERSION = "1.0.0"
MOST_BODY = 24 * 1024 * 1024
"""Bytes of what is sent at once: six pictures as a telephone takes them, written in letters."""
READ_BY = ("Authorization", "X-Api-Key", "Accept-Language", "Cookie")
"""What an answer depends on beside its address; of the cookies only the language."""
RETRY_SECONDS = 10


@dataclass(frozen=True)
class ByWhom:
    """The scope an act needs: of a key that acts for a person, and of one that acts for a post. None: it is not done by
    such a key at all."""

    person: Scope | None
    post: Scope | None


ACTING = ByWhom(person=Scope.SPEAK, post=Scope.WORK)
"""What a resident says for themselves, and what a holder does at the desk."""
REPORTING = ByWhom(person=Scope.REPORT, post=Scope.REPORT)


@dataclass
class Caller:
    """Whoever asks: the key shown, if any, for whom it acts, and as whom it may read. `once` names this sending for the
    action, empty where it has no name."""

    key: Key | None
    actor: Actor
    once: str = ""

    @property
    def shown(self) -> Key:
        """The key, where none may be missing. Raises BadKey."""
        if self.key is None:
            raise BadKey(_("This needs a key."), missing=True)
        return self.key

    def must_show(self) -> None:
        """Raises BadKey where no key was shown."""
        if self.key is None:
            raise BadKey(_("This needs a key."), missing=True)

    @property
    def reader(self) -> Actor:
        """As whom it reads: a person their own matters as well; a post what everybody reads (decision 15)."""
        own = self.key is not None and self.key.person_id and Scope.READ in self.key.may
        return self.actor if own else ANYONE

    @property
    def cases(self) -> CaseQuerySet:
        """The cases it may read of."""
        return keys.cases(self.key)

    @property
    def within_reach(self) -> CaseQuerySet:
        """The cases it may act on: nothing kept from the public, save a person's own."""
        if self.key is None:
            return Case.objects.none()
        return Case.objects.visible_to(self.actor) if self.key.person_id else keys.told_to(self.key)


def caller(request: HttpRequest) -> Caller:
    """Whoever asks; known from before the view is called."""
    return request.auth  # type: ignore[attr-defined]


class _Door:
    """Finds the key, asks whether it is good for this, and counts."""

    def __init__(self, needs: ByWhom | None = None):
        self.needs = needs

    def __call__(self, request: HttpRequest) -> Caller:
        key = keys.holder(request)
        if self.needs:
            _let_write(request, key, self.needs)
        elif wait := limiting.wait_to_read(request, key):
            raise _too_much(wait)
        found = Caller(key, keys.actor_of(key))
        request.actor = found.actor  # type: ignore[attr-defined]  # a session has no rights here
        return found


def _let_write(request: HttpRequest, key: Key | None, needs: ByWhom) -> None:
    """Raises BadKey, Problem where this key may not write, or not yet again."""
    if key is None:
        raise BadKey(_("This needs a key."), missing=True)
    scope = needs.person if key.person_id else needs.post
    if scope is None:
        whose = _("This is done by a key that acts for a resident.") if key.post_id else ""
        raise BadKey(whose or _("This is done by a key that acts for a post."), narrow=True)
    if scope not in key.may:
        lacks = _("This key is not good for that: it lacks “%(scope)s”.") % {"scope": scope.value}
        raise BadKey(lacks, narrow=True)
    if wait := limiting.wait_to_write(request, key):
        raise _too_much(wait)


def _too_much(wait: int) -> Problem:
    return Problem(429, _("This is more than we can answer at once. Please wait a little."), wait=wait)


@dataclass
class Answer:
    """What a view gives where it has more to say than the data: headers, or another status."""

    data: Any
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0


class Router(_Router):
    """Addresses about one thing, to be joined to `api` (see the package)."""

    def reads(
        self, path: str, *, gives: Any, summary: str, chinese: str = "", keyed: bool = False, **options: Any
    ) -> Callable[[Callable], Callable]:
        """The view is asked by GET; with a key it may tell more, and `keyed` ones need one. It gives data in the shape
        of `gives`, with an ETag; a `Page` gets its Link."""

        def decorate(view: Callable) -> Callable:
            @functools.wraps(view)
            def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                if keyed:
                    caller(request).must_show()
                _known_alone(request, self._parameters(path))
                return _read_answer(request, gives, view(request, *args, **kwargs))

            statuses = (400, 401, *([404] if "{" in path else []), 405, 422, 429)
            extra = {"x-chinese": chinese, "x-key": "needed" if keyed else "optional", "x-problems": statuses}
            made = self.get(
                path, auth=_Door(), response=gives, summary=summary, openapi_extra=extra, **options
            )
            return made(run)

        return decorate

    def writes(
        self,
        path: str,
        *,
        gives: Any,
        summary: str,
        chinese: str = "",
        by: ByWhom = ACTING,
        status: int = 200,
        **options: Any,
    ) -> Callable[[Callable], Callable]:
        """The view is asked by POST, by a key with the scope that `by` says. It runs in one transaction, at most once
        under an Idempotency-Key; it hands `caller(request).once` to the action it calls."""

        def decorate(view: Callable) -> Callable:
            @functools.wraps(view)
            def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                _known_alone(request, self._parameters(path))
                asks, name = caller(request), once.name_of(request)
                asks.once = f"rest:{asks.shown.pk}:{name}" if name else ""
                return once.at_most_once(
                    request, asks.shown, name, lambda: _made(gives, view(request, *args, **kwargs), status)
                )

            extra = {
                "x-chinese": chinese,
                "x-key": "needed",
                "x-scopes": [by.person and by.person.value, by.post and by.post.value],
                "x-problems": (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429),
                "x-writes": True,
            }
            made = self.post(
                path,
                auth=_Door(by),
                response={status: gives},
                summary=summary,
                openapi_extra=extra,
                **options,
            )
            return made(run)

        return decorate

    def _parameters(self, path: str) -> set[str]:
        """Names of the query parameters an address knows."""
        kept = self.__dict__.setdefault("_known", {})
        if path not in kept:
            models = [model for op in self.path_operations[path].operations for model in op.models]
            asked = [model for model in models if model.__ninja_param_source__ == "query"]
            kept[path] = {name for model in asked for name in model.__ninja_flatten_map__}
        return kept[path]


def _known_alone(request: HttpRequest, known: set[str]) -> None:
    """Raises Problem for a parameter nobody reads: whoever misspells a filter shall not get the whole list."""
    if unknown := [name for name in request.GET if name not in known]:
        raise Problem(
            422, errors={name[:100]: [_("There is no such parameter here.")] for name in unknown[:20]}
        )


# Answers


@functools.cache
def _shape(gives: Any) -> TypeAdapter[Any]:
    return TypeAdapter(gives)


def rendered(gives: Any, data: Any) -> bytes:
    """The data in the shape of `gives`, as it is sent."""
    shape = _shape(gives)
    return shape.dump_json(shape.validate_python(data))


def etag_of(body: bytes) -> str:
    """The ETag of what is sent."""
    return quote_etag(hashlib.sha256(body).hexdigest()[:32])


def _made(gives: Any, given: Any, status: int) -> HttpResponse:
    given = given if isinstance(given, Answer) else Answer(given)
    body = rendered(gives, given.data)
    response = HttpResponse(
        body, content_type="application/json; charset=utf-8", status=given.status or status
    )
    for name, value in given.headers.items():
        response.headers[name] = value
    return response


def _read_answer(request: HttpRequest, gives: Any, given: Any) -> HttpResponse:
    response = _made(gives, given, 200)
    following = given.get("next") if isinstance(given, dict) else None
    if following:
        query = request.GET.copy()
        query["cursor"] = following
        address = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
        response.headers["Link"] = f'<{address}>; rel="next"'
    etag = etag_of(response.content)
    response.headers["ETag"] = etag
    private = "private" if caller(request).key else "public"
    response.headers["Cache-Control"] = f"{private}, no-cache"
    return get_conditional_response(request, etag, None, response) or response


def must_match(request: HttpRequest, gives: Any, read: Callable[[], Any]) -> None:
    """Raises Problem where the request says by If-Match how the thing stands that it changes, and it stands otherwise.
    `read` gives it as this caller reads it; the row is locked by now."""
    said = request.headers.get("If-Match", "").strip()
    if said and said != "*" and etag_of(rendered(gives, read())) not in parse_etags(said):
        raise Problem(412)


# The front


api = NinjaAPI(
    title="Yishi",
    version=VERSION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api:rest",
)


def _on(kind: type[Exception]) -> Callable[[Callable[[Any], Problem]], None]:
    def keep(told: Callable[[Any], Problem]) -> None:
        api.add_exception_handler(kind, lambda _request, error: as_answer(told(error)))

    return keep


def _of_key(request: HttpRequest, error: Any) -> HttpResponse:
    if error.narrow:
        return as_answer(Problem(403, error.reason))
    wait = 0 if error.missing else limiting.wait_after_wrong_key(request)
    if wait:
        return as_answer(Problem(429, _("Too many wrong keys came from here. Please wait."), wait=wait))
    return as_answer(Problem(401, error.reason))


def _reraised(_request: HttpRequest, error: Any) -> HttpResponse:
    raise error


api.add_exception_handler(Exception, _reraised)
api.add_exception_handler(BadKey, _of_key)
_on(Problem)(lambda problem: problem)
_on(Http404)(lambda _error: missing())
_on(Refused)(lambda refused: Problem(409 if refused.moved_on else 403, refused.reason))
_on(HttpError)(lambda error: Problem(error.status_code))
_on(ValidationError)(lambda error: Problem(422, errors=wording.by_field(error.errors)))


def _too_many(_request: HttpRequest, error: Any) -> HttpResponse:
    wait = int(error.response.headers.get("Retry-After", RETRY_SECONDS))
    return as_answer(Problem(429, _("So much is not said here in so short a time."), wait=wait))


api.add_exception_handler(TooMany, _too_many)

View = Callable[..., HttpResponse]


def door(view: View, methods: Iterable[str]) -> View:
    """The view as the world meets it: no cookie and no token of a form, every fault a problem document, and readable by
    the pages of others."""
    allowed = sorted({*methods, "OPTIONS", *(["HEAD"] if "GET" in methods else [])})

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _ran(view, request, args, kwargs, allowed)
        patch_vary_headers(response, READ_BY)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Location, Retry-After"
        return response

    run.csrf_exempt = True  # type: ignore[attr-defined]
    return open_page(run)


def _ran(view: View, request: HttpRequest, args: Any, kwargs: Any, allowed: list[str]) -> HttpResponse:
    if request.method == "OPTIONS":
        return _may_be_asked(allowed)
    if request.method not in allowed:
        return as_answer(Problem(405, headers={"Allow": ", ".join(allowed)}))
    is_head = request.method == "HEAD"
    try:
        if is_head:
            request.method = "GET"
        elif request.method != "GET":
            _read_body(request)
        response = view(request, *args, **kwargs)
    except Problem as problem:
        response = as_answer(problem)
    except Http404:
        response = as_answer(missing())
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnicodeError, DataError, OverflowError):
        response = as_answer(Problem(400))
    except (OperationalError, InterfaceError):
        response = as_answer(Problem(503, wait=RETRY_SECONDS))
    except Exception as error:
        log.exception("an interface broke")  # of what it was nothing leaves the house
        full = troubles.is_full(error)
        response = as_answer(Problem(503, wait=RETRY_SECONDS) if full else Problem(500))
    if is_head:
        request.method, response.content = "HEAD", b""
    return response


def _may_be_asked(allowed: list[str]) -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Allow"] = ", ".join(allowed)
    response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
    response.headers["Access-Control-Allow-Headers"] = (
        "Authorization, X-Api-Key, Content-Type, Idempotency-Key, If-Match, If-None-Match, Accept-Language"
    )
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _read_body(request: HttpRequest) -> None:
    """Take in what was sent, pictures and all, which is more than a form without files may be. Raises Problem."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > MOST_BODY:
        raise Problem(413)
    if length and request.content_type != "application/json":
        raise Problem(415)
    try:
        # read here, because Django stops at what a form without files needs
        request._body = request.read(MOST_BODY + 1)
    except RequestDataTooBig:
        raise Problem(413) from None
    if len(request._body) > MOST_BODY:
        raise Problem(413)


__all__ = [
    "ACTING",
    "REPORTING",
    "Answer",
    "ByWhom",
    "Caller",
    "Problem",
    "Router",
    "Schema",
    "api",
    "caller",
    "must_match",
]
