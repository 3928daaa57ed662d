"""The way down to a place, for the line on top of a page: the places it lies in, each a link to its own page of that
kind."""

from collections.abc import Iterable

from django.urls import reverse

from . import known
from .models import Place


def way_to(place: Place, page: str, *, here: str = "") -> list[dict[str, str]]:
    """Down to the place and its page; `here` names one below it. Empty where there is nothing above."""
    items = links(((each.name, each.code) for each in known.around(place.path)), page)
    if here:
        return [*items, {"label": here, "url": ""}]
    items[-1]["url"] = ""
    return items if len(items) > 1 else []


def links(named: Iterable[tuple[str, str]], page: str, query: str = "") -> list[dict[str, str]]:
    """To that page of places, given by name and code."""
    return [{"label": name, "url": reverse(page, args=[code]) + query} for name, code in named]
