"""A question that is kept gives what the query gives that is put together anew: at any moment, for any key."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from yishi.cases.models import Case
from yishi.network.holding import posts_of
from yishi.network.models import Appointment, Post
from yishi.people.models import Person
from yishi.record import clock, questions
from yishi.record.questions import GIVEN, GIVEN_TEXT


def late(than: timedelta):
    return Case.objects.filter(due_at__lt=clock.now() + than).order_by("pk").values_list("pk", "due_at")


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(hours=24), timedelta(days=-3, minutes=7)])
def test_moments_are_those_of_the_moment_it_is_asked(world, ahead):
    for days in (0, 2, 9):
        with clock.at(clock.now() - timedelta(days=days)):
            world.report()
    question = questions.put(lambda: late(ahead))
    for later in (timedelta(), timedelta(hours=50), timedelta(days=4), timedelta(days=400)):
        with clock.at(clock.now() + later):
            assert [tuple(question.made(row)) for row in question.rows()] == list(late(ahead))


def test_days_are_those_of_the_day_it_is_asked(world):
    steward = world.people["steward"]
    question = questions.put(lambda: Post.objects.held_by(GIVEN))
    held = Appointment.objects.filter(person=steward)
    held.update(until_on=clock.today())
    assert question.objects(steward.pk) == [world.posts["steward"]]
    for later, there in ((timedelta(hours=30), False), (timedelta(days=-400), False)):
        with clock.at(clock.now() + later):
            assert bool(question.objects(steward.pk)) is there
            assert list(Post.objects.held_by(steward)) == question.objects(steward.pk)


def test_what_is_given_stands_where_it_was_left_open(world):
    one, other = world.report(), world.report()
    question = questions.put(lambda: Case.objects.filter(pk=GIVEN).select_related("place", "about"))
    for case in (one, other):
        (found,) = question.objects(case.pk)
        assert found == case and found.words == case.words and found.about is None
        with CaptureQueriesContext(connection) as asked:
            assert found.place.code == case.place.code
        assert not asked
    assert question.objects(0) == []
    named = questions.put(lambda: Person.objects.filter(Q(username=GIVEN_TEXT) | Q(name=GIVEN_TEXT)))
    assert named.objects("steward") == [world.people["steward"]]


def test_text_that_looks_like_a_moment_stays_text_where_it_is_asked_once(world):
    case = world.report()
    Case.objects.filter(pk=case.pk).update(title="3000-01-15")
    rows = questions.put(
        lambda: Case.objects.filter(title="3000-01-15").values_list("pk"), at=clock.now()
    ).rows()
    assert rows == [(case.pk,)]


def test_a_percent_sign_and_many_values_arrive_as_they_are(world):
    case = world.report()
    Case.objects.filter(pk=case.pk).update(title="100% of $1")
    question = questions.put(
        lambda: Case.objects.filter(title__contains="0% of $", pk__in=range(10_000, 10_020)).values_list("pk")
    )
    assert question.rows() == []
    question = questions.put(
        lambda: Case.objects.filter(title__contains="0% of $", voices=F("voices")).values_list("title")
    )
    assert question.rows() == [("100% of $1",)]


def test_nothing_is_asked_where_nothing_can_be_found(world):
    question = questions.put(lambda: Case.objects.filter(pk__in=[]))
    with CaptureQueriesContext(connection) as asked:
        assert question.rows() == [] and question.objects() == []
    assert not asked


def test_questions_are_asked_where_they_are_counted(world):
    world.report()
    question = questions.put(lambda: Case.objects.filter(pk__gt=0).values_list("pk"))
    with CaptureQueriesContext(connection) as asked:
        for _n in range(4):
            assert len(question.rows()) == 1
    assert len(asked) == 4


def test_who_holds_which_post_is_seen_at_once(world):
    person = world.people["steward"]
    assert posts_of(person.pk) == [world.posts["steward"]]
    Appointment.objects.filter(person=person).update(until_on=clock.today() - timedelta(days=1))
    assert posts_of(person.pk) == []


def test_whoever_may_not_sign_in_any_more_is_out_at_once(world, client):
    person = world.people["steward"]
    client.force_login(person)
    assert client.get("/desk/").status_code == 200
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/desk/").status_code == 302
    Person.objects.filter(pk=person.pk).update(is_active=True, password="changed")
    assert client.get("/desk/").status_code == 302


def test_the_shelf_lets_the_longest_unused_go():
    shelf, made = questions.Shelf(most=2), []

    def make(name):
        return lambda: made.append(name) or name

    for name in ("a", "b", "a", "c", "a", "b"):
        assert shelf.get(name, make(name)) == name
    assert made == ["a", "b", "c", "b"]


def test_a_sign_that_begins_another_word_is_no_hole(world):
    case = world.report()
    Case.objects.filter(pk=case.pk).update(title="%some %s text")
    rows = Case.objects.extra(where=["title LIKE '%%some%%'"]).filter(state="reported", pk=GIVEN)
    assert questions.put(lambda: rows.values_list("title")).rows(case.pk) == [("%some %s text",)]
