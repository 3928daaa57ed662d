"""The desk asks back: by telephone with the three questions, on paper, and two people decide what is left out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cases.neighbours import PHONE

from yishi.cases import actions, links
from yishi.cases.models import CallBack, Exclusion, Feedback, State
from yishi.network.actors import CLOCK, Actor
from yishi.people import actions as people
from yishi.record import clock


def act(case, action: str) -> str:
    return reverse("desk:act", args=[case.number, action])


def listed(client, tab: str) -> str:
    return client.get(reverse("desk:home") + f"?tab={tab}").content.decode()


def at_desk(case) -> str:
    """How a card leads to its case; the bare number may stand in other numbers."""
    return f"/desk/cases/{case.number}/"


def test_whoever_has_no_account_is_on_the_list_at_once_others_after_some_days(world, sit):
    person = people.register(CLOCK, None, username="p1", name="周", password="a-long-password-1")
    with_account = world.answered(by=Actor(person=person), contact_phone="13900000002")
    without = world.answered(contact_phone=PHONE)
    page = listed(sit("hotline"), "call_back")
    assert at_desk(without) in page and at_desk(with_account) not in page
    with clock.at(clock.now() + timedelta(days=4)):
        assert at_desk(with_account) in listed(sit("hotline"), "call_back")


def test_the_list_leaves_out_what_one_handled_and_what_waits_for_its_next_try(world, sit):
    case = world.answered(contact_phone=PHONE)
    actions.call_back(world.actor("hotline"), case, outcome="not_reached")
    assert at_desk(case) not in listed(sit("hotline"), "call_back")
    with clock.at(clock.now() + timedelta(days=1)):
        assert at_desk(case) in listed(sit("hotline"), "call_back")
    mine = actions.hand_up(world.actor("steward"), world.handling(contact_phone=PHONE), reason="要上会")
    mine = actions.answer(world.actor("branch"), mine, kind="solved", text="好了")
    assert at_desk(mine) not in listed(sit("branch"), "call_back")


def test_the_form_has_the_script_and_takes_the_three_answers(world, sit):
    case, client = world.answered(contact_phone=PHONE), sit("hotline")
    assert PHONE not in client.get(act(case, "call_back")).content.decode()
    client.post(act(case, "reveal"), {"key": "r", "what": "contact", "reason": "call"})
    page = client.get(act(case, "call_back")).content.decode()
    assert f"tel:{PHONE}" in page and "three short questions" in page
    said = {
        "outcome": "reached",
        "solved": "no",
        "contacted": "no",
        "satisfaction": "unsatisfied",
        "key": "k",
    }
    assert client.post(act(case, "call_back"), said).status_code == 422
    assert client.post(act(case, "call_back"), {**said, "text": "还堆着"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.position, Feedback.objects.get().channel) == (State.REPORTED, 2, "phone")
    assert CallBack.objects.get().ending == "answered"


def test_reached_needs_an_answer_to_the_first_question(world, sit):
    case = world.answered(contact_phone=PHONE)
    assert sit("hotline").post(act(case, "call_back"), {"outcome": "reached", "key": "k"}).status_code == 422
    assert not CallBack.objects.exists()


def test_whoever_handled_it_is_not_offered_the_call(world, sit):
    case = world.answered(contact_phone=PHONE)
    assert sit("steward").get(act(case, "call_back")).status_code == 403
    assert (
        act(case, "call_back")
        not in sit("steward").get(reverse("desk:case", args=[case.number])).content.decode()
    )
    assert (
        act(case, "call_back")
        in sit("hotline").get(reverse("desk:case", args=[case.number])).content.decode()
    )


# slips


def slip(case, n: int = 0, **said: str) -> dict[str, str]:
    code = links.slip_code(case.answers.order_by("at", "id").last())
    fields = {"number": case.number, "code": code, "solved": "yes", **said}
    return {f"l{n}-{name}": value for name, value in fields.items()}


def test_a_slip_is_printed_with_number_code_and_questions(world, sit):
    case = world.answered()
    page = sit("hotline").get(reverse("desk:print_slips")).content.decode()
    assert case.number in page and "<svg" in page
    assert links.slip_code(case.answers.get()) in page


def test_returned_slips_are_entered_by_somebody_who_did_not_handle_them(world, sit):
    one, other = world.answered(), world.answered()
    lines = {**slip(one, satisfaction="mostly"), **slip(other, 1, solved="no", text="没清干净"), "key": "k"}
    assert sit("hotline").post(reverse("desk:enter_slips"), lines).status_code == 302
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.state, other.state) == (State.CLOSED, State.REPORTED)
    assert set(Feedback.objects.values_list("channel", flat=True)) == {"paper"}


def test_one_wrong_slip_keeps_all_back(world, sit):
    one, other = world.answered(), world.answered()
    lines = {**slip(one), **slip(other, 1, code="x"), "key": "k"}
    assert sit("hotline").post(reverse("desk:enter_slips"), lines).status_code == 422
    one.refresh_from_db()
    assert one.state == State.ANSWERED and not Feedback.objects.exists()


@pytest.mark.parametrize(
    "spoilt", [{"number": "17"}, {"number": ""}, {"code": ""}, {"solved": ""}, {"solved": "x"}]
)
def test_a_spoilt_slip_is_said_clearly(world, sit, spoilt):
    lines = {**slip(world.answered(), **spoilt), "key": "k"}
    assert sit("hotline").post(reverse("desk:enter_slips"), lines).status_code == 422


def test_the_same_case_twice_on_one_page_is_noticed(world, sit):
    case = world.answered()
    lines = {**slip(case), **slip(case, 1, solved="no"), "key": "k"}
    assert sit("hotline").post(reverse("desk:enter_slips"), lines).status_code == 422


def test_slips_about_ones_own_work_are_for_somebody_else(world, sit):
    case = actions.hand_up(world.actor("steward"), world.handling(), reason="要上会")
    case = actions.answer(world.actor("branch"), case, kind="solved", text="好了")
    assert sit("branch").post(reverse("desk:enter_slips"), {**slip(case), "key": "k"}).status_code == 422


def test_a_slip_about_an_earlier_answer_does_not_count_for_the_new_one(world, sit):
    case = world.answered()
    former = slip(case)
    case = actions.contest(world.reporter(case), case, contacted=True, text="没好")
    case = actions.answer(world.actor("branch"), case, kind="solved", text="这回好了")
    now = slip(case)
    if former["l0-code"] != now["l0-code"]:  # one in ten thousand is the same
        assert sit("hotline").post(reverse("desk:enter_slips"), {**former, "key": "k"}).status_code == 422


def test_stewards_enter_no_slips(world, sit):
    assert sit("steward").get(reverse("desk:enter_slips")).status_code == 403
    assert sit("steward").get(reverse("desk:print_slips")).status_code == 403


# what is left out


def test_two_people_leave_an_answer_out(world, sit):
    case = world.answered()
    case = actions.confirm(world.reporter(case), case, contacted=True, satisfaction="unsatisfied")
    said = {"reason": "unlawful", "text": "要求违法", "key": "k"}
    assert sit("branch").post(act(case, "propose_exclusion"), said).status_code == 302
    assert sit("branch").post(act(case, "approve_exclusion"), {"key": "k"}).status_code == 403
    assert at_desk(case) in listed(sit("committee"), "exclusions")
    page = sit("committee").get(act(case, "approve_exclusion")).content.decode()
    assert "要求违法" in page
    assert sit("committee").post(act(case, "approve_exclusion"), {"key": "k"}).status_code == 302
    assert Exclusion.objects.get().approved
