"""Parking, supervision and whistles at the desk: their forms, their lists, and what is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse

from yishi.cases import actions as cases
from yishi.cases.models import Case, State
from yishi.record import clock


def to(case, action: str) -> str:
    return reverse("desk:act", args=[case.number, action])


def listed(client, code: str) -> list[str]:
    response = client.get(reverse("desk:home") + f"?tab={code}")
    assert response.status_code == 200
    tab = response.context["tab"]
    return [card.case.number for card in response.context["page"].cards] if tab.code == code else []


def parking(**what) -> dict:
    day = (clock.today() + timedelta(days=60)).isoformat()
    said = {"reason": "money", "text": "没有钱", "measures": "先补一补", "revisit_on": day, "households": "5"}
    return {**said, "key": "k", **what}


@pytest.fixture
def proposed(world, sit) -> Case:
    case = world.handling()
    assert sit("steward").post(to(case, "park"), parking()).status_code == 302
    return case


def test_parking_is_proposed_and_approved_through_its_pages(sit, world, proposed):
    branch = sit("branch")
    assert listed(branch, "to_decide") == [proposed.number]
    page = branch.get(to(proposed, "decide_parking")).content.decode()
    assert "没有钱" in page
    assert "先补一补" in page
    assert branch.post(to(proposed, "decide_parking"), {"agree": "yes", "key": "k"}).status_code == 302
    proposed.refresh_from_db()
    assert proposed.state == State.PARKED
    assert listed(branch, "to_decide") == []
    assert listed(sit("steward"), "parked") == [proposed.number]


def test_a_form_sent_twice_parks_once(sit, world):
    case, client = world.handling(), sit("steward")
    for _again in range(2):
        assert client.post(to(case, "park"), parking()).status_code == 302
    assert case.parkings.count() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("revisit_on", ""),
        ("revisit_on", "2020-01-01"),
        ("revisit_on", "9999-12-31"),
        ("revisit_on", "gestern"),
        ("households", "1"),
        ("households", "-3"),
        ("households", "viele"),
        ("households", "99999999999999999999"),
        ("reason", "because"),
        ("text", "  "),
        ("measures", ""),
    ],
)
def test_a_parking_with_a_fault_is_asked_again(sit, world, field, wrong):
    case, client = world.handling(), sit("steward")
    response = client.post(to(case, "park"), parking(**{field: wrong}))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not case.parkings.exists()


def test_a_refusal_without_a_reason_is_asked_again(sit, proposed):
    response = sit("branch").post(to(proposed, "decide_parking"), {"agree": "no", "key": "k"})
    assert response.status_code == 422


def test_the_desk_that_proposed_does_not_decide(sit, proposed):
    assert (
        sit("steward").post(to(proposed, "decide_parking"), {"agree": "yes", "key": "k"}).status_code == 403
    )


def test_the_second_of_two_who_decide_is_told_that_it_moved_on(sit, world, proposed):
    branch = sit("branch")
    branch.post(to(proposed, "decide_parking"), {"agree": "yes", "key": "k"})
    response = branch.post(to(proposed, "decide_parking"), {"agree": "yes", "key": "other"})
    assert response.status_code == 409


def test_a_case_kept_from_the_public_is_not_asked_for_households(sit, world):
    case = world.handling(visibility="hotline")
    form = sit("steward").get(to(case, "park")).context["form"]
    assert "households" not in form.fields


def test_taking_up_again_needs_what_has_changed(sit, world, proposed):
    cases.decide_parking(world.actor("branch"), proposed, agree=True)
    client = sit("steward")
    assert client.post(to(proposed, "wake"), {"text": "", "key": "k"}).status_code == 422
    assert client.post(to(proposed, "wake"), {"text": "钱批下来了", "key": "k"}).status_code == 302
    proposed.refresh_from_db()
    assert proposed.state == State.REPORTED


def test_an_objection_lies_with_whoever_decides_it(sit, world, proposed):
    cases.decide_parking(world.actor("branch"), proposed, agree=True)
    cases.object_parking(world.reporter(proposed), proposed, text="等不了")
    committee = sit("committee")
    assert listed(committee, "to_decide") == [proposed.number]
    assert "等不了" in committee.get(to(proposed, "rule_objection")).content.decode()
    said = {"upheld": "yes", "text": "先办", "key": "k"}
    assert committee.post(to(proposed, "rule_objection"), said).status_code == 302
    proposed.refresh_from_db()
    assert proposed.state == State.REPORTED


# --- supervision ---


def watching(**what) -> dict:
    day = (clock.today() + timedelta(days=2)).isoformat()
    said = {"grade": "listed", "reason": "overdue", "text": "请说明", "due_on": day, "key": "k"}
    return {**said, **what}


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("overdue", "Overdue by"),
        ("nudged", "Nudged 3 times"),
        ("returned", "Sent back 2 times"),
        ("contested", "Called not solved 2 times"),
    ],
)
def test_what_calls_for_supervision_is_proposed_and_why(sit, world, reason, said):
    quiet = world.handling()
    case = world.handling()
    changes = {
        "overdue": {"due_at": clock.now() - timedelta(days=3, minutes=1)},
        "nudged": {"nudged": 3},
        "returned": {"returns": 2},
        "contested": {},
    }[reason]
    Case.objects.filter(pk=case.pk).update(**changes)
    if reason == "contested":
        for who in ("steward", "branch"):
            case.refresh_from_db()
            cases.answer(world.actor(who), case, kind="solved", text="好了")
            cases.contest(world.reporter(case), case, contacted=True, text="没有好")
    client = sit("council")
    assert listed(client, "to_supervise") == [case.number]
    assert quiet.number not in listed(client, "to_supervise")
    assert said in client.get(reverse("desk:home"), {"tab": "to_supervise"}).content.decode()
    assert client.post(to(case, "supervise"), watching()).status_code == 302
    assert listed(client, "to_supervise") == []
    assert listed(client, "supervised") == [case.number]


def test_only_a_little_overdue_is_not_proposed(sit, world):
    case = world.handling()
    Case.objects.filter(pk=case.pk).update(due_at=clock.now() - timedelta(days=2))
    assert listed(sit("council"), "to_supervise") == []


def test_the_desk_sees_that_it_is_supervised_and_reports(sit, world):
    case = cases.supervise(
        world.actor("council"), world.handling(), grade="daily", reason="overdue", text="请报告",
        due_on=clock.today(),
    )  # fmt: skip
    steward = sit("steward")
    assert listed(steward, "supervised") == [case.number]
    assert "请报告" in steward.get(to(case, "report_to_supervisor")).content.decode()
    assert steward.post(to(case, "report_to_supervisor"), {"text": "明天做", "key": "k"}).status_code == 302
    council = sit("council")
    grades = council.get(to(case, "raise_supervision")).context["form"].fields["grade"].choices
    assert [code for code, _label in grades] == ["listed", "summons"]
    said = {"grade": "summons", "text": "请来", "due_on": clock.today().isoformat(), "key": "k"}
    for _again in range(2):
        assert council.post(to(case, "raise_supervision"), said).status_code == 302
    assert case.supervisions.count() == 2
    assert council.post(to(case, "end_supervision"), {"text": "办好了", "key": "k"}).status_code == 302
    assert listed(council, "supervised") == []


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31", ""])
def test_a_report_is_due_within_reach(sit, world, day):
    case = world.handling()
    assert sit("council").post(to(case, "supervise"), watching(due_on=day)).status_code == 422


# --- whistles ---


def test_a_whistle_and_who_came(sit, world):
    case, steward = world.handling(), sit("steward")
    units = [world.posts["fire"].pk, world.posts["property"].pk]
    said = {"asked": units, "hours": "2", "text": "北门碰头", "key": "k"}
    for _again in range(2):
        assert steward.post(to(case, "whistle"), said).status_code == 302
    assert case.summonses.count() == 2
    fire = sit("fire")
    assert listed(fire, "whistles") == [case.number]
    for _again in range(2):
        assert fire.post(to(case, "appear"), {"key": "k"}).status_code == 302
    assert listed(fire, "whistles") == []
    steward = sit("steward")
    assert listed(steward, "whistles") == [case.number]
    said = {"asked": world.posts["property"].pk, "at": "", "key": "k2"}
    assert steward.post(to(case, "appear"), said).status_code == 302
    assert listed(steward, "whistles") == []


@pytest.mark.parametrize(
    "said", [{"asked": []}, {"hours": "9"}, {"asked": ["x"]}, {"asked": [10**9]}, {"text": ""}]
)
def test_a_whistle_with_a_fault_is_asked_again(sit, world, said):
    case = world.handling()
    whole = {"asked": [world.posts["fire"].pk], "hours": "2", "text": "来", "key": "k", **said}
    assert sit("steward").post(to(case, "whistle"), whole).status_code == 422
    assert not case.summonses.exists()


def test_whoever_did_not_come_shows_on_the_councils_desk(sit, world):
    case = world.handling()
    cases.whistle(world.actor("steward"), case, asked=[world.posts["fire"]], hours=2, text="来")
    assert listed(sit("council"), "whistles") == []
    with clock.at(clock.now() + timedelta(hours=3)):
        assert listed(sit("council"), "whistles") == [case.number]


def test_a_moment_that_has_not_come_is_no_arrival(sit, world):
    case = world.handling()
    cases.whistle(world.actor("steward"), case, asked=[world.posts["fire"]], hours=2, text="来")
    later = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    said = {"asked": world.posts["fire"].pk, "at": later, "key": "k"}
    assert sit("steward").post(to(case, "appear"), said).status_code == 422


def test_a_unit_whistled_for_sees_a_kept_case_and_no_other_unit_does(sit, world):
    case = world.handling(visibility="hotline")
    address = reverse("desk:case", args=[case.number])
    assert sit("fire").get(address).status_code == 404
    cases.whistle(world.actor("steward"), case, asked=[world.posts["fire"]], hours=2, text="来")
    assert sit("fire").get(address).status_code == 200
    assert sit("property").get(address).status_code == 404


def test_empty_lists_of_pressure_stay_out_of_sight(sit, world):
    tabs = sit("council").get(reverse("desk:home")).context["tabs"]
    assert all("tab=to_supervise" not in tab["url"] for tab in tabs)


def test_somebody_above_nudges_through_the_page(sit, world):
    case = world.handling()
    assert sit("branch").post(to(case, "nudge"), {"text": "请回话", "key": "k"}).status_code == 302
    case.refresh_from_db()
    assert case.nudged == 1
