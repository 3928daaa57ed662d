"""The page of a session is kept for strangers, and yet the next reader sees whatever was done to it: the page as it is
kept is held against the same page made anew, after every step from the call to the board."""

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from tests.cases.test_changes import forget, hold, pages_are_kept
from tests.deliberation.closed import posted, while_posted
from tests.deliberation.conftest import underway

from yishi.deliberation import actions, setup
from yishi.deliberation.changes import TOLD
from yishi.deliberation.models import Objection, Session
from yishi.network.actors import ANYONE, CLOCK
from yishi.record import changes, kept

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["pages_are_kept"]


@pytest.fixture
def world_of_sessions(world):
    setup.enter_rules(CLOCK)
    return world


def addresses() -> list[str]:
    """The pages about every session, and those of its place that list what sessions are about."""
    of_places = ("meet:calendar", "meet:place_figures", "meet:topics")
    found = []
    for session in Session.objects.select_related("place"):
        found += [reverse(name, args=[session.pk]) for name in ("meet:session", "meet:minutes")]
        found += [reverse(name, args=[session.place.code]) for name in of_places]
    return found


@pytest.fixture
def done(monkeypatch) -> list[str]:
    """After each action, whatever strangers are shown of a session is what is so now. Gives the names of those done."""
    names: list[str] = []

    def followed(name, act):
        def acting(*args, **kwargs):
            result = act(*args, **kwargs)
            names.append(name)
            hold(addresses(), name, monkeypatch)
            return result

        return acting

    for name in actions.__all__:
        monkeypatch.setattr(actions, name, followed(name, getattr(actions, name)))
    return names


def test_every_table_of_the_room_is_told():
    of_the_room = {model._meta.db_table for model in apps.get_app_config("deliberation").get_models()}
    assert of_the_room == {*TOLD.general, *TOLD.within}
    assert changes.missing(connection, TOLD) == []


def test_what_each_step_changes_is_seen_by_the_next_reader(world_of_sessions, done):
    session = posted(world_of_sessions)
    with while_posted(session):
        actions.object_to(ANYONE, session, text="路灯换什么样的没有说清楚。")
        [objection] = Objection.objects.all()
        answer = {"objection": objection, "upheld": False, "answer": "换成十瓦的。"}
        actions.answer_objection(world_of_sessions.actor("branch"), session, **answer)
    steps = {"announce", "begin", "take_down", "respond", "count_hands", "seal_minutes", "post_minutes"}
    assert steps | {"object_to", "answer_objection"} <= set(done)


def test_while_it_goes_on_a_reader_who_follows_is_answered_from_what_is_kept(
    world_of_sessions, client, monkeypatch
):
    session = underway(world_of_sessions)
    address = reverse("meet:session", args=[session.pk])
    assert client.get(address).status_code == 200
    assert any(address in str(key) for key in kept._shelf._pages)
    forget(monkeypatch)
