"""What is new at a place as feeds, and the lists of addresses for search engines, as independent readers take them."""

from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.urls import reverse
from tests.world import World

from yishi.cases import actions
from yishi.cases.models.case import Visibility
from yishi.disclosure import sitemaps
from yishi.record import clock

pytestmark = pytest.mark.django_db
KINDS = ("matters", "solved", "sessions", "promises")
ATOM = "{http://www.w3.org/2005/Atom}"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def read(client, code: str, kind: str = "matters") -> feedparser.FeedParserDict:
    answer = client.get(reverse("open:feed", args=[code, kind]))
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_a_feed_holds_what_everybody_may_see_newest_first(client, world: World):
    place = world.places["community"]
    first = world.report(words="楼道灯坏了")
    with clock.at(clock.now() + timedelta(hours=1)):
        second = world.report(words="井盖松了 <b>小心</b> & 绕行")
        hidden = world.report(words="不愿公开", visibility=Visibility.HOTLINE)
    found = read(client, place.code)
    assert [entry.link.rpartition("/cases/")[2].strip("/") for entry in found.entries] == [
        second.number,
        first.number,
    ]
    assert f"case:{hidden.pk}" not in str(found) and "不愿公开" not in str(found)
    assert place.label in found.feed.title and found.feed.author


def test_what_was_solved_comes_when_its_resident_says_so(client, world: World):
    place, first, second = world.places["community"], world.answered(), world.answered()
    assert read(client, place.code, "solved").entries == []
    with clock.at(clock.now() + timedelta(hours=1)):
        actions.confirm(world.reporter(second), second, contacted=True, satisfaction="satisfied")
    with clock.at(clock.now() + timedelta(days=2)):
        actions.confirm(world.reporter(first), first, contacted=True, satisfaction="satisfied")
        found = read(client, place.code, "solved").entries
    assert [entry.link.rpartition("/cases/")[2].strip("/") for entry in found] == [
        first.number,
        second.number,
    ]
    assert found[0].id.endswith(f":solved:{first.pk}") and "3" in found[0].summary
    names = {entry.id for entry in read(client, place.code).entries}
    assert len(names) == 2 and not names & {entry.id for entry in found}


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_without_entries_is_whole_and_does_not_change_by_itself(client, world: World, kind):
    address = reverse("open:feed", args=[world.places["estate"].code, kind])
    read(client, world.places["estate"].code, kind)
    with clock.at(clock.now() + timedelta(days=1)):
        assert client.get(address).content == client.get(address).content


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_has_what_rfc_4287_demands(client, world: World, kind):
    world.report()
    root = ElementTree.fromstring(
        client.get(reverse("open:feed", args=[world.places["community"].code, kind])).content
    )
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1
    assert [each.get("rel") for each in root.findall(ATOM + "link")] == ["alternate", "self"]
    names = [each.findtext(ATOM + "id") for each in root.findall(ATOM + "entry")]
    assert len(set(names)) == len(names)
    for entry in root.findall(ATOM + "entry"):
        assert all(entry.findtext(ATOM + name) for name in ("id", "title", "updated"))
        assert all(link.get("href").startswith("http") for link in entry.findall(ATOM + "link"))


def test_an_entry_keeps_its_name_when_the_house_moves(client, world: World, settings):
    world.report()
    code = world.places["community"].code
    settings.YISHI_ADDRESS = "https://a.example"
    before = read(client, code).entries[0]
    assert before.id.startswith("tag:a.example,") and before.link.startswith("https://a.example/")
    assert client.get(reverse("open:feed", args=[code, "matters"])).status_code == 200


def test_a_reader_that_has_it_already_is_told_so(client, world: World):
    address = reverse("open:feed", args=[world.places["community"].code, "matters"])
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


def test_a_page_tells_what_there_is_to_subscribe_to(client, world: World):
    page = client.get(reverse("open:feeds", args=[world.places["community"].code])).content.decode()
    for kind in KINDS:
        assert page.count(reverse("open:feed", args=[world.places["community"].code, kind])) >= 2
    assert reverse("meet:feed", args=[world.places["community"].code]) in page


@pytest.mark.parametrize(
    "path", ["c/none/feeds/", "c/none/feeds/matters.atom", "c/421182001901/feeds/none.atom"]
)
def test_what_there_is_not_is_not_found(client, world: World, path):
    assert client.get(f"/{path}").status_code == 404


def locations(client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [each.text for each in ElementTree.fromstring(answer.content).iter(LOC)]


def test_the_sitemap_leads_to_every_public_page_and_to_no_hidden_one(client, world: World, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 10)
    shown = [world.report(words=f"第 {n} 件事，楼道里的灯") for n in range(3)]
    hidden = world.report(visibility=Visibility.HOTLINE)
    parts = locations(client, "/sitemap.xml")
    found = [
        address for part in parts for address in locations(client, part.replace("http://testserver", ""))
    ]
    assert len(found) == len(set(found))
    for case in shown:
        assert f"http://testserver{reverse('cases:case', args=[case.number])}" in found
    assert not [address for address in found if f"/{hidden.number}/" in address]
    for address in found:
        assert client.get(address.replace("http://testserver", "")).status_code == 200


def test_a_part_that_is_none_is_empty_or_not_found(client, world: World):
    assert locations(client, "/sitemap/cases-5000.xml") == []
    assert client.get(f"/sitemap/cases-{2**63 - 1}.xml").status_code == 404
    assert client.get("/sitemap/people-0.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_lies(client, world: World):
    said = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in said and "Disallow: /desk/" in said
