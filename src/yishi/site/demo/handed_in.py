"""Programs at the door of the demo city: a hotline's own system that hands matters in, and one whose key was
revoked. All invented."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from yishi.api import actions as doors
from yishi.api.keys import new_token
from yishi.api.models import Scope
from yishi.cases import actions as cases
from yishi.cases.models import Channel
from yishi.network.actors import Actor
from yishi.network.powers import Role
from yishi.record import clock

from . import content
from .told import Aside, City

SAID = (
    ("grounds.lamp", "2d", "热线来电：小区东门的路灯三天没亮了，晚上回家看不清台阶。", "20261104"),
    ("rubbish.bins", "9h", "热线来电：分类点的厨余桶满了两天，盖子合不上。", "20261105"),
)
"""Kind, how long ago, words, and the code that follows it."""


def asides(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """A month ago the keys are made, a week ago one is revoked, and since then the hotline's system hands in."""
    yield now - dt.timedelta(days=30), Aside(_make_keys, city)
    yield now - dt.timedelta(days=7), Aside(_revoke_one, city)
    for kind, ago, words, code in SAID:
        amount, unit = int(ago[:-1]), ago[-1]
        before = dt.timedelta(days=amount) if unit == "d" else dt.timedelta(hours=amount)
        yield now - before, Aside(partial(_hand_in, kind=kind, words=words, code=code), city)


def _hotline(city: City) -> Actor:
    """Somebody at the first hotline there is, acting in that post."""
    key, said = next((key, post) for key, post in content.POSTS.items() if post.role == Role.HOTLINE)
    post = city.posts[key]
    return Actor(person=city.people[said.holders[0]], post=post, posts=(post,))


def _make_keys(city: City) -> None:
    actor = _hotline(city)
    for label, scopes in (
        ("街道热线来电登记系统", [Scope.READ, Scope.REPORT]),
        ("热线旧系统（测试）", [Scope.REPORT]),
    ):
        doors.issue_key(
            actor,
            actor.post,
            token=new_token(),
            label=label,
            scopes=scopes,
            ends_on=clock.today() + dt.timedelta(days=366),
        )


def _revoke_one(city: City) -> None:
    actor = _hotline(city)
    if actor.post:
        doors.revoke_key(actor, actor.post.machine_keys.order_by("-pk").first())


def _hand_in(city: City, *, kind: str, words: str, code: str) -> None:
    """As it comes through Open311: by the post the key acts for, and nobody else."""
    post = _hotline(city).post
    if post is None:
        return
    estate = next(
        place
        for place in city.places.values()
        if place.level == "estate" and place.path.startswith(post.place.path)
    )
    cases.file(
        Actor(post=post, posts=(post,)),
        estate,
        words=words,
        category=city.categories[kind],
        channel=Channel.API,
        code=code,
    )
