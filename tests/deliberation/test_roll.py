"""The roll-call: who is asked for when a session ends, and what stands of those nobody noted."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localtime
from tests.deliberation.conftest import underway
from tests.deliberation.test_outcomes import measure
from tests.deliberation.test_outcomes_pages import address, sit, text  # noqa: F401

from yishi.deliberation import actions, place_figures
from yishi.deliberation.models import Invitation, State
from yishi.deliberation.reading import read
from yishi.record import Refused, clock
from yishi.record.actions import seal

pytestmark = pytest.mark.django_db
Came = Invitation.Came


@pytest.fixture
def session(meeting_world):
    """Going on now, with two that were invited and nobody has noted."""
    session = underway(meeting_world)
    for who in ("property", "lamps"):
        post = meeting_world.posts.get(who) or meeting_world.posts["committee"]
        Invitation.objects.get_or_create(session=session, post=post, defaults={"sent_at": clock.now()})
    with clock.at(session.starts_at + timedelta(minutes=10)):
        yield session


def invited(session, n: int = 0) -> Invitation:
    return list(session.invitations.order_by("id"))[n]


def test_the_page_that_ends_it_asks_for_those_nobody_noted(meeting_world, session, sit):  # noqa: F811
    first, second = invited(session), invited(session, 1)
    actions.call_roll(meeting_world.actor("steward"), first, came="came")
    client, at = sit("steward"), address("do", session.pk, "end")
    page = text(client.get(at))
    assert f"came{second.pk}" in page and f"came{first.pk}" not in page
    assert "counts as not noted" in page
    assert client.post(at, {f"came{second.pk}": "absent", "key": "a"}).status_code == 302
    second.refresh_from_db()
    session.refresh_from_db()
    assert (second.came, session.state) == (Came.ABSENT, State.HELD)
    assert measure("departments_absent", session.place_path) == 1


def test_where_all_are_noted_nothing_is_asked(meeting_world, session, sit):  # noqa: F811
    for each in session.invitations.all():
        actions.call_roll(meeting_world.actor("steward"), each, came="came")
    assert "counts as not noted" not in text(sit("steward").get(address("do", session.pk, "end")))


def test_it_ends_with_blanks_too_and_the_draft_says_that_nobody_noted_them(meeting_world, session):
    steward = meeting_world.actor("steward")
    actions.call_roll(steward, invited(session), came="came")
    actions.end(steward, session)
    assert invited(session, 1).came == ""
    page = text(Client(headers={"accept-language": "en"}).get(address("session", session.pk)))
    assert "Not noted" in page
    minutes = actions.draft_minutes(steward, session)
    blank = invited(session, 1)
    assert blank.came == Came.UNNOTED
    said = {each["came"] for each in read(minutes.compiled).invited}
    assert said == {"来了", "未点名"} or said == {"came", "not noted"}
    assert measure("departments_unnoted", session.place_path) == 1
    assert measure("departments_absent", session.place_path) == 0


def test_drafted_once_more_it_counts_once(meeting_world, session):
    steward = meeting_world.actor("steward")
    actions.end(steward, session)
    actions.draft_minutes(steward, session)
    actions.draft_minutes(steward, session)
    assert measure("departments_unnoted", session.place_path) == session.invitations.count()


def test_it_is_put_right_until_the_minutes_are_sealed(meeting_world, session):
    steward = meeting_world.actor("steward")
    actions.end(steward, session)
    actions.draft_minutes(steward, session)
    actions.call_roll(steward, invited(session), came="deputy")
    assert measure("departments_unnoted", session.place_path) == session.invitations.count() - 1
    assert measure("departments_came", session.place_path) == 1
    with pytest.raises(Refused):
        actions.call_roll(steward, invited(session), came="unnoted")


def test_the_figures_of_a_place_say_how_often_nobody_noted_it(meeting_world, session):
    steward = meeting_world.actor("steward")
    actions.call_roll(steward, invited(session), came="came")
    actions.end(steward, session)
    actions.draft_minutes(steward, session)
    while seal():
        pass
    year = localtime(session.starts_at).year
    figures = place_figures.figures(session.place_path, year)
    assert (figures.invited, figures.came, figures.unnoted) == (2, 1, 1)
    rows, _more = place_figures.roll(session.place_path, year)
    assert sorted((each.came, each.unnoted, each.percent) for each in rows) == [(0, 1, 0), (1, 0, 100)]
    page = text(
        Client(headers={"accept-language": "en"}).get(
            address("place_figures", session.place.code), {"year": year}
        )
    )
    assert "1 time nobody noted it" in page


def test_all_others_did_not_come_is_one_press(meeting_world, session, sit):  # noqa: F811
    first, second = invited(session), invited(session, 1)
    client, at = sit("steward"), address("hall_roll", session.pk)
    assert "all others did not come" in text(client.get(at))
    client.post(at, {f"came-{first.pk}": "came", "rest": "1"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.came, second.came) == (Came.CAME, Came.ABSENT)
    assert "all others did not come" not in text(client.get(at))
