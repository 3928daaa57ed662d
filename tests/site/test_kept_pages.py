"""A public page is kept: the same for every stranger, and never other than what it shows is at that moment. What each
action changes is seen by the next reader: tests/cases/test_changes.py."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yishi.cases import actions
from yishi.record import changes, kept

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def pages_are_kept(settings, monkeypatch):
    settings.YISHI_PAGES_ARE_KEPT = True
    monkeypatch.setattr(changes, "heard", changes.Heard())
    monkeypatch.setattr(kept, "_shelf", kept._Shelf())


def queries(client: Client, address: str, **how) -> tuple[int, str]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, **how)
    return len(asked), answer.content.decode()


def test_the_second_reader_costs_one_question(world):
    world.report()
    address = reverse("cases:list")
    first, _page = queries(Client(), address)
    second, _page = queries(Client(), address)
    assert (first > 3, second) == (True, 1)


def test_what_was_recorded_since_is_seen_at_once(world):
    case = world.report()
    address = reverse("cases:case", args=[case.number])
    before = Client().get(address).content.decode()
    actions.take(world.actor("steward"), case)
    after = Client().get(address).content.decode()
    assert TOKEN.sub("", before) != TOKEN.sub("", after)


@pytest.mark.parametrize("cookies", [{"mode": "elder"}, {"theme": "dark"}, {"django_language": "en"}])
def test_each_way_of_showing_has_pages_of_its_own(world, cookies):
    address = reverse("cases:list")
    usual = Client().get(address).content.decode()
    other = Client()
    for name, value in cookies.items():
        other.cookies[name] = value
    asked, _page = queries(other, address)
    assert asked > 1
    assert queries(Client(), address)[0] == 1
    assert "简体" in usual or "English" in usual


def test_who_has_a_session_gets_a_page_of_their_own(world, client):
    case = world.report(visibility="hotline", words="只给热线看的事情")
    address = reverse("cases:case", args=[case.number])
    assert Client().get(address).status_code == 404
    client.post(reverse("cases:follow"), {"number": case.number, "code": "20260415"})
    assert client.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    assert client.get(reverse("cases:list")).headers.get("ETag") is None


def test_every_reader_has_a_token_of_their_own_and_it_works(world):
    address = reverse("cases:list")
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    tokens = [TOKEN.search(each.get(address).content.decode()).group(1) for each in (first, second)]
    assert tokens[0] != tokens[1]
    sent = {"csrfmiddlewaretoken": tokens[1], "mode": "elder", "next": "/"}
    assert second.post("/mode", sent).status_code == 302
    assert first.post("/mode", sent).status_code == 403


def test_a_key_that_makes_a_form_happen_once_is_never_shared(rf, db):
    @kept.kept_for_strangers
    def page(request):
        kept.shows()
        return HttpResponse('<form><input type="hidden" name="key" value="abc-DEF_1"></form>')

    answers = [page(rf.get("/somewhere")) for _n in range(3)]
    assert len({answer.content for answer in answers}) == 3
    assert all("ETag" not in answer.headers for answer in answers)
    assert all(answer.headers["Cache-Control"] == "private, no-store" for answer in answers)


def test_a_browser_that_has_the_page_is_told_so_in_a_line(world, client):
    address = reverse("cases:waiting")
    client.get(address)
    answer = client.get(address)
    etag = answer.headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert set(again.headers["Vary"].split(", ")) >= {"Cookie", "Accept-Language"}
    world.report()
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_the_reload_button_shows_what_is_right_already(world):
    address = reverse("cases:list")
    queries(Client(), address)
    again, _page = queries(Client(), address, headers={"Cache-Control": "no-cache"})
    assert again == 1


@pytest.mark.parametrize(("bench", "kept_page"), [(True, False), (False, True)])
def test_a_benchmark_alone_may_have_a_page_made_anew(world, settings, bench, kept_page):
    settings.YISHI_BENCH = bench
    address = reverse("cases:list")
    queries(Client(), address)
    again, _page = queries(Client(), address, headers={kept.ANEW: "1"})
    assert (again == 1) is kept_page


def test_a_page_that_does_not_say_what_it_shows_is_not_kept(rf, db):
    made = []

    @kept.kept_for_strangers
    def page(request):
        made.append(1)
        return HttpResponse("said nothing")

    for _n in range(2):
        page(rf.get("/somewhere"))
    assert len(made) == 2


def test_what_is_kept_has_a_bound(world, monkeypatch):
    """As many as there is room for, and those asked for last."""
    Client().get(reverse("cases:list") + "?q=0a")
    room = int(kept._shelf._bytes * 3.5)
    monkeypatch.setattr(kept, "MOST_BYTES", room)
    for n in range(6):
        Client().get(reverse("cases:list") + f"?q={n}a")
    assert (len(kept._shelf._pages), kept._shelf._bytes <= room) == (3, True)
    assert kept._shelf._bytes == sum(page.size for page in kept._shelf._pages.values())
    assert queries(Client(), reverse("cases:list") + "?q=5a")[0] == 1


def test_a_page_is_no_older_than_a_moment(world, monkeypatch):
    address = reverse("cases:list")
    queries(Client(), address)
    monkeypatch.setattr(kept, "MOMENT", -1)
    assert queries(Client(), address)[0] > 1
