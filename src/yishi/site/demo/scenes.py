"""The full city (`./yishi demo --scenes`): a street with its whole net, and a district of 1,166 estates, brought in at
once through the bulk paths of the actions. Places and people are invented, and so are the codes: 991 and 92 are issued
to nobody."""

import datetime as dt
from collections.abc import Callable, Iterator

from yishi.network import actions
from yishi.network.actions import Net, NewBody, NewMember, NewOpening, NewPlace, NewPost, NewTerm
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment, Level, Organisation, Place
from yishi.network.powers import Role
from yishi.people import actions as people
from yishi.people.models import Person
from yishi.record import clock

from . import scenes_meet
from .scenes_words import body_name, estate_name, opening, person_name, phone, proof

Progress = Callable[[str, int, int], None]
Kind = Organisation.Kind

STREET, DISTRICT = "421182991000", "421192000000"
ABOVE = ("421182000000", "421100000000")
"""The district and the city the two lie in: those of the small demo."""
BEGAN = dt.timedelta(days=440)
BRANCHES, GROUPS, MEMBER_HOMES, STEWARDS, OPENINGS = 187, 467, 4307, 109, 1105
PROMISED, OVERDUE, COMMUNITIES = 31, 4, 21
OWN, JOINT, SECRETARIES, ASSIGNED = 491, 675, 829, 23_180
DISTRICT_STREETS, DISTRICT_COMMUNITIES = 8, 9
"""Streets of the district, and communities of each."""
PARTS = 4 + scenes_meet.PARTS


def are_built() -> bool:
    """Whether the full city stands."""
    return Place.objects.filter(code=DISTRICT).exists()


def build_scenes(city: Place, district: Place, progress: Progress) -> None:
    """The street within the district of the small demo, the second district within its city, and a year of sessions of
    both."""
    with clock.at(clock.now() - BEGAN):
        crowd = _Crowd()
        progress("Scenes", 1, PARTS)
        street = _street(crowd)
        progress("Scenes", 2, PARTS)
        other = _district(crowd)
        actions.bring_in_net(CLOCK, district, net=street)
        progress("Scenes", 3, PARTS)
        actions.bring_in_net(CLOCK, city, net=other)
    progress("Scenes", 4, PARTS)
    parts = iter(range(5, PARTS + 1))
    here, there = (Place.objects.get(code=code) for code in (STREET, DISTRICT))
    scenes_meet.build_sessions(here, there, lambda: progress("Scenes", next(parts), PARTS))


class _Crowd:
    """People of the full city, opened all at once and given out one by one."""

    def __init__(self) -> None:
        many = STEWARDS + BRANCHES + GROUPS + MEMBER_HOMES + SECRETARIES + ASSIGNED
        said = [(f"scene-{number:05d}", person_name(number)) for number in range(many)]
        self._people = iter(people.register_many(CLOCK, newcomers=said))

    def one(self) -> Person:
        return next(self._people)


def _spread(total: int, over: int) -> Iterator[int]:
    """So many over so many, as evenly as it goes."""
    for number in range(over):
        yield (number + 1) * total // over - number * total // over


# --- scene 1: the street ---


def _street(crowd: _Crowd) -> Net:
    net = Net([NewPlace(STREET, STREET[:6] + "000000", Level.STREET, "滨江新街道", "New Riverside Street")])
    estates = _estates_of_street(net)
    for number, (estate, buildings) in enumerate(zip(estates, _spread(GROUPS, len(estates)), strict=True)):
        _branch(net, crowd, estate, number)
        if number < STEWARDS:
            _steward(net, crowd, estate, number)
        _buildings(net, crowd, estate, buildings)
    _openings(net, [body.code for body in net.bodies if body.kind == Kind.BRANCH])
    return net


def _estates_of_street(net: Net) -> list[NewPlace]:
    estates: list[NewPlace] = []
    for number, many in enumerate(_spread(BRANCHES, COMMUNITIES)):
        community = NewPlace(f"{STREET[:9]}{number + 1:03d}", STREET, Level.COMMUNITY, _community(number), "")
        net.places.append(community)
        estates += [_estate(community, n, len(estates) + n) for n in range(many)]
        net.places += estates[-many:]
    return estates


def _community(number: int) -> str:
    return f"{estate_name(number * 7)[:2]}社区"


def _estate(community: NewPlace, number: int, seed: int) -> NewPlace:
    return NewPlace(f"{community.code}-{number + 1:02d}", community.code, Level.ESTATE, estate_name(seed))


def _branch(net: Net, crowd: _Crowd, estate: NewPlace, number: int) -> None:
    code = f"branch.{estate.code}"
    net.bodies.append(
        NewBody(code, Kind.BRANCH, estate.code, body_name(estate.name_zh, Kind.BRANCH), serves=(estate.code,))
    )
    term = NewTerm(crowd.one(), clock.today(), Appointment.Source.RESIDENT, full_time=number % 3 == 0)
    net.posts.append(
        NewPost(f"{code}.1", code, Role.BRANCH, estate.code, phone(number), "每天 8:30–17:30", (term,))
    )


def _steward(net: Net, crowd: _Crowd, estate: NewPlace, number: int) -> None:
    code = f"stewards.{estate.code}"
    net.bodies.append(NewBody(code, Kind.STEWARDS, estate.code, body_name(estate.name_zh, Kind.STEWARDS)))
    term = NewTerm(crowd.one(), clock.today())
    said = NewPost(
        f"{code}.1", code, Role.STEWARD, estate.code, phone(300 + number), "每天 8:00–20:00", (term,)
    )
    net.posts.append(said)


