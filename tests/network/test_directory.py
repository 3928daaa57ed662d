"""Whom to ring: two taps from the building, and on paper."""

from datetime import timedelta

import pytest
from tests.house.test_queries import count

from yishi.network import actions
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment, Level, Place, Post
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


# --- vacant posts are seen ---


def vacated(world, who="steward"):
    Appointment.objects.filter(post=world.posts[who]).update(until_on=clock.today() - timedelta(days=1))


@pytest.mark.parametrize("address", ["/net/directory/{}/", "/net/places/{}/"])
def test_a_vacant_post_is_seen_with_who_answers_meanwhile(world, client, address):
    address = address.format(world.places["b3"].code)
    assert "目前空缺" not in client.get(address).content.decode()
    vacated(world)
    page = client.get(address).content.decode()
    before, after = page.split("这些岗位目前空缺")
    assert world.posts["steward"].title not in before and world.posts["steward"].title in after
    assert "到岗之前，由" in after and 'href="tel:19900000000"' in after


def test_what_is_vacant_in_another_estate_or_closed_is_not_shown(world, client):
    vacated(world)
    assert "目前空缺" not in client.get(f"/net/places/{world.places['c1'].code}/").content.decode()
    community = f"/net/places/{world.places['community'].code}/"
    assert "目前空缺" in client.get(community).content.decode()
    Post.objects.filter(pk=world.posts["steward"].pk).update(closed_on=clock.today())
    assert "目前空缺" not in client.get(community).content.decode()


def test_a_past_day_says_nothing_of_todays_vacancies(world, client):
    vacated(world)
    day = (clock.today() - timedelta(days=2)).isoformat()
    address = f"/net/places/{world.places['community'].code}/?on={day}"
    assert "目前空缺" not in client.get(address).content.decode()


def test_of_many_vacancies_a_few_are_shown_and_that_there_are_more(world, client):
    steward = world.posts["steward"]
    for n in range(15):
        Post.objects.create(
            organisation=steward.organisation, role=steward.role, place=steward.place, code=f"v-{n}"
        )
    page = client.get(f"/net/places/{world.places['community'].code}/").content.decode()
    assert page.count("到岗之前，由") == 12 and "还有其他空缺岗位" in page


# --- the place one chose ---


def test_two_taps_and_then_none(world, client):
    building = f"/net/directory/{world.places['b3'].code}/"
    assert client.get("/net/directory/").status_code == 200
    chosen = client.get(building)
    kept = chosen.cookies["ring_place"]
    assert kept.value == world.places["b3"].code and kept["httponly"] and kept["path"] == "/net/directory/"
    again = client.get("/net/directory/")
    assert (again.status_code, again["Location"]) == (302, building)
    assert '?other=1"' in chosen.content.decode()
    assert client.get("/net/directory/?other=1").status_code == 200
    assert client.get("/net/directory/?q=1栋").status_code == 200


def test_it_is_forgotten_when_asked(world, client):
    client.get(f"/net/directory/{world.places['b3'].code}/")
    assert client.post("/net/directory/forget/").status_code == 302
    assert client.get("/net/directory/").status_code == 200


def test_on_the_way_to_ones_building_nothing_is_kept(world, client):
    for key in ("community", "estate"):
        assert "ring_place" not in client.get(f"/net/directory/{world.places[key].code}/").cookies


def test_a_building_that_moved_is_found_where_it_went_and_one_that_is_gone_is_forgotten(world, client):
    client.get(f"/net/directory/{world.places['b3'].code}/")
    b3 = Place.objects.get(pk=world.places["b3"].pk)
    court = Place.objects.get(pk=world.places["estate2"].pk)
    moved = actions.move_place(CLOCK, b3, to=court, on=clock.today())
    assert client.get("/net/directory/", follow=True).context["place"].pk == moved.pk
    actions.close_place(CLOCK, Place.objects.get(pk=moved.pk), on=clock.today())
    assert client.get("/net/directory/").status_code == 200


@pytest.mark.parametrize("value", ["", "nothing", "x" * 5000, "'; drop", "\x00"])
def test_a_cookie_that_says_nothing_changes_nothing(world, client, value):
    client.cookies["ring_place"] = value
    assert client.get("/net/directory/").status_code == 200


def test_one_readers_place_is_never_anothers(world, client, settings):
    settings.YISHI_PAGES_ARE_KEPT = True
    building = f"/net/directory/{world.places['b3'].code}/"
    for _n in range(2):
        assert client.get(building).cookies["ring_place"].value
    other = client.__class__()
    for _n in range(2):
        assert other.get("/net/directory/").status_code == 200
    assert client.get("/net/directory/").status_code == 302
