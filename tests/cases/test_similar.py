"""Neighbours already said this: who is found, in which order, and what never is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yishi.cases import actions, learnt, similar
from yishi.cases.models import Case, Visibility
from yishi.cases.similar import likely_duplicates, likely_same
from yishi.network.actors import ANYONE
from yishi.record import clock

WOOD = "三栋一单元楼道口堆着柴火，老人上下楼很不方便。"
AGAIN = "楼道口又堆满了柴火，我家老人上下楼都要侧着身子。"
OTHER = "小区大门口的路灯不亮，晚上看不清路。"


@pytest.fixture(autouse=True)
def nothing_learnt_before():
    learnt.forget()
    yield
    learnt.forget()


def found(world, words=AGAIN, place="b3", category="stairwell", actor=ANYONE, **more) -> list[int]:
    kind = world.categories[category] if category else None
    return [each.case.pk for each in likely_same(words, world.places[place], kind, actor, **more)]


def test_the_same_matter_of_the_same_building_is_found_with_the_words_that_say_so(world):
    case = world.report(words=WOOD)
    world.report(words=OTHER, category="service")
    alike = likely_same(AGAIN, world.places["b3"], world.categories["stairwell"], ANYONE)
    assert [each.case.pk for each in alike] == [case.pk]
    assert alike[0].same_place and alike[0].same_category
    assert all(word in case.public_words for word in alike[0].why)
    assert "柴火" in alike[0].why


def test_it_is_found_from_another_building_of_the_estate_but_not_from_another_estate(world):
    case = world.report(words=WOOD)
    assert found(world, place="b5") == [case.pk]
    assert found(world, place="c1") == []


def test_open_ones_stand_before_answered_ones(world):
    answered = world.answered(words=AGAIN)
    still_open = world.report(words=WOOD)
    assert found(world) == [still_open.pk, answered.pk]


def test_what_ended_long_ago_or_was_withdrawn_is_not_the_same(world):
    with clock.at(clock.now() - timedelta(days=150)):
        old = world.answered(words=WOOD)
        actions.confirm(world.reporter(old), old, contacted=True, satisfaction="satisfied", text="")
    gone = world.report(words=WOOD)
    actions.withdraw(world.reporter(gone), gone, text="已经清走了")
    assert found(world) == []


@pytest.mark.parametrize("who", ["nobody", "reporter", "hotline", "steward", "property"])
def test_a_case_kept_to_the_hotline_is_never_found_whoever_asks(world, who):
    hidden = world.report(words=WOOD, visibility=Visibility.HOTLINE)
    actor = {"nobody": ANYONE, "reporter": world.reporter(hidden)}.get(who) or world.actor(who)
    assert found(world, actor=actor) == []


def test_nothing_alike_gives_nothing(world):
    world.report(words=OTHER, category="service")
    assert found(world) == []
    assert found(world, words="") == []
    assert found(world, words="，。！？") == []


def test_no_more_than_asked_for(world):
    for _n in range(8):
        world.report(words=WOOD)
    assert len(found(world, limit=3)) == 3


def test_words_nobody_may_read_yet_have_no_part_in_it(world):
    case = world.report(words=WOOD)
    Case.objects.filter(pk=case.pk).update(public_words="", draft_words=WOOD)
    (alike,) = likely_same(OTHER, world.places["b3"], world.categories["stairwell"], ANYONE)
    assert alike.why == ()  # by kind and building, which the list shows as well
    assert found(world, words=WOOD, category="service") == []
    assert found(world, words=WOOD, place="b5") == []


def test_beyond_the_newest_of_a_busy_estate_rare_words_still_find_it(world, monkeypatch):
    monkeypatch.setattr(similar, "NEWEST_OPEN", 3)
    case = world.report(words=WOOD)
    for n in range(4):
        world.report(words=f"第{n}盏路灯不亮了，晚上看不清。", category="service")
    assert case.pk in found(world)


def test_the_desk_looks_in_the_whole_community_and_at_what_has_ended(world):
    elsewhere = world.report(words=WOOD, place="c1")
    ended = world.answered(words=WOOD)
    case = world.report(words=AGAIN)
    keys = {each.case.pk for each in likely_duplicates(case, world.actor("committee"))}
    assert keys == {elsewhere.pk, ended.pk}


def test_the_desk_is_shown_nothing_it_may_not_know_of(world):
    hidden = world.report(
        words=WOOD, visibility=Visibility.HOTLINE, about=world.posts["property"].organisation
    )
    case = world.report(words=AGAIN)
    property_sees = {each.case.pk for each in likely_duplicates(case, world.actor("property"))}
    assert hidden.pk not in property_sees
    assert hidden.pk not in {each.case.pk for each in likely_duplicates(case, world.actor("steward2"))}


@pytest.mark.parametrize("look", ["same", "duplicates"])
def test_queries_do_not_grow_with_the_cases(world, look):
    case = world.report(words=AGAIN)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            if look == "same":
                likely_same(WOOD, world.places["b3"], case.category, ANYONE)
            else:
                likely_duplicates(case, world.actor("committee"))
        return len(queries)

    world.report(words=WOOD)
    few = asked()
    for _n in range(12):
        world.report(words=WOOD)
    assert asked() <= few
