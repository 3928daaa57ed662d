"""One small neighbourhood, built through actions: the world in which all tests happen.

Osmanthus Court (桂花苑) and Camphor Court (香樟苑) in one community of one street, with everybody who has a post there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from yishi.cases import actions as cases
from yishi.cases.models import Case, Category, Channel, Ladder
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK, Actor, acting
from yishi.network.models import Level, Organisation, Place, Post
from yishi.network.powers import Role
from yishi.people import actions as people
from yishi.record import clock

PASSWORD = "osmanthus-in-autumn"
CODE = "20260415"


@dataclass
class World:
    """The neighbourhood's places, posts and people by short names."""

    places: dict[str, Place] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, object] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)

    def actor(self, post: str) -> Actor:
        """Whoever holds the post, acting in it."""
        return acting(self.posts[post], self.people.get(post))

    def report(
        self, words: str = "三栋一单元楼道口堆着柴火，老人上下楼很不方便。", *, by: Actor = ANYONE, **what
    ) -> Case:
        """A resident of building 3 says something."""
        place = self.places[what.pop("place", "b3")]
        category = self.categories[what.pop("category", "stairwell")]
        fields = {"channel": Channel.WEB, "code": CODE, **what}
        return cases.report(by, place, words=words, category=category, **fields)

    def handling(self, **what) -> Case:
        """A case the steward has taken."""
        return cases.take(self.actor("steward"), self.report(**what))

    def answered(self, **what) -> Case:
        """A case that was solved, and whose resident is asked."""
        case = self.handling(**what)
        return cases.answer(self.actor("steward"), case, kind="solved", text="柴火已经清走，楼道恢复通畅。")

    def reporter(self, case: Case) -> Actor:
        """Whoever holds the code of the case."""
        return Actor(follows=frozenset({case.pk}))


def build() -> World:
    """Build the neighbourhood. About forty actions."""
    world = World()
    with clock.at(clock.now() - timedelta(days=200)):
        _places(world)
        _posts(world)
        _categories(world)
        cases.set_ladder(
            CLOCK,
            world.places["community"],
            rungs=[
                (Role.STEWARD, 4, 72),
                (Role.BRANCH, 24, 120),
                (Role.COMMITTEE, 24, 168),
                (Role.COUNCIL, 72, 360),
            ],
            lapse_days=7,
            source="test",
        )
        # words without anything personal are shown at once; what waits for a look has tests of its own
        cases.set_publishing(CLOCK, Ladder.objects.get(), sure_at_once=True)
    return world


def _places(world: World) -> None:
    tree = [
        ("district", None, "421182000000", Level.DISTRICT, "武穴市", "Wuxue"),
        ("street", "district", "421182001000", Level.STREET, "武穴街道", "Wuxue Street"),
        ("community", "street", "421182001901", Level.COMMUNITY, "桂花社区", "Osmanthus Community"),
        ("estate", "community", "421182001901-01", Level.ESTATE, "桂花苑", "Osmanthus Court"),
        ("b3", "estate", "421182001901-01-03", Level.BUILDING, "3栋", "Building 3"),
        ("b5", "estate", "421182001901-01-05", Level.BUILDING, "5栋", "Building 5"),
        ("estate2", "community", "421182001901-02", Level.ESTATE, "香樟苑", "Camphor Court"),
        ("c1", "estate2", "421182001901-02-01", Level.BUILDING, "1栋", "Building 1"),
    ]
    for key, parent, code, level, zh, en in tree:
        place = world.places[parent] if parent else None
        if place:
            place.refresh_from_db()
        world.places[key] = network.add_place(CLOCK, place, code=code, level=level, name_zh=zh, name_en=en)


def _posts(world: World) -> None:
    kinds = Organisation.Kind
    seats = [
        # key, organisation kind, its name, role, place
        ("steward", kinds.STEWARDS, "桂花苑红色小管家", Role.STEWARD, "estate"),
        ("steward2", kinds.STEWARDS, "香樟苑红色小管家", Role.STEWARD, "estate2"),
        ("on_duty", kinds.BRANCH, "桂花苑下沉党员", Role.ON_DUTY, "estate"),
        ("branch", kinds.BRANCH, "桂花苑党支部", Role.BRANCH, "estate"),
        ("branch2", kinds.BRANCH, "香樟苑党支部", Role.BRANCH, "estate2"),
        ("committee", kinds.COMMITTEE, "桂花社区居委会", Role.COMMITTEE, "community"),
        ("council", kinds.COUNCIL, "桂花社区党群议事会", Role.COUNCIL, "community"),
        ("hotline", kinds.HOTLINE, "桂花社区热线", Role.HOTLINE, "community"),
        ("property", kinds.PROPERTY, "安心物业", Role.PROPERTY, "estate"),
        ("fire", kinds.DEPARTMENT, "消防救援大队", Role.DEPARTMENT, "district"),
        ("operator", kinds.OPERATOR, "技术运维", Role.OPERATOR, "district"),
    ]
    for key, kind, name, role, place in seats:
        organisation = network.found(CLOCK, world.places[place], kind=kind, code=f"org-{key}", name_zh=name)
        post = network.create_post(CLOCK, organisation, role=role, code=f"post-{key}", phone="19900000000")
        person = people.register(CLOCK, None, username=key, name=name[:3], password=PASSWORD)
        for first, last in _terms(role):
            network.appoint(CLOCK, post, person=person, from_on=first, until_on=last)
        world.posts[key], world.people[key] = post, person
    for key in ("resident", "neighbour"):
        world.people[key] = people.register(CLOCK, None, username=key, name="周吴", password=PASSWORD)


def _terms(role: str) -> Iterator[tuple[date, date | None]]:
    """Since the beginning of 2026; an operator's duty in terms of half a year, one after the other."""
    first, end = date(2026, 1, 1), clock.today() + timedelta(days=700)
    if role != Role.OPERATOR:
        yield first, None
        return
    while first < end:
        yield first, first + timedelta(days=179)
        first += timedelta(days=180)


def _categories(world: World) -> None:
    top = cases.set_category(CLOCK, None, code="shared", name_zh="公共空间", name_en="Shared space")
    gas = cases.set_category(CLOCK, None, code="gas", name_zh="燃气", name_en="Gas", position=1)
    world.categories = {
        "stairwell": cases.set_category(
            CLOCK, top, code="shared.stairwell", name_zh="楼道堆物", name_en="Clutter in the stairwell"
        ),
        "service": cases.set_category(
            CLOCK,
            top,
            code="shared.service",
            name_zh="物业服务",
            name_en="Property service",
            questions=[
                {"kind": "choice", "text_zh": "什么时候？", "text_en": "When?", "choices_zh": "白天\n夜里"}
            ],
        ),
        "leak": cases.set_category(
            CLOCK,
            gas,
            code="gas.leak",
            name_zh="闻到燃气味",
            name_en="Smell of gas",
            stop_zh="请马上离开，到室外再打电话。",
            stop_en="Leave at once and ring from outside.",
            stop_number="119",
        ),
    }
