"""What people of the demo city keep for their own hands: a walk that is half done, and filters under a name."""

import datetime as dt
from collections.abc import Iterator

from yishi.cases.models import Case, State
from yishi.desk import actions
from yishi.network.actors import Actor, acting
from yishi.network.models import Post
from yishi.network.powers import Role

from . import content
from .told import Aside, City

STOPS = 5
"""A walk of a morning."""


def asides(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """This morning the walks are set up, and one stop later the filters stand too."""
    yield now - dt.timedelta(minutes=50), Aside(_set_out, city)
    yield now - dt.timedelta(minutes=20), Aside(_keep_filters, city)


def _holders(city: City, role: str) -> Iterator[Actor]:
    for key, post in content.POSTS.items():
        if post.role == role:
            yield acting(city.posts[key], city.people[post.holders[0]])


def _lying_with(post: Post | None) -> list[Case]:
    rows = Case.objects.filter(holder=post, state__in=(State.REPORTED, State.HANDLING))
    return list(rows.order_by("due_at", "pk")[:STOPS])


def _set_out(city: City) -> None:
    """Stewards and branches go and see what lies with them; the first stop is behind them."""
    for role in (Role.STEWARD, Role.BRANCH):
        for actor in _holders(city, role):
            cases = _lying_with(actor.post)
            if cases:
                actions.add_stops(actor, cases)
                actions.order_walk(
                    actor, [case.pk for case in sorted(cases, key=lambda each: each.place_path)]
                )
            if len(cases) > 1:
                actions.tick_stop(actor, cases[0])


def _keep_filters(city: City) -> None:
    for role in (Role.STEWARD, Role.BRANCH, Role.COMMITTEE):
        for actor in _holders(city, role):
            actions.keep_filter(actor, name="超期的", query="tab=all&overdue=on")
            actions.keep_filter(actor, name="几户都在说的", query="tab=all&voices=2")
