"""Whoever spoke at a session follows what comes of it: their own browser, or the clerk for them, has number and code;
nobody else does. And a topic is about a matter whose number the host knows."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.deliberation.conftest import underway
from tests.deliberation.test_outcomes import respond
from tests.world import PASSWORD

from yishi.cases import actions as matters
from yishi.cases.models import Visibility
from yishi.deliberation import actions
from yishi.deliberation.following import follow_code
from yishi.deliberation.models import Opinion
from yishi.network.actors import ANYONE
from yishi.record import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(meeting_world):
    """Going on now, and its wall is open."""
    session = underway(meeting_world)
    with clock.at(session.starts_at + timedelta(minutes=10)):
        actions.open_wall(meeting_world.actor("steward"), session)
        yield session


@pytest.fixture
def browser(session) -> Client:
    """Whoever asked the first question on the wall."""
    client = Client()
    page = client.get(reverse("meet:wall", args=[session.pk]))
    said = {"words": "停车位什么时候划？", "key": page.context["key"]}
    assert client.post(reverse("meet:ask", args=[session.pk]), said).status_code == 302
    return client


def signed_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def code_on(client: Client, opinion: Opinion) -> bool:
    """Whether the page of the opinion shows the code that opens its case."""
    page = client.get(reverse("meet:opinion", args=[opinion.session_id, opinion.label]))
    assert page.status_code == 200
    code = follow_code(opinion)
    shown = page.content.decode()
    return f"{code[:4]} {code[4:]}" in shown or code in shown


def test_the_browser_that_asked_and_the_clerk_find_the_code_and_nobody_else(meeting_world, session, browser):
    opinion = Opinion.objects.get()
    assert not code_on(browser, opinion), "there is no case yet"
    respond(meeting_world, opinion, kind="taken", by="branch")
    opinion.refresh_from_db()
    assert code_on(browser, opinion) and code_on(signed_in("steward"), opinion)
    for other in (Client(), signed_in("neighbour"), signed_in("property")):
        assert not code_on(other, opinion)
    page = browser.get(reverse("meet:opinion", args=[session.pk, opinion.label]))
    assert "no-store" in page.headers["Cache-Control"]
    given = {"number": opinion.case.number, "code": follow_code(opinion)}
    assert browser.post(reverse("cases:follow"), given).status_code == 302


def test_what_was_joined_to_the_matter_of_somebody_else_has_no_code(meeting_world, browser):
    other = meeting_world.report("停车位一直没有划，晚上没处停。")
    opinion = Opinion.objects.get()
    respond(meeting_world, opinion, kind="taken", by="branch", case=other)
    opinion.refresh_from_db()
    assert opinion.case == other
    assert not code_on(browser, opinion) and not code_on(signed_in("steward"), opinion)


def test_the_host_names_the_matter_a_topic_is_about_by_its_number(meeting_world):
    world = meeting_world
    topic = actions.propose_topic(ANYONE, world.places["estate"], words="车棚建在哪里，大家一起定。")
    case, kept = world.report(), world.report("这件事只想跟热线说。", visibility=Visibility.HOTLINE)
    address = reverse("meet:topic_do", args=[topic.pk, "matter"])
    host = signed_in("branch")
    for wrong in ("99999", kept.number):
        assert host.post(address, {"number": wrong, "key": "k"}).status_code == 422
    assert host.post(address, {"number": case.number, "key": "k"}).status_code == 302
    topic.refresh_from_db()
    assert topic.case == case
    assert case.number in host.get(reverse("meet:topic_settle", args=[topic.pk])).content.decode()
    assert Client().post(address, {"number": case.number}).status_code in (302, 403)


def test_a_topic_keeps_the_matter_when_somebody_else_names_another(meeting_world):
    world = meeting_world
    topic = actions.propose_topic(ANYONE, world.places["estate"], words="车棚建在哪里，大家一起定。")
    case = matters.take(world.actor("steward"), world.report())
    actions.tie_to_case(world.actor("branch"), topic, case=case)
    other = actions.propose_topic(ANYONE, world.places["estate"], words="充电的线从窗口拉下来，怎么办？")
    told = signed_in("branch").post(
        reverse("meet:topic_do", args=[other.pk, "matter"]), {"number": case.number, "key": "k"}
    )
    assert told.status_code == 422
    other.refresh_from_db()
    assert other.case is None
