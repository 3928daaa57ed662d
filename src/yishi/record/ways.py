"""The addresses of pages, looked up once: to find out what a page with some links leads to takes longer than to ask the
database for what it shows, and it is the same each time."""

import functools
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse

MOST = 10_000
"""Addresses a process keeps, of some 200 bytes each; the one used longest ago goes first."""


def way(name: str, *args: Any) -> str:
    """The address of the page with this name, as `reverse` gives it. Raises NoReverseMatch."""
    for arg in args:
        if not isinstance(arg, str | int):
            return reverse(name, args=args)
    return _way(settings.ROOT_URLCONF, get_script_prefix(), name, *args)


@functools.lru_cache(maxsize=MOST, typed=True)
def _way(_urls: str, _prefix: str, name: str, *args: str | int) -> str:
    return reverse(name, args=args)
