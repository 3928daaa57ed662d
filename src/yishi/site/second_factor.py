"""Posts that must be reached with a second factor: the one place where roles and ways of signing in meet."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode

from yishi.network.powers import MUST_HAVE_SECOND_FACTOR, TIME_LIMITED
from yishi.people import account_urls
from yishi.people.second_factor import (
    GIVE_IT,
    SET_IT_UP,
    lacks_second_factor,
    signed_in_with_second_factor,
    way_to_give_it,
)

ALWAYS_OPEN = {url.name for url in account_urls.urlpatterns} | {
    "people:me",
    "language",
    "mode",
    "healthz",
    "readyz",
    "desk:choose_post",
}
"""What stays within reach of somebody who owes the second factor: the account, the switches of every page, and
acting in another of one's posts."""


class second_factor_for_posts(MiddlewareMixin):
    """Whoever acts in a post that needs it sets up, or passes, the second factor before anything else."""

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not match or match.view_name in ALWAYS_OPEN:
            return None
        return _to_second_factor(request) if _owes_second_factor(request) else None


def _owes_second_factor(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or signed_in_with_second_factor(request):
        return False
    post = request.actor.post  # type: ignore[attr-defined]
    return bool(post) and post.role in _roles_that_owe_it()


def _roles_that_owe_it() -> set:
    """Those of the table where the deployment says so; whoever is there for a technical duty always."""
    always = TIME_LIMITED if settings.YISHI_OPERATOR_SECOND_FACTOR else set()
    return MUST_HAVE_SECOND_FACTOR | always if settings.YISHI_SECOND_FACTOR else always


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    if lacks_second_factor(request.user):
        messages.warning(request, SET_IT_UP)
        return redirect("mfa_index")
    messages.info(request, GIVE_IT)
    here = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"{reverse(way_to_give_it(request.user))}?{urlencode({REDIRECT_FIELD_NAME: here})}")
