"""Whom to ring: two taps from the building, and on paper."""

from datetime import timedelta

import pytest
from tests.house.test_queries import count

from yishi.network import actions
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment, Level, Post
from yishi.record import clock

pytestmark = pytest.mark.django_db


def test_my_building_is_two_taps_away(world, client):
    building = world.places["b3"]
    address = f"/net/directory/{building.code}/"
    assert f'href="{address}"' in client.get("/net/directory/").content.decode()
    page = client.get(address).content.decode()
    assert 'href="tel:19900000000"' in page and "小管家" in page


def test_the_steward_stands_first_and_a_vacant_post_is_not_rung(world, client):
    Post.objects.filter(pk=world.posts["steward"].pk).update(phone="0713-1111111")
    page = client.get(f"/net/directory/{world.places['b3'].code}/").content.decode()
    assert page.index("0713-1111111") < page.index("19900000000")
    Appointment.objects.filter(post=world.posts["steward"]).update(until_on=clock.today() - timedelta(days=1))
    assert "0713-1111111" not in client.get(f"/net/directory/{world.places['b3'].code}/").content.decode()


def test_a_building_is_found_by_its_name(world, client):
    page = client.get("/net/directory/?q=香樟 1栋").content.decode()
    assert f"/net/directory/{world.places['c1'].code}/" in page
    assert client.get("/net/directory/?q=%00%20nothing").status_code == 200


def test_the_sheet_for_the_wall_names_every_building(world, client):
    page = client.get(f"/net/directory/{world.places['estate'].code}/paper/").content.decode()
    assert "3栋" in page and "5栋" in page and "19900000000" in page


def test_a_household_is_nobodys_business(world, client):
    unit = actions.add_place(CLOCK, world.places["b3"], code="h-1", level=Level.HOUSEHOLD, name_zh="501室")
    assert client.get(f"/net/directory/{unit.code}/").status_code == 404


def test_the_questions_of_a_page_do_not_grow(world, client, settings):
    settings.YISHI_PAGES_ARE_KEPT = False
    pages = ["/net/directory/", f"/net/directory/{world.places['estate'].code}/"]
    for page in pages:
        client.get(page)
    few = [count(client, page) for page in pages]
    for n in range(20):
        estate = world.places["estate"]
        estate.refresh_from_db()
        actions.add_place(CLOCK, estate, code=f"b-{n}", level=Level.BUILDING, name_zh=f"{n + 20}栋")
    for page in pages:
        client.get(page)
    many = [count(client, page) for page in pages]
    assert all(more <= before for more, before in zip(many, few, strict=True))
