"""What goes on at the follower when a place moves, and what ends where one is closed; called within their actions."""

import copy
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery

from ..going_on import ALONG
from ..models import Dwelling, Grid, Place, Zone


def go_on(followers: dict[int, Place], on: date) -> None:
    """What is of the places with these keys is of their followers from a day."""
    for along in ALONG:
        if along.dated:
            for row in list(along.of(followers).select_for_update()):
                begin_anew(row, along.field, followers[getattr(row, f"{along.field}_id")], on)
        else:
            follower = Place.objects.filter(follows=OuterRef(f"{along.field}_id")).order_by().values("pk")[:1]
            along.of(followers).update(**{f"{along.field}_id": Subquery(follower)})
    _zones(followers)


def begin_anew(row: Any, field: str, follower: Place, on: date) -> None:
    """It ends the day before and begins at the follower; where it began no earlier, it was never elsewhere."""
    if row.from_on >= on:
        setattr(row, field, follower)
        row.save()
        return
    fresh = copy.copy(row)
    row.until_on = on - timedelta(days=1)
    row.save()
    fresh.pk, fresh._state = None, models.base.ModelState()
    fresh._state.fields_cache = {}
    setattr(fresh, field, follower)
    fresh.from_on = on
    fresh.save()


def _zones(followers: dict[int, Place]) -> None:
    """Zones on plans that went along show the followers; on a plan that stayed the zone stays what it was."""
    zones = Zone.objects.filter(place__in=list(followers))
    new = [place.pk for place in followers.values()]
    follower = Place.objects.filter(follows=OuterRef("place_id")).order_by().values("pk")[:1]
    zones.filter(plan__place__in=new).update(place_id=Subquery(follower))


def end_there(places: Iterable[int], on: date) -> None:
    """What was of closed places is of nowhere from a day. Posts stay until somebody ends them, so that what lies on
    their desks is brought to an end."""
    places = list(places)
    for along in ALONG:
        if along.dated:
            rows = along.of(places)
            rows.filter(from_on__gte=on).delete()
            rows.update(until_on=on - timedelta(days=1))
    Dwelling.objects.filter(place__in=places, gone_on=None).update(gone_on=on)
    Grid.objects.filter(community__in=places, closed_on=None).update(closed_on=on)
