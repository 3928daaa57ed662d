"""The page of a case at the desk: what is shown to whom, and what is offered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yishi.cases import actions as cases
from yishi.cases.models import Visibility
from yishi.network.actors import Actor

NUMBER = "19900005678"
WORDS = f"三栋二单元门口堆满了柴火，我的电话是{NUMBER}。"


def words(response) -> str:
    return response.content.decode()


def at(case) -> str:
    return reverse("desk:case", args=[case.number])


def actions_on(page: str, case) -> set[str]:
    """Which actions the page leads to; a slip on paper is none."""
    begin = at(case)
    rest = (piece.split('"', 1)[0] for piece in page.split(f'="{begin}')[1:])
    return {piece.strip("/").split("/")[0].split("?")[0] for piece in rest} - {"", "work-slip", "checks"}


def test_the_holder_reads_what_was_said_and_sees_what_can_be_done(sit, world, reveal):
    case, steward = world.report(WORDS, contact_phone="19900001234", contact_name="张阿姨"), sit("steward")
    page = words(steward.get(at(case)))
    assert WORDS not in page and "1234" not in page and "张阿姨" not in page
    reveal(steward, case, "words", "place")
    reveal(steward, case, "contact", "call")
    page = words(steward.get(at(case)))
    assert WORDS in page
    assert 'href="tel:19900001234"' in page
    assert "199 0000 1234" in page
    assert {"take", "answer", "promise", "hand_up", "send_back", "decline", "note", "call"} <= actions_on(
        page, case
    )
    assert "The ladder" in page


def test_who_does_not_handle_it_reads_it_masked_and_without_contact(sit, world):
    case = world.handling(words=WORDS, contact_phone="19900001234", contact_name="张阿姨")
    cases.ask_part(world.actor("steward"), case, asked=world.posts["property"], text="请清理")
    page = words(sit("property").get(at(case)))
    assert NUMBER not in page
    assert "张阿姨" not in page
    assert "1234" not in page
    assert actions_on(page, case) == {"answer_part", "note"}


def test_whoever_may_do_nothing_still_reads(sit, world):
    case = world.handling()
    page = words(sit("fire").get(at(case)))
    assert case.title in page
    assert actions_on(page, case) == set()


def test_a_case_kept_to_the_hotline_does_not_exist_for_the_property_company(sit, world):
    case = world.report(visibility=Visibility.HOTLINE)
    assert sit("property").get(at(case)).status_code == 404
    assert sit("property").get(f"{at(case)}note/").status_code == 404
    assert sit("steward").get(at(case)).status_code == 200


def test_a_department_called_in_sees_the_case_that_is_not_public(sit, world):
    case = world.handling(words=WORDS, visibility=Visibility.HOTLINE)
    assert sit("fire").get(at(case)).status_code == 404
    cases.ask_part(world.actor("steward"), case, asked=world.posts["fire"], text="请来看看")
    page = words(sit("fire").get(at(case)))
    assert NUMBER not in page


def test_a_desk_elsewhere_that_was_given_a_case_can_work_on_it(sit, world):
    case = world.report(visibility=Visibility.HOTLINE)
    assert sit("steward2").get(at(case)).status_code == 404
    cases.send_back(world.actor("steward"), case, reason="是香樟苑的", proposed=world.posts["steward2"])
    assert "take" in actions_on(words(sit("steward2").get(at(case))), case)


def test_a_number_that_is_none_is_not_found(sit, world):
    for number in ("1", "999999999999999999", "abc", "١٢"):
        assert sit("steward").get(f"/desk/cases/{number}/").status_code == 404
    assert sit("steward").get(f"/desk/cases/{world.report().number}/explode/").status_code == 404


def test_a_number_with_blanks_leads_to_the_case(sit, world):
    case = world.report()
    response = sit("steward").get(f"/desk/cases/{case.number[:1]} {case.number[1:]}/")
    assert response.status_code == 302
    assert response["Location"] == at(case)


def test_somebody_without_a_post_is_led_to_the_public_page(sit, world):
    case = world.report()
    response = sit("resident").get(at(case))
    assert response["Location"] == reverse("cases:case", args=[case.number])


def test_members_on_duty_can_take_an_open_order_and_nothing_else(sit, world):
    case = world.report()
    assert actions_on(words(sit("on_duty").get(at(case))), case) == {"take", "cosign_for"}


def test_the_committee_rules_and_rewords(sit, world):
    case = world.report()
    cases.send_back(world.actor("steward"), case, reason="不归我们", proposed=world.posts["branch"])
    cases.send_back(world.actor("branch"), case, reason="也不归我们", proposed=world.posts["steward"])
    assert {"rule", "reword"} <= actions_on(words(sit("committee").get(at(case))), case)


def test_the_hotline_asks_the_resident_and_the_holder_does_not(sit, world):
    case = world.answered(contact_phone="19900001234")
    assert {"call_back", "call"} <= actions_on(words(sit("hotline").get(at(case))), case)
    assert not {"call_back", "confirm", "contest"} & actions_on(words(sit("steward").get(at(case))), case)


def test_on_their_own_matter_people_judge_as_residents(sit, world):
    case = world.report(by=Actor(person=world.people["hotline"]))
    case = cases.answer(world.actor("steward"), case, kind="solved", text="好了")
    page = words(sit("hotline").get(at(case)))
    assert "This is your own matter" in page
    assert not {"confirm", "contest"} & actions_on(page, case)
    assert sit("hotline").get(f"{at(case)}confirm/").status_code == 403


def test_internal_notes_are_for_those_who_handle_it(sit, world):
    case = world.handling()
    cases.note(world.actor("steward"), case, text="住户晚上才在家")
    assert "住户晚上才在家" in words(sit("steward").get(at(case)))
    assert "住户晚上才在家" not in words(sit("fire").get(at(case)))


@pytest.mark.parametrize("post", ["steward", "committee", "hotline", "fire"])
def test_the_page_costs_the_same_however_long_the_story(sit, world, post):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(case)).status_code == 200
        return len(queries)

    steward, client = world.actor("steward"), sit(post)
    case = world.handling(contact_phone="19900001234")
    cases.ask_part(steward, case, asked=world.posts["fire"], text="请看看")
    cases.note(steward, case, text="一")
    cost()
    few = cost()
    for n in range(6):
        cases.note(steward, case, text=f"第{n}次上门", public=True)
        cases.call(steward, case, outcome="reached", text="说过了")
    cases.ask_part(steward, case, asked=world.posts["property"], text="请清理")
    assert cost() == few <= 50
