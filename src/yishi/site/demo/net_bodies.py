"""Bodies and posts of the demo city beyond that they are there: what belongs to what, contracts of companies, seats of
councils, where secretaries come from, a post that is vacant, and the operator's limited duty with its second step."""

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.network.models import Figure, Organisation, figure
from yishi.network.powers import Role
from yishi.people.models import Person
from yishi.record import chore, clock

from . import content, shapes
from .told import City

APP_KEY = "YISHIDEMOYISHIDEMOYISHIDEMOYISHI"
"""What an app for one-time codes is given, so that anybody can play the demo's operator. Of the demo alone."""
SPARE_CODES = 3
OPERATOR = "street.operator"
DAY = dt.timedelta(days=1)
SOURCES = ("worker", "cadre", "retired", "worker", "resident", "worker", "property")
"""Where the secretaries come from, in turn."""
ENDS_SOON = {"dangui": 45, "liudi": 80}
"""Days until the contract of these estates ends."""
CONTRACT = dt.timedelta(days=1095)
OFFICES = ("市人大代表", "辖区派出所")
"""Invited to every council without a post here."""


def terms(said: shapes.Post, turn: int) -> list[dict[str, Any]]:
    """When whoever holds the post does so: since the beginning, or for the operator one limited term after the other.
    `turn` counts the posts."""
    today, last = clock.today(), clock.real_now().date()
    if said.role != Role.OPERATOR:
        return [{"from_on": today, **_chosen(said, turn)}]
    most = figure(Figure.What.OPERATOR).amount
    days = range(0, (last - today).days + 1, most)
    return [{"from_on": today + n * DAY, "until_on": today + (n + most - 1) * DAY} for n in days]


def _chosen(said: shapes.Post, turn: int) -> dict[str, Any]:
    if said.role != Role.BRANCH:
        return {}
    source = SOURCES[turn % len(SOURCES)]
    return {"source": source, "full_time": source in ("worker", "cadre")}


def build_bodies(city: City) -> None:
    """All of it, on the day the city begins."""
    _belong(city)
    _contracts(city)
    _seats(city)
    branch = city.organisations["liudi.branch"]
    network.create_post(
        CLOCK, branch, role=Role.ON_DUTY, code="liudi.night", seats=1, duty_hours="19:00–21:00"
    )  # nobody holds it
    give_second_step(city.people[content.POSTS[OPERATOR].holders[0]])


def _belong(city: City) -> None:
    """Estate branches to the committee of their community, groups to the branch, member households to the group."""
    for key, estate in content.ESTATES.items():
        committee = city.organisations[f"{estate.community}.committee"]
        network.set_parent(CLOCK, city.organisations[f"{key}.branch"], parent=committee)
    for key, body in city.organisations.items():
        scope, _dot, what = key.partition(".")
        if what == "group":
            branch = city.organisations[f"{scope.partition('-')[0]}.branch"]
            network.set_parent(CLOCK, body, parent=branch)
        elif what == "home":
            network.set_parent(CLOCK, body, parent=city.organisations[f"{scope.rpartition('-')[0]}.group"])


def _contracts(city: City) -> None:
    last = clock.real_now().date()
    for post in content.POSTS.values():
        if post.role != Role.PROPERTY:
            continue
        estate = post.key.partition(".")[0]
        until = last + ENDS_SOON[estate] * DAY if estate in ENDS_SOON else clock.today() + CONTRACT
        network.serve(
            CLOCK,
            city.organisations[post.organisation],
            place=city.places[post.place],
            from_on=until - CONTRACT,
            until_on=until,
        )


def _seats(city: City) -> None:
    for key in content.COMMUNITIES:
        council = city.organisations[f"{key}.council"]
        fixed = [city.posts[f"{key}.committee"]]
        fixed += [
            city.posts[f"{estate}.branch"]
            for estate, said in content.ESTATES.items()
            if said.community == key
        ]
        for post in fixed:
            network.give_seat(CLOCK, council, kind="fixed", post=post)
        for office in OFFICES:
            network.give_seat(CLOCK, council, kind="invited", title=office)
        firms = Organisation.objects.filter(
            kind="property", servings__place__path__startswith=council.place.path
        )
        for firm in firms.distinct().order_by("id"):
            network.give_seat(CLOCK, council, kind="invited", body=firm)


@chore("how somebody proves when signing in that it is them is no fact of public life")
def give_second_step(person: Person) -> None:
    """The person signs in with an app for one-time codes too, or with a spare code."""
    TOTP.activate(person, APP_KEY)
    RecoveryCodes.activate(person)


def second_step() -> tuple[str, list[str]] | None:
    """What the operator of the demo is asked for beside the password: the key for an app, and spare codes; None where
    there is no such demo."""
    found = Authenticator.objects.filter(
        type=Authenticator.Type.RECOVERY_CODES, user__username=content.POSTS[OPERATOR].holders[0]
    ).first()
    return (APP_KEY, found.wrap().get_unused_codes()[:SPARE_CODES]) if found else None
