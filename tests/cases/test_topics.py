"""What people speak of at a place: the page for everybody."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yishi.cases import actions, learnt, topics
from yishi.cases.models import Case, Visibility
from yishi.network.actors import ANYONE
from yishi.record import clock

SHED = (
    "丹桂园充电棚太少，晚上抢不到位子，有人从窗户放线充电。",
    "丹桂园充电棚只有四十个位子，三百辆车抢，能不能再建一个？",
    "下班回来丹桂园充电棚又满了，只好飞线充电，真怕着火。",
)


@pytest.fixture(autouse=True)
def nothing_kept(db):
    cache.clear()
    learnt.forget()
    yield
    learnt.forget()


def say_all(world, texts=SHED, **more) -> list[Case]:
    return [world.report(words=text, **more) for text in texts]


def address(world, place="community") -> str:
    return reverse("cases:topics", args=[world.places[place].code])


def test_three_alike_make_a_topic_named_by_its_own_words(world, client):
    cases = say_all(world)
    world.report(words="小区大门口的路灯不亮，晚上看不清路。")
    (topic,) = topics.topics_of(world.places["community"], ANYONE)
    assert {case.pk for case in topic.cases} == {case.pk for case in cases}
    assert "充电棚" in topic.name
    assert topic.voices == 3 and topic.trend == "new" and sum(topic.weeks) == 3
    page = client.get(address(world)).content.decode()
    assert topic.name in page and cases[0].title in page


def test_where_nothing_is_alike_the_page_says_so(world, client):
    page = client.get(address(world))
    assert page.status_code == 200
    assert "这里还没有许多人都在说的事" in page.content.decode()


def test_the_place_leads_there_and_other_places_have_topics_of_their_own(world, client):
    say_all(world)
    assert (
        address(world)
        in client.get(reverse("cases:community", args=[world.places["community"].code])).content.decode()
    )
    assert topics.topics_of(world.places["estate2"], ANYONE) == []
    assert client.get(address(world, "estate2")).status_code == 200


@pytest.mark.parametrize("who", ["nobody", "reporter", "hotline", "steward"])
def test_what_is_kept_to_the_hotline_is_in_no_topic_and_no_name(world, who):
    hidden = say_all(world, visibility=Visibility.HOTLINE)
    actor = {"nobody": ANYONE, "reporter": world.reporter(hidden[0])}.get(who) or world.actor(who)
    assert topics.topics_of(world.places["community"], actor) == []
    shown = say_all(world)
    (topic,) = topics.topics_of(world.places["estate"], actor)
    assert {case.pk for case in topic.cases} == {case.pk for case in shown}
    assert topic.voices == 3


def test_a_topic_does_not_outlive_what_was_hidden_since(world):
    cases = say_all(world)
    place = world.places["community"]
    assert len(topics.topics_of(place, ANYONE)) == 1
    Case.objects.filter(pk=cases[0].pk).update(visibility=Visibility.HOTLINE)
    assert topics.topics_of(place, ANYONE) == []


def test_a_name_that_nobody_may_read_any_more_is_not_shown(world):
    cases = say_all(world)
    place = world.places["community"]
    topics.topics_of(place, ANYONE)
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(public_words="【已隐去】")
    (topic,) = topics.topics_of(place, ANYONE)
    assert "充电棚" not in topic.name or "充电棚" in topic.cases[0].title


def test_the_period_before_is_compared_with(world):
    with clock.at(clock.now() - timedelta(days=50)):
        say_all(world, SHED[:1])
    say_all(world)
    (topic,) = topics.topics_of(world.places["community"], ANYONE, days=30)
    assert (topic.now, topic.before, topic.trend) == (3, 1, "more")
    assert len(topic.cases) == 3


@pytest.mark.parametrize("days", ["30", "365", "7", "x", "-1", "999999999999999999999"])
def test_any_period_asked_for_gives_a_page(world, client, days):
    say_all(world)
    assert client.get(address(world), {"days": days}).status_code == 200


def test_a_place_that_is_not_there_is_not_found(world, client):
    assert client.get(reverse("cases:topics", args=["nowhere"])).status_code == 404


def test_queries_do_not_grow_with_the_cases(world, client):
    say_all(world)
    client.get(address(world))

    def asked() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(world)).status_code == 200
        return len(queries)

    few = asked()
    for _n in range(4):
        say_all(world)
    assert asked() <= few <= 30


def test_withdrawn_matters_are_not_spoken_of(world):
    for case in say_all(world):
        actions.withdraw(world.reporter(case), case, text="不说了")
    assert topics.topics_of(world.places["community"], ANYONE) == []


def test_questions_of_the_form_make_no_topic(world):
    asked = "\n已经漫到屋里了吗？否"
    for words in ("路灯不亮", "楼道有杂物", "快递柜淋雨"):
        world.report(words=words + asked)
    assert topics.topics_of(world.places["community"], ANYONE) == []
    assert learnt.own_words("下水道堵了。怎么办？" + asked + "\n哪一层？三层") == "下水道堵了。怎么办？"
