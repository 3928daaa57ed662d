"""What goes on at the follower when a place has moved: whom a body serves, posts, homes, dwellings, parts of grids.

What has days of its own ends the day before and begins anew at the follower. What has none points to the follower from
now on. What happened stays where it happened. An upper room says with `goes_along` which of its rows go along.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Along:
    """Rows of a table that point to a place by `field` and go along while they are `still` of today. `said` is what
    they are called where they are counted; empty where nobody would ask. `dated`: they have days of their own."""

    model: str
    field: str
    still: Q
    said: Any = ""
    dated: bool = False

    def of(self, places: Iterable[int]) -> models.QuerySet[Any]:
        """The rows of these places that go along."""
        rows = apps.get_model(self.model)._base_manager
        return rows.filter(self.still, **{f"{self.field}__in": list(places)})


_OPEN = Q(until_on=None)
ALONG: list[Along] = [
    Along("network.Residence", "place", Q(left_at=None), _("homes people say they live in")),
    Along("network.Dwelling", "place", Q(gone_on=None), _("dwellings on the roll")),
    Along("network.Post", "place", Q(closed_on=None), _("posts")),
    Along("network.Organisation", "place", Q(dissolved_on=None), _("bodies that have their seat there")),
    Along("network.Serving", "place", _OPEN, _("times a body serves there"), dated=True),
    Along("network.GridPart", "place", _OPEN, _("parts of grids"), dated=True),
    Along("network.Grid", "community", Q(closed_on=None), _("grids")),
    Along("network.Plan", "place", Q(taken_down_at=None), _("plans")),
    Along("network.SkillOffer", "place", Q(ended_at=None)),
    Along("network.Registration", "community", _OPEN),
    Along("network.Registration", "assigned_to", _OPEN),
]


def goes_along(model: str, field: str, still: Q | None = None) -> None:
    """Rows of an upper room go along; said once, where its tables are."""
    along = Along(model, field, still or Q())
    if along not in ALONG:
        ALONG.append(along)


@dataclass(frozen=True)
class Counted:
    """So many of these."""

    said: Any
    many: int


def counted(places: Iterable[int]) -> list[Counted]:
    """What would go along with these places, or end with them; one statement a kind, those of which there are none left
    out."""
    places = list(places)
    found = [Counted(along.said, along.of(places).count()) for along in ALONG if along.said]
    return [each for each in found if each.many]
