"""Shares: of the households that bring a matter onto an agenda, and of the questions on a wall that got an answer."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.deliberation.conftest import underway
from tests.deliberation.test_agenda import DARK, joined_by, open_day
from tests.deliberation.test_hall import ask

from yishi.deliberation import actions, agenda_jobs, parts_hall
from yishi.deliberation.models import Kind, Opinion, SessionRule
from yishi.network.actors import CLOCK
from yishi.network.models import Dwelling
from yishi.record import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("homes", "joined", "comes"), [(50, 4, True), (50, 3, False), (60, 4, False), (0, 8, False)]
)
def test_a_share_of_the_households_of_the_roll_brings_a_matter_onto_the_agenda(
    meeting_world, homes, joined, comes
):
    """A tenth is asked for here; whoever reported it counts, too. Without a roll nobody knows what a tenth is."""
    rule = SessionRule.objects.get(kind=Kind.OPEN_DAY, place=None)
    actions.set_session_rule(
        CLOCK,
        meeting_world.places["community"],
        kind=Kind.OPEN_DAY,
        notice_days=7,
        freeze_days=3,
        tally=rule.tally,
        posting_days=15,
        percent=10,
        source="测试",
    )
    building = meeting_world.places["b3"]
    for n in range(homes):
        Dwelling.objects.create(place=building, door=f"1-{n + 101}")
    session, case = open_day(meeting_world), joined_by(meeting_world.report(words=DARK), joined)
    agenda_jobs.place_waiting()
    assert session.items.filter(case=case).exists() == comes


def test_the_wall_says_of_each_kind_how_many_questions_got_an_answer(meeting_world):
    session = underway(meeting_world)
    steward = meeting_world.actor("steward")
    stairwell, service = (meeting_world.categories[key] for key in ("stairwell", "service"))
    with clock.at(session.starts_at + timedelta(minutes=10)):
        session = actions.open_wall(steward, session)
        for n, kind in enumerate((stairwell, stairwell, stairwell, service)):
            asked = ask(session, words=f"第{n + 1}个问题，什么时候解决？", line=f"q{n}")
            Opinion.objects.filter(pk=asked.pk).update(category=kind)
        first = session.opinions.order_by("pk").first()
        actions.respond(
            steward, first, kind="answered", post=meeting_world.posts["property"], text="明天清理。"
        )
        told = [
            (each["key"], each["n"], each["answered"], each["percent"])
            for each in parts_hall.by_category(session)
        ]
        shown = Client().get(f"/meet/{session.pk}/wall/").content.decode()
    assert told == [(stairwell.pk, 3, 1, 33), (service.pk, 1, 0, 0)]
    assert "33 %" in shown and "楼道堆物" in shown
