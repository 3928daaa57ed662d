"""Narrowed lists of the desk: which list is asked for, and the ones somebody keeps under a name, each with a count."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Case
from yishi.network.models import Post

from . import tabs
from .forms.narrow import Choices, Narrow
from .models import SavedFilter

ALL = "all"
ALL_LABEL = _("All matters of my place")
MOST_COUNTED = 5
"""Of so many kept filters the desk says how much lies in them."""


@dataclass
class Chip:
    """A kept filter beside the tabs. `count` is None where it is not counted."""

    kept: SavedFilter
    url: str
    current: bool
    count: str | None = None

    @property
    def label(self) -> str:
        return self.kept.name


def everything(actor: Any) -> tabs.Tab:
    """All cases of the post's place that it may know of, the newest first."""
    rows = Case.objects.visible_to(actor).at(actor.post.place.path)
    empty = _("Nothing was found.")
    return tabs.Tab(ALL, ALL_LABEL, rows, empty, key="reported_at", newest_first=True)


def lists_to_choose(lists: Sequence[tabs.Tab]) -> list[tuple[str, Any]]:
    """What the form offers as lists: all of the place first, then those of the desk."""
    return [(ALL, ALL_LABEL), *((tab.code, tab.label) for tab in lists)] if lists else []


def narrowed(tab: tabs.Tab, narrow: Narrow) -> tabs.Tab:
    """The list with only what is asked for."""
    empty = _("Nothing in this list is like that. Take something off the filter, or look into another list.")
    return dataclasses.replace(tab, rows=narrow.narrow(tab.rows), empty=empty, like=None)


def asked_for(
    actor: Any, lists: Sequence[tabs.Tab], asked: Mapping[str, Any], narrow: Narrow
) -> tabs.Tab | None:
    """The list an address narrows, or None where it narrows none: then it is a tab or a search."""
    code = asked.get("tab", "")
    within = next((tab for tab in lists if tab.code == code), None)
    if code == ALL or narrow.narrows or ("q" in narrow.sound and within):
        base = within or everything(actor)
        return narrowed(base, narrow) if narrow.sound else base
    return None


def query_of(asked: Mapping[str, Any], narrow: Narrow, lists: Sequence[tabs.Tab]) -> str:
    """What is kept of an address under a name: the list, and by what it is narrowed."""
    code = asked.get("tab", "")
    code = code if code in {tab.code for tab in lists} else ALL
    return "&".join(filter(None, [f"tab={code}", narrow.query]))


def chips(actor: Any, lists: Sequence[tabs.Tab], choices: Choices, asked: Mapping[str, Any]) -> list[Chip]:
    """The kept filters of whoever asks, the first ones counted: two queries in all."""
    kept = list(SavedFilter.objects.filter(person=actor.pk).order_by("kept_at", "pk"))
    here = query_of(asked, Narrow(asked, choices), lists) if kept else ""
    found = [Chip(each, f"?{each.query}", each.query == here) for each in kept]
    first = found[:MOST_COUNTED]
    if first:
        for chip, count in zip(first, _counted(actor, lists, choices, first), strict=True):
            chip.count = f"{tabs.MOST_COUNTED}+" if count > tabs.MOST_COUNTED else str(count)
    return found


def _counted(actor: Any, lists: Sequence[tabs.Tab], choices: Choices, first: list[Chip]) -> list[int]:
    counts = {}
    for n, chip in enumerate(first):
        asked = QueryDict(chip.kept.query)
        narrow = Narrow(asked, choices)
        tab = asked_for(actor, lists, asked, narrow) or everything(actor)
        counts[f"n_{n}"] = tabs.CountOf(tab.rows.order_by().values("pk")[: tabs.MOST_COUNTED + 1])
    row: Any = Post.objects.filter(pk=actor.post.pk).values(**counts).get()
    return [row[f"n_{n}"] for n in range(len(first))]
