"""Whom a matter concerns is told nothing of it, decides nothing about it and is nobody to ring about it."""

from datetime import timedelta

import pytest

from yishi.cases import actions, clock_jobs, rules
from yishi.cases.models import Case
from yishi.network.actors import Actor
from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.notices.models import Message
from yishi.record import clock


def concerning(case: Case, post) -> Case:
    actions.keep_out(Actor(follows=frozenset({case.pk})), case, post=post)
    return Case.objects.get(pk=case.pk)


def up_to(world, case: Case, *posts: str) -> Case:
    for who in posts:
        case = actions.hand_up(world.actor(who), case, reason="要花钱")
    return case


def test_what_is_late_at_the_top_is_not_told_to_whom_it_concerns(world):
    case = concerning(world.report(), world.posts["committee"])
    case = up_to(world, case, "steward", "branch")
    assert case.holder == world.posts["council"]
    with clock.at(clock.now() + timedelta(days=60)):
        clock_jobs.escalate_overdue()
    told = {message.post for message in Message.objects.filter(kind="cases.overdue")}
    assert told == {world.posts["council"]}


def test_no_message_at_all_reaches_whom_it_concerns(world):
    case = concerning(world.report(), world.posts["branch"])
    before = Message.objects.filter(post=world.posts["branch"], about=case.ref).count()
    for days in (2, 4, 12, 40):
        with clock.at(clock.now() + timedelta(days=days)):
            clock_jobs.warn_before_limits()
            clock_jobs.escalate_overdue()
    assert Message.objects.filter(post=world.posts["branch"], about=case.ref).count() == before


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_whom_it_concerns_decides_about_no_desk(world, position):
    for who in ("branch", "committee", "hotline"):
        case = concerning(world.report(), world.posts[who]) if who != "hotline" else world.report()
        judge = rules.deciding_above(case, position, world.posts["council"])
        assert judge is None or judge.pk not in case.kept_out


def test_at_the_top_somebody_it_does_not_concern_decides(world):
    case = up_to(world, world.report(), "steward", "branch", "committee")
    first = rules.deciding_above(case, case.position, world.posts["council"])
    assert first is not None and first.can(Power.SUPERVISE)
    case.concerns.create(post=first, at=clock.now())
    case = Case.objects.get(pk=case.pk)
    case.concerned = True
    other = rules.deciding_above(case, case.position, world.posts["council"])
    assert other is None or other.pk != first.pk


def test_no_unit_it_concerns_is_whistled_for(world):
    case, fire = world.handling(), world.posts["fire"]
    assert fire in rules.units_to_whistle(case)
    case.concerns.create(post=fire, at=clock.now())
    case = Case.objects.get(pk=case.pk)
    case.concerned = True
    assert fire not in rules.units_to_whistle(case)


def test_nobody_it_concerns_is_shown_as_whom_to_ring(world, client):
    steward = world.posts["steward"]
    Post.objects.filter(pk=world.posts["branch"].pk).update(phone="")
    Post.objects.filter(pk=steward.pk).update(phone="0711-1234567")
    Post.objects.filter(pk=world.posts["committee"].pk).update(phone="0711-7654321")
    resident = world.people["resident"]
    case = world.report(by=Actor(person=resident))
    client.force_login(resident)
    assert "1234567" in client.get(f"/cases/{case.number}/").content.decode().replace(" ", "").replace(
        "-", ""
    )
    actions.keep_out(Actor(person=resident), case, post=steward)
    page = client.get(f"/cases/{case.number}/").content.decode().replace(" ", "").replace("-", "")
    assert "1234567" not in page
    assert "7654321" in page
