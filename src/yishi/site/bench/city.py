"""The invented city of the benchmark: its places, and who holds a post where. Entered through actions like any."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from yishi.cases import setup
from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.network.models import Level, Organisation, Place, Post
from yishi.network.powers import Role
from yishi.people import actions as people

ESTATES = 1166
DISTRICTS, STREETS, COMMUNITIES = 3, 4, 8
"""Districts of the city, streets of a district, communities of a street at the most."""
BUILDINGS = 2
TOGETHER = 200
SINCE = date(2020, 1, 1)
NUMERALS = "东西南北中和平安宁福永新华光明春秋江河湖海"


@dataclass
class City:
    """What the measurements need to know of it."""

    city: Place
    streets: list[Place]
    communities: list[Place]
    estates: list[Place]
    buildings: list[Place]


def find() -> City | None:
    """The city, if it stands already."""
    by_level: dict[str, list[Place]] = {}
    for place in Place.objects.order_by("path"):
        by_level.setdefault(place.level, []).append(place)
    if Level.CITY not in by_level:
        return None
    levels = (Level.STREET, Level.COMMUNITY, Level.ESTATE, Level.BUILDING)
    return City(by_level[Level.CITY][0], *(by_level[level] for level in levels))


def build(estates: int = ESTATES, each: Callable[[], object] = lambda: None) -> City:
    """The city stands: a tree down to the building, a ladder over all of it, a steward in every estate and a committee
    in every community."""
    setup.enter_taxonomy(CLOCK)
    top = _place(None, "900000000000", Level.CITY, "议事市")
    setup.enter_ladder(CLOCK, top)
    communities = _communities(top, estates)
    for begin in range(0, estates, TOGETHER):
        with transaction.atomic():
            for n in range(begin, min(begin + TOGETHER, estates)):
                _estate(communities[n % len(communities)], n)
                each()
    if (found := find()) is None:
        raise RuntimeError("the city was built and is not there")
    return found


def _communities(top: Place, estates: int) -> list[Place]:
    made: list[Place] = []
    wanted = max(1, min(DISTRICTS * STREETS * COMMUNITIES, estates // 4))
    with transaction.atomic():
        for d in range(DISTRICTS):
            district = _place(top, f"90{d + 1:02}00000000", Level.DISTRICT, f"{_name(d)}区")
            for s in range(STREETS):
                n = d * STREETS + s
                street = _place(
                    district, f"90{d + 1:02}{s + 1:02}000000", Level.STREET, f"{_name(n + 3)}街道"
                )
                for c in range(COMMUNITIES):
                    if len(made) < wanted or not c:
                        code = f"90{d + 1:02}{s + 1:02}{c + 1:03}000"
                        made.append(_place(street, code, Level.COMMUNITY, f"{_name(n * 8 + c)}社区"))
                        _post(made[-1], Organisation.Kind.COMMITTEE, Role.COMMITTEE, f"居委会{code}")
    return made


def _name(n: int) -> str:
    return NUMERALS[n % len(NUMERALS)] + NUMERALS[(n // len(NUMERALS) + n * 7 + 1) % len(NUMERALS)]


def _estate(community: Place, n: int) -> None:
    estate = _place(community, f"{community.code}-{n:04}", Level.ESTATE, f"{_name(n)}{n + 1}苑")
    _post(estate, Organisation.Kind.STEWARDS, Role.STEWARD, f"小管家{n}")
    for b in range(1, BUILDINGS + 1):
        _place(estate, f"{estate.code}-{b:02}", Level.BUILDING, f"{b}栋")


def _place(parent: Place | None, code: str, level: str, name: str) -> Place:
    if parent:
        parent.refresh_from_db()
    return network.add_place(CLOCK, parent, code=code, level=level, name_zh=name)


def _post(place: Place, kind: str, role: str, name: str) -> Post:
    body = network.found(CLOCK, place, kind=kind, code=f"org-{place.code}", name_zh=name)
    post = network.create_post(CLOCK, body, role=role, code=f"post-{place.code}", phone="19900000000")
    person = people.register(CLOCK, None, username=f"at-{place.code}", name="任意人", encoded="!")
    network.appoint(CLOCK, post, person=person, from_on=SINCE)
    return post
