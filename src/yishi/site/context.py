"""What every page's template may ask for."""

import contextlib
import functools
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from yishi.record.tokens import token

NAVIGATION = (
    *("cases:report", "cases:list", "cases:waiting", "desk:home"),
    *("notices:inbox", "people:me", "account_login"),
)
"""Where site/nav.html leads to."""


def page(request: HttpRequest) -> dict:
    """Display mode, whether this is the demo, and where the switches lead back to."""
    return {
        "mode": "elder" if request.COOKIES.get("mode") == "elder" else "",
        "site_name": settings.YISHI_SITE_NAME,
        "is_demo": not settings.IN_PRODUCTION,
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "actor": getattr(request, "actor", None),
        "nav_at": partial(_nav_at, request.path),
        "house": partial(_house, request),
        "csrf_token": SimpleLazyObject(lambda: token(request)),
    }


def _house(request: HttpRequest) -> str:
    """The address of the house, as it is known outside, without a slash at its end."""
    return settings.YISHI_ADDRESS or f"{request.scheme}://{request.get_host()}"


def _nav_at(path: str) -> str:
    """The page's own address where the navigation leads to it, else nothing: so few different ones that what depends on
    it can be kept."""
    return path if path in _led_to(settings.ROOT_URLCONF) else ""


@functools.cache
def _led_to(_urls: str) -> frozenset[str]:
    found = set()
    for name in NAVIGATION:
        with contextlib.suppress(NoReverseMatch):
            found.add(reverse(name))
    return frozenset(found)
