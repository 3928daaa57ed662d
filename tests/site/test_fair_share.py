"""One who asks for too much is told to wait, and the others are served meanwhile."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings as house
from django.test import Client
from django.urls import reverse

from yishi.people import limits, tally
from yishi.people.models import Attempt
from yishi.site import fair_share

PAGE = "/privacy/"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def begins_anew(settings) -> Iterator[None]:
    settings.YISHI_MOST_A_MINUTE = 40
    fair_share.forget()
    fair_share._written.cache_clear()
    yield
    fair_share.forget()
    fair_share._written.cache_clear()


@pytest.fixture
def moment(monkeypatch) -> SimpleNamespace:
    """The clock that windows are counted by, which stands until it is set."""
    now = SimpleNamespace(at=1_800_000_000.0)
    for module in (tally, limits):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: now.at))
    return now


def asked(client: Client, times: int, address: str = HERE, path: str = PAGE, **more: str) -> list[int]:
    return [client.get(path, REMOTE_ADDR=address, **more).status_code for _n in range(times)]


def test_one_who_asks_too_much_waits_and_others_are_served(world, client, moment):
    assert asked(client, 41) == [200] * 40 + [429]
    assert asked(client, 3, ELSEWHERE) == [200] * 3
    assert asked(client, 1) == [429]
    moment.at += 60
    assert asked(client, 41) == [200] * 40 + [429]


def test_the_answer_says_when_to_come_back_in_the_language_of_the_reader(
    world, client, moment, django_assert_num_queries
):
    asked(client, 40)
    moment.at += 13
    with django_assert_num_queries(0):
        here = client.get(PAGE, REMOTE_ADDR=HERE)
        english = client.get(PAGE, REMOTE_ADDR=HERE, headers={"Accept-Language": "en"})
    assert 0 < int(here["Retry-After"]) <= 60
    assert "请等一分钟" in here.content.decode()
    assert "Please wait a minute" in english.content.decode()
    assert here["Cache-Control"] == "no-store" and "default-src 'self'" in here["Content-Security-Policy"]


def test_a_program_is_told_in_its_own_words(world, client, moment):
    asked(client, 40)
    answer = client.get("/open311/v2/services.json", REMOTE_ADDR=HERE)
    assert answer.status_code == 429 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 429 and int(answer["Retry-After"]) > 0


def test_somebody_signed_in_is_counted_as_themselves_wherever_they_are(world, client, moment):
    me = Client()
    me.force_login(world.people["steward"])
    desk = reverse("desk:home")
    asked(me, 2, path=desk)
    asked(client, 45)
    assert asked(client, 1) == [429]
    assert asked(me, 20, path=desk) == [200] * 20  # beside the program that has run mad
    assert 429 in asked(me, 45, ELSEWHERE, path=desk)  # and elsewhere it is still the same person
    assert asked(client, 1, ELSEWHERE) == [200]


def test_whoever_was_not_seen_yet_is_looked_up_where_their_address_is_over(world, client, moment):
    me = Client()
    me.force_login(world.people["steward"])
    asked(client, 45)
    assert asked(me, 1, path=reverse("desk:home")) == [200]


def test_a_cookie_that_was_made_up_gets_nobody_more(world, moment, monkeypatch):
    monkeypatch.setattr(fair_share, "LOOKED_UP", 5)
    answers = []
    for n in range(60):
        stranger = Client()
        stranger.cookies[house.SESSION_COOKIE_NAME] = f"made-up-{n}"
        answers += asked(stranger, 1)
    assert answers == [200] * 40 + [429] * 20


def test_who_signs_out_is_counted_by_the_address_again(world, client, moment):
    me = Client()
    me.force_login(world.people["steward"])
    cookie = me.cookies[house.SESSION_COOKIE_NAME].value
    asked(me, 2, path=reverse("desk:home"))
    me.post(reverse("account_logout"), REMOTE_ADDR=HERE)
    asked(client, 40)
    me.cookies[house.SESSION_COOKIE_NAME] = cookie
    asked(me, 1)
    assert asked(me, 1) == [429]


def test_what_costs_more_weighs_more(settings, world, client, moment):
    settings.YISHI_MOST_A_MINUTE = 400
    paper = reverse("open:sheets_file", args=["421182001901", "slips"])
    assert fair_share.weight_of(paper) == fair_share.WEIGHTS["pdf"]
    status = asked(client, 4, path=paper)
    assert status[-1] == 429 and 429 not in status[:2]
    assert fair_share.weight_of(PAGE) == 1


def test_whether_the_process_lives_is_always_answered(world, client, moment):
    asked(client, 45)
    assert asked(client, 1, path="/healthz") == [200]


def test_behind_a_proxy_of_ours_the_visitor_is_counted_and_not_the_proxy(settings, world, client, moment):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    asked(client, 45, "127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.5")
    lied = {"HTTP_X_FORWARDED_FOR": "198.51.100.77, 203.0.113.5"}  # the first part is anybody's claim
    assert asked(client, 1, "127.0.0.1", **lied) == [429]
    assert asked(client, 1, "127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.6") == [200]


def test_without_proxies_nobody_writes_an_address_of_their_own(world, client, moment):
    assert [asked(client, 1, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")[0] for n in range(41)][-1] == 429


def test_processes_share_one_count(settings, world, client, moment, monkeypatch):
    settings.YISHI_MOST_A_MINUTE = 100
    monkeypatch.setattr(fair_share, "LUMP", 10)
    asked(client, 60)
    assert Attempt.objects.get().count == 60
    fair_share.forget()  # what another process knows: only what the database was told
    assert 429 in asked(client, 51)


def test_in_a_benchmark_nobody_is_turned_away(settings, world, client, moment):
    settings.YISHI_BENCH = True
    assert set(asked(client, 60)) == {200}
