"""The net: places and their names, who holds a post on which day, what each role may do and where."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import translation

from yishi.network import actions, rules
from yishi.network.actors import ANYONE, CLOCK, Actor, acting
from yishi.network.models import Appointment, Level, Place, Post
from yishi.network.powers import POWERS, Power, Role, roles_with
from yishi.people import actions as people
from yishi.record import Refused, clock
from yishi.record.models import Entry
from yishi.site.middleware import find_actor

TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)

MAY = """
            steward on_duty branch committee council hotline property department operator group member_home owners team
see_all     x       x       x      x         x       x       -        -          -        -     -           -      -
see_contact x       -       x      x         x       x       -        -          -        -     -           -      -
see_kept    -       -       -      -         -       x       -        -          -        -     -           -      -
file        x       x       x      x         x       x       -        -          -        x     x           -      -
handle      x       -       x      x         x       -       -        -          -        -     -           -      -
volunteer   -       x       -      -         -       -       -        -          -        -     -           -      -
ask_part    x       -       x      x         x       -       -        -          -        -     -           -      -
do_part     -       -       -      -         -       -       x        x          -        -     -           -      -
rule        -       -       -      x         -       -       -        -          -        -     -           -      -
call_back   -       -       x      x         x       x       -        -          -        -     -           -      -
set_up      -       -       -      x         -       -       -        -          x        -     -           -      -
see_outbox  -       -       -      -         -       -       -        -          x        -     -           -      -
vouch       x       -       x      x         -       -       -        -          -        -     -           -      -
tasks       -       -       x      x         -       -       -        -          -        -     -           -      -
see_roll    x       -       x      x         -       -       -        -          -        -     -           -      -
keep_roll   -       -       -      x         -       -       -        -          -        -     -           -      -
supervise   -       -       -      x         x       x       -        -          -        -     -           -      -
glass       -       -       -      x         x       x       -        -          -        -     -           -      -
convene     -       -       x      x         x       -       -        -          -        -     -           -      -
sheet       x       x       x      x         x       -       -        -          -        -     -           -      -
"""


def expected() -> list[tuple[str, str, bool]]:
    """(who, what, whether) of every cell."""
    roles, *lines = (line.split() for line in MAY.strip().splitlines())
    return [
        (role, power, mark == "x") for power, *marks in lines for role, mark in zip(roles, marks, strict=True)
    ]


@pytest.fixture
def today():
    """It is noon on the fifteenth of June."""
    with clock.at(datetime(2026, 6, 15, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield TODAY


@pytest.fixture
def vacant(world) -> Post:
    """A post nobody holds."""
    organisation = world.posts["steward"].organisation
    return actions.create_post(CLOCK, organisation, role=Role.STEWARD, code="vacant")


# --- what a role may do ---


@pytest.mark.parametrize(("role", "power", "may"), expected())
def test_what_a_role_may_do(role, power, may):
    assert (power in POWERS[role]) is may
    assert (role in roles_with(power)) is may


def test_the_table_knows_every_role_and_every_power():
    said = {(role, power) for role, power, _may in expected()}
    assert said == {(role, power) for role in Role.values for power in Power.values}


def test_a_power_holds_over_the_place_of_the_post_and_within(world):
    steward, places = world.actor("steward"), world.places
    assert steward.can(Power.HANDLE, places["estate"].path)
    assert steward.can(Power.HANDLE, places["b3"].path)
    assert not steward.can(Power.HANDLE, places["estate2"].path)
    assert not steward.can(Power.HANDLE, places["community"].path)
    assert not steward.can(Power.RULE, places["estate"].path)


@pytest.mark.parametrize("power", Power.values)
def test_without_a_post_nobody_can_anything(world, power):
    for actor in (ANYONE, CLOCK, Actor(person=world.people["resident"])):
        assert not actor.can(power, world.places["b3"].path)


# --- who may set up ---


@pytest.mark.parametrize(
    ("who", "where", "may"),
    [
        ("committee", "community", True),
        ("committee", "b3", True),
        ("committee", "street", False),
        ("operator", "community", True),
        ("operator", "district", True),
        ("steward", "estate", False),
        ("branch", "estate", False),
        ("council", "community", False),
        ("hotline", "community", False),
        ("property", "estate", False),
        ("fire", "district", False),
    ],
)
def test_who_may_set_up(world, who, where, may):
    actor, place = world.actor(who), world.places[where]
    organisation, post = SimpleNamespace(place=place), SimpleNamespace(place=place)
    assert bool(rules.may_add_place(actor, place)) is may
    assert bool(rules.may_found(actor, place)) is may
    assert bool(rules.may_create_post(actor, organisation)) is may
    assert bool(rules.may_appoint(actor, post)) is may
    assert bool(rules.may_relieve(actor, SimpleNamespace(post=post))) is may


def test_a_place_on_top_is_for_the_clock_alone(world):
    for who in world.posts:
        assert not rules.may_add_place(world.actor(who), None)
    assert rules.may_add_place(CLOCK, None)
    assert not rules.may_add_place(ANYONE, None)


def test_a_refusal_says_who_may_and_leaves_nothing(world):
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refused, translation.override("en"):
        actions.appoint(world.actor("steward"), world.posts["steward"], person=world.people["neighbour"])
    assert "community committee" in str(refused.value)
    assert world.people["neighbour"] not in world.posts["steward"].holders()
    assert Entry.objects.count() == entries


# --- terms ---


@pytest.mark.parametrize(
    ("from_on", "until_on", "holds"),
    [
        (TODAY - DAY, None, True),
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY - DAY, TODAY, True),
        (TODAY - 2 * DAY, TODAY - DAY, False),
        (TODAY + DAY, None, False),
        (TODAY + DAY, TODAY + 2 * DAY, False),
    ],
)
def test_a_post_is_held_from_a_day_until_a_day_that_day_included(
    world, vacant, today, from_on, until_on, holds
):
    person = world.people["neighbour"]
    actions.appoint(CLOCK, vacant, person=person, from_on=from_on, until_on=until_on)
    assert vacant.holders() == ([person] if holds else [])
    assert Post.objects.held_by(person).filter(pk=vacant.pk).exists() is holds
    assert Post.objects.held().filter(pk=vacant.pk).exists() is holds


def test_the_day_is_the_day_here(world, vacant):
    person = world.people["neighbour"]
    actions.appoint(CLOCK, vacant, person=person, from_on=TODAY)
    # 16:30 in Greenwich is half an hour past midnight in Wuxue
    with clock.at(datetime(2026, 6, 14, 15, 30, tzinfo=ZoneInfo("UTC"))):
        assert not vacant.holders()
    with clock.at(datetime(2026, 6, 14, 16, 30, tzinfo=ZoneInfo("UTC"))):
        assert vacant.holders() == [person]


def test_a_term_may_be_asked_about_on_any_day(world, vacant, today):
    person = world.people["neighbour"]
    actions.appoint(CLOCK, vacant, person=person, from_on=TODAY + DAY, until_on=TODAY + 3 * DAY)
    held = [days for days in range(6) if vacant.holders(TODAY + days * DAY)]
    assert held == [1, 2, 3]


def test_without_a_day_a_term_begins_today(world, vacant, today):
    assert actions.appoint(CLOCK, vacant, person=world.people["neighbour"]).from_on == today


def test_a_vacant_post_is_there_and_nobody_holds_it(world, vacant):
    assert vacant.holders() == []
    assert vacant in Post.objects.over(world.places["b3"].path)
    assert vacant not in Post.objects.over(world.places["b3"].path).held()


def test_whoever_is_relieved_holds_it_to_the_end_of_that_day(world, today):
    post, person = world.posts["steward"], world.people["steward"]
    actions.relieve(CLOCK, Appointment.objects.get(post=post))
    assert post.holders() == [person]
    assert post.holders(today + DAY) == []
    assert Entry.objects.about(post.ref).filter(kind="network.Relieved").exists()


@pytest.mark.parametrize("act", ["appoint", "relieve"])
def test_a_term_does_not_end_before_it_begins(world, vacant, act):
    person = world.people["neighbour"]
    before = Appointment.objects.exclude(until_on=None).count()
    with pytest.raises(Refused), transaction.atomic():
        if act == "appoint":
            actions.appoint(CLOCK, vacant, person=person, from_on=TODAY, until_on=TODAY - DAY)
        else:
            term = Appointment.objects.get(post=world.posts["steward"])
            actions.relieve(CLOCK, term, until_on=term.from_on - DAY)
    assert Appointment.objects.exclude(until_on=None).count() == before


def test_several_people_share_a_post(world):
    post = world.posts["steward"]
    actions.appoint(CLOCK, post, person=world.people["neighbour"])
    assert post.holders() == [world.people["steward"], world.people["neighbour"]]


# --- posts over a place ---


def test_posts_over_a_place_the_nearest_first(world):
    posts = list(Post.objects.over(world.places["b3"].path))
    depths = [post.place.depth for post in posts]
    assert depths == sorted(depths, reverse=True)
    assert posts[0] == world.posts["steward"]
    assert set(posts[-2:]) == {world.posts["fire"], world.posts["operator"]}
    others = {world.posts[key] for key in ("steward2", "branch2")}
    assert not others & set(posts)


def test_a_post_at_the_building_is_nearer_than_one_at_the_estate(world):
    organisation = world.posts["steward"].organisation
    near = actions.create_post(
        CLOCK, organisation, role=Role.STEWARD, code="b3-steward", place=world.places["b3"]
    )
    assert Post.objects.over(world.places["b3"].path)[0] == near
    assert near not in Post.objects.over(world.places["b5"].path)


# --- whoever acts ---


def request(person, **said) -> SimpleNamespace:
    session = SessionStore()
    session.update(said)
    user = person or SimpleNamespace(is_authenticated=False)
    return SimpleNamespace(user=user, session=session)


def test_somebody_with_several_posts_acts_in_one_of_them(world):
    person, community = world.people["steward"], world.places["community"].path
    actions.appoint(CLOCK, world.posts["committee"], person=person)
    first = find_actor(request(person))
    assert first.post == world.posts["steward"]
    assert first.posts == (world.posts["steward"], world.posts["committee"])
    assert not first.can(Power.RULE, community)
    other = find_actor(request(person, post=world.posts["committee"].pk))
    assert other.ref == world.posts["committee"].ref
    assert other.can(Power.RULE, community)


def test_nobody_acts_in_a_post_of_somebody_else_or_of_the_past(world):
    person, committee = world.people["steward"], world.posts["committee"]
    assert find_actor(request(person, post=committee.pk)).post == world.posts["steward"]
    yesterday = clock.today() - DAY
    actions.appoint(CLOCK, committee, person=person, from_on=yesterday - DAY, until_on=yesterday)
    assert find_actor(request(person, post=committee.pk)).posts == (world.posts["steward"],)


def test_who_has_no_post_is_a_resident(world):
    assert find_actor(request(None)) == ANYONE
    actor = find_actor(request(world.people["resident"], follows=[3]))
    assert (actor.post, actor.ref, actor.follows) == (None, "resident", frozenset({3}))
    assert actor.pk == world.people["resident"].pk


def test_the_record_names_the_post_and_not_the_person(world):
    assert acting(world.posts["steward"], world.people["steward"]).ref == world.posts["steward"].ref
    assert (ANYONE.ref, CLOCK.ref) == ("resident", "clock")


# --- places ---


def test_a_place_begins_with_the_path_of_what_it_lies_in(world):
    chain = [world.places[key] for key in ("district", "street", "community", "estate", "b3")]
    for outer, inner in pairwise(chain):
        assert inner.path.startswith(outer.path)
        assert Place.objects.get_parent(inner) == outer
    assert list(Place.objects.around(chain[-1].path)) == chain


def test_what_lies_inside_a_place_is_the_place_and_all_within(world):
    inside = Place.objects.inside(world.places["estate"].path)
    assert set(inside) == {world.places[key] for key in ("estate", "b3", "b5")}
    assert Place.objects.inside("").count() == len(world.places)


def test_a_label_says_enough_within_the_community(world):
    b3, estate, community = (
        Place.objects.get(pk=world.places[key].pk) for key in ("b3", "estate", "community")
    )
    with translation.override("zh-hans"):
        assert [str(place) for place in (b3, estate, community)] == ["桂花苑 3栋", "桂花苑", "桂花社区"]
    with translation.override("en"):
        assert [str(place) for place in (b3, estate)] == ["Osmanthus Court Building 3", "Osmanthus Court"]


def test_a_label_without_an_english_name_falls_back_to_the_chinese(world):
    unit = actions.add_place(CLOCK, world.places["b3"], code="u1", level=Level.UNIT, name_zh="1单元")
    with translation.override("en"):
        assert unit.label == "Osmanthus Court Building 3 1单元"
        assert unit.name == "1单元"


def test_a_household_is_nobodys_business(world):
    home = actions.add_place(CLOCK, world.places["b3"], code="h1", level=Level.HOUSEHOLD, name_zh="101室")
    assert home not in Place.objects.visible_to(ANYONE)
    assert world.places["b3"] in Place.objects.visible_to(ANYONE)


def test_a_code_names_one_place(world):
    with pytest.raises(Refused), transaction.atomic():
        actions.add_place(
            CLOCK, world.places["b3"], code=world.places["b5"].code, level=Level.UNIT, name_zh="1单元"
        )


def test_what_is_set_up_is_recorded_without_a_name(world):
    person = people.register(CLOCK, None, username="newcomer", name="郑某某")
    actions.appoint(CLOCK, world.posts["branch"], person=person, from_on=TODAY)
    entry = Entry.objects.about(world.posts["branch"].ref).filter(kind="network.Appointed").last()
    assert person.ref in entry.fields and "2026-06-15" in entry.fields
    assert "郑某某" not in entry.fields and "newcomer" not in entry.fields


def test_one_door_is_one_household_however_it_is_written():
    from yishi.network.models import normal_door

    assert {normal_door(d) for d in ("1-501", " 1单元501室 ", "１－501", "1 501")} == {"1-501"}


def test_a_home_counts_once_somebody_else_vouches_for_it(world):
    from yishi.network.models import Residence

    resident = Actor(person=world.people["resident"])
    home = actions.claim_home(resident, world.places["b3"], door="1单元501室")
    assert not Residence.objects.verified().exists()
    steward_at_home = Actor(person=world.people["resident"], post=world.posts["steward"])
    with pytest.raises(Refused):
        actions.vouch_for_home(steward_at_home, home)
    with pytest.raises(Refused):
        actions.vouch_for_home(world.actor("steward2"), home)
    actions.vouch_for_home(world.actor("steward"), home)
    assert Residence.objects.of(resident.person).is_verified
    moved = actions.claim_home(resident, world.places["b5"], door="2-101")
    assert list(Residence.objects.present()) == [moved]
