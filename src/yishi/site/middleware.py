"""What happens around every request: headers, who acts, closed doors, refusals."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from yishi.network.actors import Actor
from yishi.network.holding import posts_of
from yishi.record import Refused, versions

from .doors import OPEN_LIBRARY_PAGES
from .faults import largest_body, not_allowed

Handler = Callable[[HttpRequest], HttpResponse]


def _form_targets() -> str:
    """Where a form of ours may lead on to: Weixin's door, where signing in by Weixin is set up."""
    weixin = settings.YISHI_WEIXIN_SITE[0] or settings.YISHI_WEIXIN_INSIDE[0]
    return f" {settings.YISHI_WEIXIN_DOOR}" if weixin else ""


CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        f"form-action 'self'{_form_targets()}",
        "frame-ancestors 'none'",
    ]
)


def security_headers(get_response: Handler) -> Handler:
    """Every answer says what a browser may load with it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response

    return middleware


def in_measure(get_response: Handler) -> Handler:
    """No more is read than the largest form needs, and an answer that would be empty becomes a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or len(length) > 18 or int(length) > largest_body():
            raise RequestDataTooBig("the body is larger than the largest form")
        if "\x00" in request.path_info:  # no name or number holds it, and PostgreSQL takes none
            raise Http404
        response = get_response(request)
        said = response.status_code != 405 or response.headers.get("Content-Type", "").endswith(
            "problem+json"
        )
        return response if said else not_allowed(request, response)

    return middleware


def rows_as_they_are(get_response: Handler) -> Handler:
    """Whoever has a session, and so may have written, sees the rows a process keeps as they are by now."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            versions.ask_now()
        return get_response(request)

    return middleware


def who_acts(get_response: Handler) -> Handler:
    """`request.actor`: found out when first asked for, so that a public page needs no session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: find_actor(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def find_actor(request: HttpRequest) -> Actor:
    """The person signed in, in the post they chose or their first one, with the cases they hold the code of."""
    follows = frozenset(request.session.get("follows", ()))
    joined = frozenset(request.session.get("joined", {}).values())
    if not request.user.is_authenticated:
        return Actor(follows=follows, joined=joined)
    posts = posts_of(request.user.pk)
    chosen = request.session.get("post")
    post = next((p for p in posts if p.pk == chosen), posts[0] if posts else None)
    return Actor(
        person=request.user,
        post=post,
        follows=follows,
        posts=tuple(posts),
        joined=joined,
        sitting=_sitting(request) if post else "",
    )


def _sitting(request: HttpRequest) -> str:
    """What stands for this time of being signed in, and gives no session away: another sign-in, also of the same person
    elsewhere, is another one."""
    return salted_hmac("yishi.sitting", request.session.session_key or "", algorithm="sha256").hexdigest()[
        :32
    ]


class closed_unless_open(MiddlewareMixin):
    """A page that does not say it is open asks for a sign-in first."""

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        match = request.resolver_match
        is_open = getattr(view, "open_to_all", False) or (match and match.view_name in OPEN_LIBRARY_PAGES)
        if is_open or request.user.is_authenticated:
            return None
        return redirect_to_login(request.get_full_path())


class refusals(MiddlewareMixin):
    """A refused action becomes a page with its reason: 403 where one may not, 409 where the matter has moved on."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        status = 409 if error.moved_on else 403
        return render(
            request, "site/refused.html", {"reason": error.reason, "moved_on": error.moved_on}, status=status
        )
