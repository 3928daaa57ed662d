"""Judged by others than the page: neighbours have a closed matter reopened; a call-back after two that nobody took."""

import pytest
from playwright.sync_api import expect
from tests.cases.neighbours import PHONE, closed, neighbour
from tests.journeys.conftest import looked_up

from yishi.cases.models import CallBack, State
from yishi.record.models import Entry

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def doubt(visitor, name: str, number: str, words: str) -> None:
    """Sign in as a neighbour and say what is still wrong."""
    page = visitor.sign_in(name)
    page.goto(f"/cases/{number}/")
    page.get_by_role("link", name="反映没有办好").click()
    page.locator("textarea").first.fill(words)
    page.get_by_role("button", name="没有办好").click()


def test_two_neighbours_have_a_closed_matter_reopened_on_the_next_rung(visit, neighbourhood):
    case = looked_up(lambda: closed(neighbourhood))
    looked_up(lambda: [neighbour(neighbourhood, f"n{n}", f"1-{n}01") for n in (1, 2)])
    first, second, passer_by = visit(), visit(viewport={"width": 320, "height": 640}), visit()

    doubt(first, "n1", case.number, "只清了一半，门后面还有。")
    expect(first.page.get_by_text("大家都能看到有邻居说没有办好")).to_be_visible()
    passer_by.page.goto(f"/cases/{case.number}/")
    expect(passer_by.page.get_by_text("已有1户说没有办好")).to_be_visible()
    expect(passer_by.page.get_by_text("只清了一半")).not_to_be_visible()
    expect(passer_by.page.get_by_text("有人看过之后，文字会在这里公开").first).to_be_visible()

    doubt(second, "n2", case.number, "二楼也还堆着。")
    expect(second.page.get_by_text("已重新办理")).to_be_visible()
    looked_up(case.refresh_from_db)
    assert (case.state, case.position) == (State.REPORTED, 2)
    told = Entry.objects.about(case.ref).filter(kind__in=("cases.Doubted", "cases.Reopened"))
    assert looked_up(lambda: [entry.kind for entry in told]) == [
        "cases.Doubted",
        "cases.Doubted",
        "cases.Reopened",
    ]
    for somebody in (first, second, passer_by):
        assert not somebody.complaints


def ring(visitor, number: str, outcome: str) -> None:
    """Open the case on the desk and note how the call went."""
    page = visitor.page
    page.goto(f"/desk/cases/{number}/call_back/")
    page.get_by_text(outcome, exact=True).click()


def test_two_calls_that_nobody_took_and_then_an_answer_to_another_person(visit, neighbourhood):
    case = looked_up(lambda: neighbourhood.answered(contact_phone=PHONE, contact_name="周婶"))
    clerk, secretary = visit(viewport={"width": 1280, "height": 900}), visit()

    page = clerk.sign_in("hotline")
    page.goto("/desk/?tab=call_back")
    expect(page.get_by_role("link", name=case.title)).to_be_visible()
    page.get_by_role("link", name="填回访三问").click()
    expect(page.get_by_text("打过的电话")).not_to_be_visible()
    for _n in range(2):
        ring(clerk, case.number, "没人接")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.get_by_text("已记下")).to_be_visible()
    page.goto("/desk/?tab=call_back")
    expect(page.get_by_role("link", name=case.title)).not_to_be_visible()

    secretary.sign_in("branch")
    ring(secretary, case.number, "打通了，谈过了")
    page = secretary.page
    expect(page.get_by_text("打过的电话")).to_be_visible()
    page.get_by_text("办好了", exact=True).click()
    page.get_by_text("联系过", exact=True).click()
    page.get_by_text("基本满意", exact=True).click()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已记下")).to_be_visible()

    asked = looked_up(CallBack.objects.get)
    assert (asked.ending, looked_up(asked.attempts.count)) == ("answered", 3)
    looked_up(case.refresh_from_db)
    assert case.state == State.CLOSED
    for somebody in (clerk, secretary):
        assert not somebody.complaints
