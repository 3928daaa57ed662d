"""The time of a case on its pages: the countdown, pauses, more time, urgency, and the limits with their sources."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from tests.world import PASSWORD

from yishi.cases import actions, clocks
from yishi.cases.models import Case, Extension
from yishi.network.actors import CLOCK
from yishi.network.powers import Role
from yishi.record import clock

RUNGS = [(Role.STEWARD, 4, 72), (Role.BRANCH, 24, 120), (Role.COMMITTEE, 24, 168), (Role.COUNCIL, 72, 360)]


@pytest.fixture
def town(world):
    limits = [
        {"position": 1, "take": 2, "contact": 24, "progress": 3, "answer": 7, "source": "第一级七日"},
        {"urgency": "complex", "answer": 15, "answer_unit": "work_days", "source": "复杂十五个工作日"},
    ]
    place = world.places["community"]
    actions.set_ladder(
        CLOCK, place, rungs=RUNGS, source="其余各级", limits=limits, office_hours="08:30-12:00,14:00-17:30"
    )
    return world


@pytest.fixture
def as_(client):
    def sign_in(who: str):
        assert client.login(username=who, password=PASSWORD)
        return client

    return sign_in


def page(client, case) -> str:
    return client.get(reverse("cases:case", args=[case.number])).content.decode()


def act(client, case, action: str, **data):
    return client.post(reverse("desk:act", args=[case.number, action]), {"key": "k" + action, **data})


def day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def test_everybody_sees_how_much_time_is_left_and_what_the_limit_rests_on(town, client):
    shown = page(client, town.report())
    assert "时限" in shown
    assert "第一级七日" in shown


def test_a_pause_shows_why_to_everybody_and_ends_in_the_list_of_pauses(town, client, as_):
    case = town.handling()
    done = act(
        as_("steward"),
        case,
        "pause",
        reason="weather",
        text="雨停了才能上屋面，电话13800138000",
        until_on=day(5),
    )
    assert done.status_code == 302
    client.logout()
    shown = page(client, case)
    assert "雨停了才能上屋面" in shown
    assert "13800138000" not in shown
    assert "计时已停" in shown
    done = act(as_("steward"), case, "resume")
    assert done.status_code == 302
    client.logout()
    shown = page(client, case)
    assert "计时停过" in shown
    assert not Case.objects.get(pk=case.pk).is_paused


@pytest.mark.parametrize("ahead", [-1, 0, 31, 400])
def test_a_pause_for_a_day_out_of_reach_is_asked_again(town, as_, ahead):
    case = town.handling()
    done = act(as_("steward"), case, "pause", reason="weather", text="等雨停", until_on=day(ahead))
    assert done.status_code == 422
    assert not Case.objects.get(pk=case.pk).is_paused


def test_more_time_is_asked_for_on_one_desk_and_granted_on_the_next(town, client, as_):
    case = town.handling()
    assert (
        act(as_("steward"), case, "ask_extension", text="配件要等十天", until_on=day(12)).status_code == 302
    )
    home = as_("branch").get(reverse("desk:home") + "?tab=extensions").content.decode()
    assert case.number in home
    form = client.get(reverse("desk:act", args=[case.number, "answer_extension"])).content.decode()
    assert "配件要等十天" in form
    assert act(client, case, "answer_extension", granted="no", until_on=day(12)).status_code == 422
    assert act(client, case, "answer_extension", granted="yes", until_on=day(30)).status_code == 422
    assert act(client, case, "answer_extension", granted="yes", until_on=day(10)).status_code == 302
    assert Extension.objects.get().granted_on.isoformat() == day(10)
    client.logout()
    shown = page(client, case)
    assert "配件要等十天" in shown
    assert "同意延期" in shown


def test_urgency_and_kind_of_matter_are_changed_on_the_desk(town, as_):
    case = town.handling()
    assert act(as_("steward"), case, "set_urgency", urgency="complex").status_code == 302
    case.refresh_from_db()
    assert (case.urgency, case.due_unit) == ("complex", "work_days")
    assert "个工作日" in page(as_("steward"), case)
    other = town.categories["service"]
    assert act(as_("steward"), case, "recategorise", category=other.pk).status_code == 302
    assert Case.objects.get(pk=case.pk).category == other


def test_the_desk_of_a_body_complained_about_does_not_sort_the_complaint(town, as_):
    case = town.report(about=town.posts["property"].organisation)
    assert act(as_("property"), case, "set_urgency", urgency="complex").status_code in (403, 404)


def test_whoever_keeps_the_limits_sees_them_with_their_sources(town, as_):
    shown = as_("committee").get(reverse("desk:limits")).content.decode()
    for said in ("第一级七日", "复杂十五个工作日", "其余各级", "08:30–12:00", "15个工作日"):
        assert said in shown
    assert 'data-label="接单">2小时' in shown
    assert as_("steward").get(reverse("desk:limits")).status_code == 403


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (1, "hours", "1 hour"),
        (2, "hours", "2 hours"),
        (1, "days", "1 day"),
        (5, "work_days", "5 working days"),
    ],
)
def test_a_limit_is_said_in_the_right_number(amount, unit, said):
    with translation.override("en"):
        assert clocks.Limit(amount, unit, "").label() == said


def test_the_form_for_another_kind_says_which_it_has_now(town, as_):
    case = town.handling()
    shown = as_("steward").get(reverse("desk:act", args=[case.number, "recategorise"])).content.decode()
    assert f"现在是： <b>{case.category.parent.name} · {case.category.name}</b>" in shown


def test_lists_of_cases_whose_clock_stands_ask_no_question_for_each(town, as_, django_assert_max_num_queries):
    steward = as_("steward")
    for _n in range(8):
        case = town.handling()
        actions.pause(
            town.actor("steward"),
            case,
            reason="weather",
            text="等雨停",
            until_on=clock.today() + timedelta(days=4),
        )
        actions.set_urgency(town.actor("steward"), town.handling(), urgency="complex")
    with django_assert_max_num_queries(30):
        shown = steward.get(reverse("desk:home") + "?tab=working").content.decode()
    assert "计时已停" in shown
