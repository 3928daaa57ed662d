"""Sheets for buildings, lifts and doors; and the list for people who ring doors."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from yishi.cases import actions
from yishi.disclosure import doors_list, wall_sheets

pytestmark = pytest.mark.django_db
CODE = "421182001901"


def page(name: str, *more) -> str:
    return reverse(f"open:{name}", args=[CODE, *more])


@pytest.fixture
def keeper(world, client):
    client.force_login(world.people["committee"])
    return client


@pytest.mark.parametrize("kind", wall_sheets.KINDS)
def test_there_is_a_sheet_for_each_place(world, keeper, kind):
    answer = keeper.get(page("sheets_file", kind))
    made = b"".join(answer.streaming_content)
    places = wall_sheets.places(world.places["community"], kind)
    pages = len(re.findall(rb"/Type /Page /Parent", made))
    assert made.startswith(b"%PDF") and b"/FontFile3" in made
    assert pages == wall_sheets.pages_of(places.count(), kind) > 0


def test_the_page_says_how_many_there_are(world, keeper):
    many = wall_sheets.places(world.places["community"], "building").count()
    assert f'data-pages="{many}"' in keeper.get(page("sheets")).content.decode()


def test_there_is_no_other_kind(keeper):
    assert keeper.get(page("sheets_file", "roof")).status_code == 404


@pytest.mark.parametrize("who", ["resident", "branch"])
def test_nobody_without_a_post_over_the_place_prints(world, client, who):
    client.force_login(world.people[who])
    for address in (page("sheets"), page("sheets_file", "door"), page("doors_list")):
        assert client.get(address).status_code == 403


def test_the_list_holds_what_waits_for_a_word_and_what_is_public_alone(world, keeper):
    waits, over = world.answered(), world.answered()
    actions.confirm(world.reporter(over), over, contacted=True, satisfaction="")
    hidden = world.answered(visibility="hotline")
    with override("en"):
        data = doors_list.data_of(world.places["community"])
    listed = [each["number"] for building in data["buildings"] for each in building["cases"]]
    assert listed == [waits.number] and hidden.number not in listed
    made = keeper.get(page("doors_list"))
    assert made.content.startswith(b"%PDF")


def test_an_empty_list_says_so(world, keeper):
    assert keeper.get(page("doors_list")).status_code == 200
    assert not doors_list.data_of(world.places["community"])["buildings"]
