"""The figures of a street, each with the list behind it."""

from datetime import date

import pytest
from tests.house.test_queries import MOST, count

from yishi.network import actions, figures
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment, Organisation, Registration
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
    assert ">6<" in behind and ">2<" not in behind and "少于5" in behind
    assert "&lt;5" in client.get(f"/net/figures/{world.places['estate2'].code}/").content.decode()


def test_its_questions_are_few_and_do_not_grow(world, client, settings):
    settings.YISHI_PAGES_ARE_KEPT = False
    client.get(STREET)
    few = count(client, STREET)
    assigned(world, 12)
    assert few <= MOST
    assert count(client, STREET) <= few
