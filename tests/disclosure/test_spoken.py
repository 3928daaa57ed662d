"""What many speak of in a month, as groups with their matters, beside the figures and on the home of a place."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.test_topics import SHED, say_all

from yishi.cases import learnt, topics
from yishi.cases.models import Case, Visibility
from yishi.cases.rates import Period
from yishi.disclosure import topic_jobs
from yishi.network.actors import ANYONE
from yishi.record import clock

HEADING = "大家都在说什么"
MOST_QUESTIONS = 10
"""Of groups made anew; those of the cache among them."""


@pytest.fixture(autouse=True)
def nothing_kept(db):
    cache.clear()
    learnt.forget()
    yield
    learnt.forget()


@pytest.fixture
def late_in_the_month(world):
    """The twentieth, so that this month is the one told of."""
    with clock.at(clock.now().replace(day=20, hour=10)):
        yield


def page(client, world, name: str, query: str = "") -> str:
    answer = client.get(reverse(name, args=[world.places["community"].code]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def part(html: str) -> str:
    """The block of the groups."""
    found = re.search(rf"<h2[^>]*>{HEADING}</h2>.*?</section>", html, re.S)
    return found[0] if found else ""


@pytest.mark.parametrize("name", ["open:figures", "cases:community"])
def test_the_groups_stand_there_with_their_matters(late_in_the_month, world, client, name):
    assert not part(page(client, world, name))
    cases = say_all(world)
    cache.clear()
    found = part(page(client, world, name))
    assert "充电棚" in found and re.search(r"3 ?户", found)
    assert any(reverse("cases:case", args=[case.number]) in found for case in cases)


@pytest.mark.parametrize("name", ["open:figures", "cases:community"])
def test_what_is_hidden_since_leaves_the_group_with_the_next_request(late_in_the_month, world, client, name):
    cases = say_all(world, [*SHED, "丹桂园充电棚又没有位子了，只好放线充电。"])
    page(client, world, name)
    Case.objects.filter(pk=cases[0].pk).update(visibility=Visibility.HOTLINE)
    assert reverse("cases:case", args=[cases[0].number]) not in part(page(client, world, name))
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(visibility=Visibility.HOTLINE)
    assert not part(page(client, world, name))


def test_each_month_has_the_groups_of_its_own_days(world, client):
    now = clock.now().replace(day=20, hour=10)
    with clock.at(now - timedelta(days=31)):
        former = Period.around("month", clock.today())
        say_all(world)
    with clock.at(now):
        place = world.places["community"]
        assert topics.over(place, ANYONE, Period.around("month", clock.today())).topics == []
        look = topics.over(place, ANYONE, former)
        assert (look.since, look.until) == (former.since, former.until)
        assert [topic.now for topic in look.topics] == [3]
        asked = f"?period=month&on={former.since.isoformat()}"
        assert not part(page(client, world, "open:figures"))
        assert "充电棚" in part(page(client, world, "open:figures", asked))


def test_more_matters_ask_no_more_questions(late_in_the_month, world):
    def asked() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as questions:
            topics.over(world.places["community"], ANYONE, Period.around("month", clock.today()))
        return len(questions)

    say_all(world)
    few = asked()
    say_all(world)
    say_all(world, ["健身器材坏了没人修，踩上去会摔。"] * 4)
    assert asked() <= few <= MOST_QUESTIONS


@pytest.fixture
def groupings(monkeypatch):
    """Each time groups are made anew."""
    made = []
    group = topics.topics.group
    monkeypatch.setattr(
        topics.topics, "group", lambda *args, **more: made.append(args) or group(*args, **more)
    )
    return made


def test_the_worker_groups_each_place_once_a_day_so_that_no_reader_waits(
    late_in_the_month, world, client, groupings
):
    say_all(world)
    cache.clear()
    assert topic_jobs.group_ahead() > 0
    assert topic_jobs.group_ahead() == 0
    groupings.clear()
    assert "充电棚" in part(page(client, world, "cases:community"))
    assert not groupings
    with clock.at(clock.now() + timedelta(days=1)):
        assert topic_jobs.group_ahead() > 0


def test_groups_stay_until_the_place_hears_of_a_new_matter(late_in_the_month, world, client, groupings):
    say_all(world)
    cache.clear()
    page(client, world, "open:figures")
    with clock.at(clock.now() + timedelta(hours=3)):
        groupings.clear()
        page(client, world, "open:figures")
        assert not groupings
    with clock.at(clock.now() + timedelta(hours=4)):
        (new,) = say_all(world, SHED[:1])
    with clock.at(clock.now() + timedelta(hours=5)):
        number = reverse("cases:case", args=[new.number])
        assert number in part(page(client, world, "open:figures"))
        assert groupings
