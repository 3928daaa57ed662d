"""The picture of a page whose address is shared."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from tests.world import World

from yishi.cases.models.case import Visibility
from yishi.disclosure import cards

pytestmark = pytest.mark.django_db


def test_a_matter_has_a_picture_that_others_may_keep(client, world: World):
    address = reverse("open:case_card", args=[world.report().number])
    answer = client.get(address)
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_hidden_matter_has_none_for_anybody(client, world: World):
    hidden = world.report(visibility=Visibility.HOTLINE)
    address = reverse("open:case_card", args=[hidden.number])
    client.force_login(world.people["hotline"])
    assert client.get(address).status_code == 404


def test_places_have_one(client, world: World):
    assert client.get(reverse("open:place_card", args=[world.places["estate"].code])).status_code == 200
    assert client.get(reverse("open:place_card", args=["none"])).status_code == 404


@pytest.mark.parametrize(
    "title", ["", "灯", "很长的一句话" * 40, "Donaudampfschifffahrtsgesellschaft" * 9, "two words " * 60]
)
def test_any_title_finds_room(title):
    large = cards._type(cards.TITLE)
    lines = cards._lines(title, large)
    assert len(lines) <= cards.LINES
    assert all(large.getlength(line) <= cards.WIDTH - 2 * cards.EDGE for line in lines)
    cards.drawn(title, title, title, "议事")


def test_a_page_names_its_picture_by_its_whole_address(client, world: World):
    case = world.report()
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    picture = f'<meta property="og:image" content="http://testserver{reverse("open:case_card", args=[case.number])}">'
    assert picture in page
    place = world.places["estate"].code
    page = client.get(reverse("cases:community", args=[place])).content.decode()
    assert f"http://testserver{reverse('open:place_card', args=[place])}" in page
    assert (
        f"http://testserver{reverse('open:feed', args=[place, 'matters'])}" in page
        or "feeds/matters.atom" in page
    )
