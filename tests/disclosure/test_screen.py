"""The screen in the hall: what everybody may see of a place, in turn, and nothing cut off."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.disclosure.test_briefing import solved
from tests.world import World

from yishi.cases import actions
from yishi.cases.models.case import Visibility
from yishi.disclosure import screen
from yishi.disclosure.screen import Row
from yishi.people.models import Person
from yishi.record import clock
from yishi.record.jobs import seal_waiting

pytestmark = pytest.mark.django_db
LEVELS = ("district", "street", "community", "estate", "b3")


def address(world: World, place: str = "community", query: str = "all=1") -> str:
    return f"{reverse('open:screen', args=[world.places[place].code])}?{query}"


def shown(client, world: World, place: str = "community", query: str = "all=1") -> str:
    answer = client.get(address(world, place, query))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("place", LEVELS)
def test_every_place_has_one_and_its_home_leads_there(world, client, place):
    page = shown(client, world, place)
    assert world.places[place].label in page and "<svg" in page
    home = client.get(reverse("cases:community", args=[world.places[place].code])).content.decode()
    assert reverse("open:screen", args=[world.places[place].code]) in home


def test_it_tells_what_is_open_overdue_promised_and_whom_to_ring(world, client):
    Person.objects.update(name="欧阳守望")
    late = world.report(words="井盖松了")
    with clock.at(clock.now() + timedelta(days=30)):
        fresh = world.handling(words="楼道灯坏了")
        actions.promise(
            world.actor("steward"), fresh, text="会修好", due_on=clock.today() + timedelta(days=2)
        )
        titles = [sheet.title for sheet in screen.sheets(world.places["estate"])]
        page = shown(client, world, "estate")
    assert titles[0] == "这里办得怎么样" and len(set(titles)) == 5
    assert (
        page.index("超时限的") < page.index(late.title) < page.index("还没答复的") < page.rindex(fresh.title)
    )
    assert world.posts["steward"].phone in page and world.posts["steward"].title in page
    assert "欧阳" not in page


def test_what_was_solved_stands_with_both_pictures(world, client):
    case = solved(world, photos=True)
    seal_waiting()
    with clock.at(clock.now() + timedelta(days=7)):  # in its first week a month is not told of yet
        page = shown(client, world)
    assert case.title in page and page.count("<figure>") == 2


def test_what_is_kept_from_the_public_does_not_stand_there(world, client):
    hidden = world.report(words="不愿公开的事", visibility=Visibility.HOTLINE)
    for signed_in in (False, True):
        if signed_in:
            client.force_login(world.people["hotline"])
        page = shown(client, world)
        assert hidden.title not in page and "不愿公开" not in page


def test_without_javascript_each_answer_leads_to_the_next_and_the_last_to_the_first(world, client):
    world.report()
    many, seen, at = len(screen.sheets(world.places["estate"])), [], address(world, "estate", "look=dark")
    for _turn in range(many):
        page = client.get(at).content.decode()
        assert page.count("<section") == 1 and 'data-theme="dark"' in page
        seen += re.findall(r"<h2>(.*?)</h2>", page)
        at = re.search(r'http-equiv="refresh" content="20; url=([^"]+)"', page)[1].replace("&amp;", "&")
    assert len(seen) == many and at.endswith("sheet=1&look=dark")
    assert "http-equiv" not in shown(client, world)  # the module turns them


@pytest.mark.parametrize(
    "query", ["sheet=0", "sheet=-1", "sheet=²", "sheet=99999999", "sheet=9999", "look=red"]
)
def test_an_address_that_was_made_up_shows_some_sheet(world, client, query):
    page = shown(client, world, query=query)
    assert page.count("<section") == 1 and "data-theme" not in page


def test_what_there_is_not_is_not_found(world, client):
    assert client.get("/c/none/screen/").status_code == 404


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), max_size=400)


@given(st.lists(st.builds(Row, WORDS, WORDS.map(lambda words: words[:90])), max_size=20))
def test_every_row_stands_on_one_sheet_in_its_order_and_no_sheet_is_too_full(rows):
    sheets = list(screen.packed(rows))
    assert [row for sheet in sheets for row in sheet] == rows
    for sheet in sheets:
        assert len(sheet) == 1 or sum(row.height for row in sheet) <= screen.HEIGHT


@given(st.integers(0, 600))
def test_the_longest_promise_fits_on_a_sheet_of_its_own(length):
    assert Row("长" * length, "临江社区 居委会 · 期限 2026年11月2日 星期一").height <= screen.HEIGHT
