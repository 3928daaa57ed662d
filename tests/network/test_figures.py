"""The figures of a street, each with the list behind it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.house.test_queries import MOST, count

from yishi.network import actions, figures
from yishi.network.actors import CLOCK
from yishi.network.few import too_few
from yishi.network.models import Appointment, Organisation, Registration
from yishi.network.powers import Role
from yishi.people import actions as people

pytestmark = pytest.mark.django_db
STREET = "/net/figures/421182001000/"


def test_every_figure_leads_to_a_list(world, client):
    page = client.get(STREET).content.decode()
    for name in figures.LISTS:
        assert f'href="{STREET}{name}/"' in page
        assert client.get(f"{STREET}{name}/").status_code == 200
    assert client.get(f"{STREET}nonsense/").status_code == 404


def test_bodies_and_posts_are_counted_where_they_are(world):
    found = figures.of(world.places["street"].path)
    branches = Organisation.objects.filter(kind=Organisation.Kind.BRANCH).count()
    assert (found.branches, found.stewards, found.members, found.secretaries) == (branches, 2, 0, 0)
    assert figures.of(world.places["estate2"].path).stewards == 1


def test_full_time_secretaries_are_those_said_to_be(world):
    Appointment.objects.filter(post=world.posts["branch"]).update(full_time=True)
    assert figures.of(world.places["street"].path).secretaries == 1


def assigned(world, count, estate="estate"):
    for n in range(count):
        person = people.register(CLOCK, None, username=f"{estate}-{n}", password="osmanthus-in-autumn")
        Registration.objects.create(
            community=world.places["community"],
            person=person,
            assigned_to=world.places[estate],
            from_on=date(2026, 1, 1),
            confirmed_on=date(2026, 1, 1),
        )


def test_few_people_are_not_told_as_a_number(world, client):
    actions.set_roll_policy(CLOCK, None, small_cell=5)
    assigned(world, 6)
    assigned(world, 2, "estate2")
    page = client.get(STREET).content.decode()
    assert ">8<" in page
    behind = client.get(f"{STREET}members/").content.decode()
    assert ">6<" not in behind and ">2<" not in behind, "8 less 6 would be 2"
    assert behind.count("不显示") >= 2
    assert "&lt;5" in client.get(f"/net/figures/{world.places['estate2'].code}/").content.decode()
    assert ">6<" not in client.get(f"/net/figures/{world.places['estate'].code}/").content.decode()


def test_of_three_estates_the_two_smallest_are_not_told(world, client):
    actions.set_roll_policy(CLOCK, None, small_cell=5)
    third = actions.add_place(
        CLOCK, world.places["community"], code="421182001901-03", level="estate", name_zh="三苑"
    )
    world.places["third"] = third
    for estate, many in (("estate", 6), ("estate2", 2), ("third", 9)):
        assigned(world, many, estate)
    places = [world.places[name] for name in ("estate", "estate2", "third")]
    assert list(figures.members_at(places, 5).values()) == [None, None, 9]
    assert figures.of(third.path).members_shown == 9
    assert list(figures.members_at(places, 2).values()) == [6, 2, 9]


@given(st.dictionaries(st.integers(), st.integers(0, 30), max_size=6), st.integers(1, 12))
def test_no_small_figure_can_be_worked_out_from_the_total_and_the_rest(counts, least):
    hidden = too_few(counts, least)
    assert {key for key, count in counts.items() if 0 < count < least} <= hidden
    assert all(counts[key] for key in hidden)
    told = [count for key, count in counts.items() if key not in hidden]
    if len(hidden) == 1:
        assert not any(told), "where only one has anybody, it is the total, which is not told either"


def test_who_leads_two_branches_full_time_counts_once(world, client):
    term = Appointment.objects.get(post=world.posts["branch"])
    term.full_time = True
    term.save()
    body = actions.found(
        CLOCK, world.places["estate2"], kind="branch", code="second-branch", name_zh="香樟苑党支部"
    )
    post = actions.create_post(
        CLOCK, body, role=Role.BRANCH, code="second-secretary", place=world.places["estate2"]
    )
    actions.appoint(CLOCK, post, person=term.person, from_on=term.from_on, full_time=True)
    path = world.places["street"].path
    assert figures.secretaries(path).count() == 2
    assert figures.of(path).secretaries == 1
    page = client.get(f"{STREET}secretaries/").content.decode()
    assert "香樟苑党支部" in page and body.name_zh in page
    assert "只算一次" in page


def test_its_questions_are_few_and_do_not_grow(world, client, settings):
    settings.YISHI_PAGES_ARE_KEPT = False
    client.get(STREET)
    few = count(client, STREET)
    assigned(world, 12)
    assert few <= MOST
    assert count(client, STREET) <= few