def _buildings(net: Net, crowd: _Crowd, estate: NewPlace, many: int) -> None:
    """Each with its group; the member households are spread over all buildings of the street."""
    for number in range(many):
        place = NewPlace(
            f"{estate.code}-{number + 1:02d}",
            estate.code,
            Level.BUILDING,
            f"{number + 1}栋",
            f"Building {number + 1}",
        )
        net.places.append(place)
        _at_building(net, crowd, place, Kind.GROUP, Role.GROUP, f"{estate.name_zh}{number + 1}栋党小组", 0)
        done = sum(body.kind == Kind.GROUP for body in net.bodies)
        for home in range(done * MEMBER_HOMES // GROUPS - (done - 1) * MEMBER_HOMES // GROUPS):
            name = f"{estate.name_zh}{number + 1}栋党员中心户（{home + 1}）"
            _at_building(net, crowd, place, Kind.MEMBER_HOME, Role.MEMBER_HOME, name, home + 1)


def _at_building(
    net: Net, crowd: _Crowd, place: NewPlace, kind: str, role: str, name: str, number: int
) -> None:
    code = f"{kind}.{place.code}.{number}"
    net.bodies.append(NewBody(code, kind, place.code, name, serves=(place.code,)))
    net.posts.append(
        NewPost(f"{code}.1", code, role, place.code, terms=(NewTerm(crowd.one(), clock.today()),))
    )


def _openings(net: Net, branches: list[str]) -> None:
    """Each branch has done five or six things; some are promised, a few overdue."""
    today = clock.real_now().date()
    for number in range(OPENINGS):
        promised = clock.today() + dt.timedelta(days=number % 180)
        due = promised + dt.timedelta(days=20 + number % 40)
        done = due - dt.timedelta(days=number % 15 - (3 if number % 20 == 0 else 0))
        body = branches[number % len(branches)]
        net.openings.append(NewOpening(body, opening(number), promised, due, min(done, today), proof(number)))
    for number in range(PROMISED + OVERDUE):
        due = today + dt.timedelta(days=5 + number if number < PROMISED else PROMISED - number - 3)
        body = branches[number * 5 % len(branches)]
        net.openings.append(NewOpening(body, opening(number + 11), today - dt.timedelta(days=30), due))


# --- scene 3: the district ---


def _district(crowd: _Crowd) -> Net:
    net = Net(
        [NewPlace(DISTRICT, DISTRICT[:4] + "00000000", Level.DISTRICT, "东河新区", "Eastern River District")]
    )
    estates = list(_estates_of_district(net))
    confirming = _confirming(net, crowd)
    by_branch = [[estate] for estate in estates[:OWN]]
    shared = estates[OWN:]
    by_branch += [shared[at : at + 2] for at in range(0, len(shared) - 3, 2)] + [shared[-3:]]
    for number, served in enumerate(by_branch):
        _secretary(net, crowd, served, number, 2 if number < SECRETARIES - len(by_branch) else 1)
    for estate, many in zip(estates, _spread(ASSIGNED, len(estates)), strict=True):
        community = estate.parent
        net.members += [
            NewMember(crowd.one(), community, estate.code, clock.today(), confirming[community])
            for _n in range(many)
        ]
    return net


def _estates_of_district(net: Net) -> Iterator[NewPlace]:
    places = _spread(OWN + JOINT, DISTRICT_STREETS * DISTRICT_COMMUNITIES)
    seed = BRANCHES
    for s in range(DISTRICT_STREETS):
        street = NewPlace(
            f"{DISTRICT[:6]}{s + 1:03d}000", DISTRICT, Level.STREET, f"{estate_name(s * 11 + 3)[:2]}街道"
        )
        net.places.append(street)
        for c in range(DISTRICT_COMMUNITIES):
            community = NewPlace(
                f"{street.code[:9]}{c + 1:03d}", street.code, Level.COMMUNITY, _community(s * 9 + c + 30)
            )
            net.places.append(community)
            for n in range(next(places)):
                estate = _estate(community, n, seed)
                net.places.append(estate)
                seed += 1
                yield estate


def _confirming(net: Net, crowd: _Crowd) -> dict[str, str]:
    """The committee of each community, whose clerk confirms who has reported; that desk is vacant in this demo."""
    posts = {}
    for place in [each for each in net.places if each.level == Level.COMMUNITY]:
        code = f"committee.{place.code}"
        net.bodies.append(NewBody(code, Kind.COMMITTEE, place.code, body_name(place.name_zh, Kind.COMMITTEE)))
        net.posts.append(NewPost(f"{code}.1", code, Role.COMMITTEE, place.code))
        posts[place.code] = f"{code}.1"
    return posts


def _secretary(net: Net, crowd: _Crowd, served: list[NewPlace], number: int, people: int) -> None:
    """A branch with its full-time secretary at the first of the estates it serves; one has two."""
    first, code = served[0], f"branch.{served[0].code}"
    name = body_name(first.name_zh, Kind.BRANCH) if len(served) == 1 else f"{first.name_zh}等联合党支部"
    net.bodies.append(
        NewBody(code, Kind.BRANCH, first.code, name, serves=tuple(each.code for each in served))
    )
    source = (Appointment.Source.CADRE, Appointment.Source.WORKER, Appointment.Source.RETIRED)[number % 3]
    terms = tuple(NewTerm(crowd.one(), clock.today(), source, full_time=True) for _n in range(people))
    net.posts.append(
        NewPost(f"{code}.1", code, Role.BRANCH, first.code, phone(600 + number), "每天 8:30–17:30", terms)
    )
