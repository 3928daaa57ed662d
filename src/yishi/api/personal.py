"""What this room holds of people: what somebody takes away with them of it, and how it is erased.

A table that holds something of a person adds its reader to `LISTS`, by a name that no other room uses.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yishi.cases.held_above import Room, register
from yishi.cases.models import Case
from yishi.network.models import Appointment, within
from yishi.network.powers import POWERS, Power
from yishi.people.models import Person

from . import actions
from .models import Hook, Key, Partner


def _keys(person: Person) -> list[dict[str, Any]]:
    """Those that act for them, and those they made for posts. Of the secret nothing is there to be given."""
    rows = Key.objects.filter(Q(person=person) | Q(issued_by=person)).saying_who_left()
    return [
        {
            "begins_with": f"ys_{each.mark}",
            "for": each.label,
            "acts_for": each.post.title_at_place if each.post else "",
            "may": each.scopes,
            "made_on": each.issued_on,
            "ends_on": each.ends_on,
            "last_used_on": each.used_on,
            "revoked_on": each.revoked_on,
            "over_because_post_was_left": each.left,
        }
        for each in rows.select_related("post__organisation", "post__place").order_by("pk")
    ]


def _hooks(person: Person) -> list[dict[str, Any]]:
    """The addresses that are told by their own keys, and by those they made for posts."""
    rows = Hook.objects.filter(Q(key__person=person) | Q(key__issued_by=person)).select_related("key")
    return [
        {
            "address": each.address,
            "told_of": each.news,
            "by_key": f"ys_{each.key.mark}",
            "begun_on": each.begun_on,
            "ended_on": each.ended_on,
        }
        for each in rows.order_by("pk")
    ]


def _partners(person: Person) -> list[dict[str, Any]]:
    """Outer systems that stand for a post they hold, or at a place whose posts they keep. Not the key it gave us: that
    is the place's."""
    held = Appointment.objects.on().filter(person=person).select_related("post__place")
    wanted = Q(post__in=[each.post_id for each in held])
    for each in held:
        if Power.SET_UP in POWERS[each.post.role]:
            wanted |= within("post__place__path", each.post.place.path)
    rows = Partner.objects.filter(wanted).select_related("post__organisation", "post__place")
    return [
        {
            "called": each.label,
            "address": each.address,
            "stands_for": each.post.title_at_place,
            "begun_on": each.begun_on,
            "ended_on": each.ended_on,
            "last_heard_at": each.heard_at,
        }
        for each in rows.order_by("pk")
    ]


LISTS: dict[str, Callable[[Person], list[dict[str, Any]]]] = {
    "keys": _keys,
    "webhooks": _hooks,
    "partners": _partners,
}


def of_person(person: Person) -> dict[str, list[dict[str, Any]]]:
    """All of it, by kind."""
    return {name: read(person) for name, read in LISTS.items()}


def _nothing(_case: Case) -> int:
    return 0


register(
    "api",
    Room(
        kept={},
        of_person=of_person,
        erase=actions.erase_keys_of,
        erase_of_case=_nothing,
        goes=(_("your own keys for programs: they open nothing any more, and what you called them is gone"),),
    ),
)
