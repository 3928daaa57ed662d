"""Double registration: units and members report, are assigned, get tasks, and are evaluated."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from yishi.desk import task_jobs
from yishi.network import actions, helping
from yishi.network.actors import Actor
from yishi.network.helping import Evaluation
from yishi.network.models import Organisation, Post, Registration, RollPolicy, Task
from yishi.notices.models import Message
from yishi.record import Refused, clock

from .test_helpers import _in_english, settle  # noqa: F401


@pytest.fixture
def school(world):
    """A unit that has reported to the community."""
    return actions.enter_unit(world.actor("committee"), world.places["community"], name="实验小学")


def task(world, registration, days: int = 7) -> Task:
    due = clock.today() + timedelta(days=days)
    return actions.give_task(world.actor("committee"), registration, title="楼道清洁，来四人", due_on=due)


def test_the_committee_enters_a_unit_gives_it_a_task_and_evaluates_it(world, client):
    client.force_login(world.people["committee"])
    today = clock.today()
    said = {"name": "实验小学", "from_on": today.isoformat(), "key": "a"}
    assert client.post("/net/helping/units/new/", said).status_code == 302
    registration = Registration.objects.get()
    assert registration.unit.kind == Organisation.Kind.UNIT
    assert client.post("/net/helping/units/new/", {**said, "key": "b"}).status_code == 422
    address = f"/net/helping/units/{registration.pk}/"
    before = {"title": "楼道清洁", "due_on": (today - timedelta(days=1)).isoformat(), "key": "c"}
    refused = client.post(address, before, headers={"accept-language": "en"})
    assert refused.status_code == 422 and "before it is given" in refused.content.decode()
    assert client.post(address, {**before, "due_on": today.isoformat()}).status_code == 302
    given_task = Task.objects.get()
    assert client.post(f"/net/helping/task/{given_task.pk}/done/").status_code == 302
    assert client.post(f"/net/helping/task/{given_task.pk}/grade/", {"grade": "good"}).status_code == 302
    page = client.get("/net/helping/units/").content.decode()
    assert "实验小学" in page and "(100 %)" in page
    public = client.get(f"/net/helping/at/{world.places['community'].code}/").content.decode()
    assert "实验小学" in public


def test_a_unit_reports_once_and_not_to_a_closed_place(world, school):
    committee, community = world.actor("committee"), world.places["community"]
    with pytest.raises(Refused, match="reported here already"):
        actions.report_unit(committee, community, unit=school.unit)
    actions.end_registration(committee, school)
    type(community).objects.filter(pk=community.pk).update(closed_on="2026-01-01")
    with pytest.raises(Refused, match="closed"):
        actions.report_unit(committee, community, unit=school.unit)


def test_only_a_unit_of_the_community_reports_as_one(world):
    committee, community = world.actor("committee"), world.places["community"]
    with pytest.raises(Refused, match="unit organisation"):
        actions.report_unit(committee, community, unit=world.posts["property"].organisation)
    with pytest.raises(Refused):
        actions.report_unit(world.actor("steward"), community, unit=world.posts["property"].organisation)
    with pytest.raises(Refused):
        actions.report_unit(committee, world.places["estate"], unit=world.posts["property"].organisation)


def test_the_liaison_of_the_unit_sees_its_tasks_and_says_they_are_done(world, school, client):
    post = Post.objects.get(organisation=school.unit)
    actions.appoint(world.actor("committee"), post, person=world.people["neighbour"])
    asked = task(world, school)
    assert task_jobs.tell_of_tasks() == 1 and task_jobs.tell_of_tasks() == 0
    assert Message.objects.filter(post=post, kind="desk.task_given").count() == 1
    client.force_login(world.people["neighbour"])
    page = client.get("/net/helping/tasks/", follow=True)
    assert page.status_code == 200 and asked.title in page.content.decode()
    assert client.post(f"/net/helping/task/{asked.pk}/done/").status_code == 302
    asked.refresh_from_db()
    assert asked.done_on == clock.today()
    # nobody evaluates their own work
    assert client.post(f"/net/helping/task/{asked.pk}/grade/", {"grade": "good"}).status_code == 403


def test_a_task_that_is_overdue_is_reminded_of_once_and_can_be_judged(world, school):
    asked = task(world, school, days=1)
    assert task_jobs.remind_of_tasks() == 0
    with clock.at(clock.now() + timedelta(days=3)):
        assert task_jobs.remind_of_tasks() == 1 and task_jobs.remind_of_tasks() == 0
        assert Message.objects.filter(kind="desk.task_overdue").count() == 1
        with pytest.raises(Refused):
            actions.grade_task(world.actor("committee"), asked, grade="good")
        actions.grade_task(world.actor("committee"), asked, grade="poor")
    assert Task.objects.get().grade == "poor"


def test_what_is_still_to_be_done_is_not_judged_yet(world, school):
    asked = task(world, school)
    with pytest.raises(Refused, match="once it was reported"):
        actions.grade_task(world.actor("committee"), asked, grade="good")


def test_a_member_reports_and_counts_once_somebody_confirms_it(world, client):
    settle(world, "member")
    client.force_login(world.people["member"])
    assert client.post("/net/helping/report/", {"key": "a"}).status_code == 302
    registration = Registration.objects.get()
    assert registration.assigned_to == world.places["estate"] and registration.confirmed_on is None
    community = world.places["community"].path
    assert helping.members_reported(community) == 0
    assert client.post("/net/helping/report/", {"key": "b"}).status_code == 409  # twice
    with pytest.raises(Refused):
        actions.confirm_registration(world.actor("branch2"), registration)
    actions.confirm_registration(world.actor("branch"), registration)
    assert helping.members_reported(community) == helping.members_reported(world.places["estate"].path) == 1
    assert helping.members_reported(community, clock.today() - timedelta(days=1)) == 0
    assert helping.members_reported(world.places["estate2"].path) == 0
    assert client.get("/net/helping/").status_code == 200
    assert client.post("/net/helping/leave/").status_code == 302
    assert helping.members_reported(community, clock.today() + timedelta(days=1)) == 0


def test_members_report_where_they_live(world):
    actor = Actor(person=world.people["resident"])
    with pytest.raises(Refused, match="where they live"):
        actions.report_member(actor, world.places["community"])


def test_a_registration_does_not_end_before_it_began(world, school, client):
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(Refused, match="before it began"):
        actions.end_registration(world.actor("committee"), school, until_on=yesterday)
    client.force_login(world.people["committee"])
    address = f"/net/helping/units/{school.pk}/end/"
    assert client.post(address, {"until_on": "soon"}, follow=True).status_code == 200
    school.refresh_from_db()
    assert school.until_on is None
    assert client.post(address, {"until_on": clock.today().isoformat()}).status_code == 302


def test_an_estate_of_another_community_is_none_to_be_assigned_to(world, school):
    committee = world.actor("committee")
    assert (
        actions.assign(committee, school, estate=world.places["estate2"]).helps_at == world.places["estate2"]
    )
    with pytest.raises(Refused):
        actions.assign(committee, school, estate=world.places["b3"])
    with pytest.raises(Refused):
        actions.assign(world.actor("steward"), school, estate=None)


def test_the_branch_gives_tasks_to_those_of_its_estate_alone(world, school):
    due = clock.today() + timedelta(days=3)
    with pytest.raises(Refused):
        actions.give_task(world.actor("branch"), school, title="清扫", due_on=due)
    actions.assign(world.actor("committee"), school, estate=world.places["estate"])
    assert (
        actions.give_task(world.actor("branch"), school, title="清扫", due_on=due).given_by
        == world.posts["branch"]
    )


def test_tasks_and_registrations_are_not_there_for_others(world, school, client):
    asked = task(world, school)
    for who, refused in (("neighbour", 403), ("steward", 403)):
        client.force_login(world.people[who])
        assert client.get(f"/net/helping/units/{school.pk}/").status_code == 404
        assert client.post(f"/net/helping/task/{asked.pk}/done/").status_code == 404
        assert client.get("/net/helping/units/").status_code == refused


def test_so_few_members_that_one_could_guess_who_are_not_told(world, client):
    settle(world, "member")
    registration = actions.report_member(Actor(person=world.people["member"]), world.places["community"])
    actions.confirm_registration(world.actor("branch"), registration)
    assert helping.shown(1) is None and helping.shown(0) == 0
    least = RollPolicy.objects.present().small_cell
    assert helping.shown(least) == least
    page = client.get(f"/net/helping/at/{world.places['community'].code}/").content.decode()
    assert "林member" not in page


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_share_of_tasks_done_is_a_part_of_all(done, more):
    evaluation = Evaluation(Registration(), given=done + more, done=done)
    assert evaluation.share is None if done + more == 0 else 0 <= evaluation.share <= 100


def _asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def test_pages_ask_as_much_for_many_units_offers_and_tasks_as_for_few(world, client):
    committee, community = world.actor("committee"), world.places["community"]

    def more(begin: int, end: int) -> None:
        for n in range(begin, end):
            registration = actions.enter_unit(committee, community, name=f"第{n}小学")
            for registered in {registration, Registration.objects.order_by("pk").first()}:
                actions.report_task(committee, task(world, registered))
                task(world, registered)
            who = f"helper{n}"
            settle(world, who, door=f"1-{100 + n}")
            skill = ("plumbing", "law")[n % 2]
            actor = Actor(person=world.people[who])
            actions.offer_skill(actor, world.places["b3"], skill=skill, shown_name=True)

    more(0, 2)
    first = Registration.objects.order_by("pk").first()
    pages = [
        "/net/helping/units/",
        f"/net/helping/units/{first.pk}/",
        "/net/helping/here/",
        f"/net/helping/at/{community.code}/",
    ]
    client.force_login(world.people["committee"])
    few = [(client.get(page), _asked(client, page))[1] for page in pages]
    more(2, 9)
    many = [_asked(client, page) for page in pages]
    assert all(after <= before + 1 for before, after in zip(few, many, strict=True)), (few, many)
    assert max(many) <= 30
