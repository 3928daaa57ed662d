"""Desks of a kind share the questions they ask, each with its own keys, and nothing of what they are answered."""

import pytest
from django.http import QueryDict

from yishi.cases import actions
from yishi.cases.models import Visibility
from yishi.desk import tabs
from yishi.network.actors import Actor
from yishi.network.alike import Kind, told
from yishi.record.questions import GIVEN, put

POSTS = ["steward", "on_duty", "branch", "committee", "council", "hotline", "property", "fire"]


def holding(world, *names: str) -> Actor:
    """As whoever is signed in acts: in the first of the posts they hold."""
    posts = tuple(world.posts[name] for name in names)
    return Actor(person=world.people[names[0]], post=posts[0], posts=posts, sitting="here")


def lines(actor: Actor, tab: tabs.Tab) -> list[int]:
    return [card.pk for card in tabs.page(actor, tab, QueryDict()).cards]


def test_each_desk_of_a_kind_has_its_own_cases(world):
    here = [world.report() for _n in range(2)]
    there = [world.report(place="c1") for _n in range(3)]
    first, second = holding(world, "steward"), holding(world, "steward2")
    assert tabs.Like.of(first) == tabs.Like.of(second)
    for _n in range(2):
        for actor, cases in ((first, here), (second, there)):
            new = next(tab for tab in tabs.of(actor) if tab.code == "new")
            assert new.count == len(cases)
            assert set(lines(actor, new)) == {case.pk for case in cases}


@pytest.mark.parametrize("post", POSTS)
def test_what_is_counted_is_what_lies_there(world, post):
    for place in ("b3", "c1"):
        world.report(place=place), world.handling(), world.report(visibility=Visibility.HOTLINE, place=place)
        world.answered(contact_phone="19900000111", place="b5")
        for unit in ("fire", "property"):
            actions.ask_part(world.actor("steward"), world.handling(), asked=world.posts[unit], text="请清走")
    answered = world.answered()
    actions.contest(world.reporter(answered), answered, contacted=True, text="没有好")
    actor = holding(world, post)
    for tab in tabs.of(actor):
        minus = "-" if tab.newest_first else ""
        there = list(tab.rows.order_by(f"{minus}{tab.key}", f"{minus}pk").values_list("pk", flat=True))
        assert tab.count == len(there), tab.code
        assert lines(actor, tab) == there[: tabs.PAGE], tab.code


@pytest.mark.parametrize("post", POSTS)
def test_all_that_a_question_leaves_open_is_told(world, post):
    actor = holding(world, post, "branch2")
    like, known = tabs.Like.of(actor), told(actor)
    asked = [put(lambda: tabs._numbers(like))]
    asked += [put(lambda code=tab.code: tabs._first_page(like, code)) for tab in tabs.of(actor)]
    for question in asked:
        left_open = {
            value
            for value in question.values
            if (isinstance(value, int) and value >= GIVEN) or (isinstance(value, str) and "?" in value)
        }
        assert left_open <= known.keys()
        assert str(GIVEN)[:12] not in question.sql and "?" not in question.sql


def test_who_holds_other_posts_or_codes_is_of_another_kind(world):
    steward = holding(world, "steward")
    assert Kind.of(steward) == Kind.of(holding(world, "steward2"))
    others = (
        holding(world, "branch"),
        holding(world, "committee"),
        holding(world, "steward", "branch"),
        Actor(person=steward.person),
        Actor(post=steward.post, posts=steward.posts),
        Actor(person=steward.person, post=steward.post, posts=steward.posts, follows=frozenset({7})),
    )
    assert len({Kind.of(each) for each in (steward, *others)}) == 1 + len(others)
