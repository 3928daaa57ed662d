"""Scene 1: firewood blocks the stairwell. Said in a minute, taken, cleared, and judged by whoever said it."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import PHONE, Visitor, looked_up
from tests.journeys.residents import say

from yishi.cases.models import Case, State
from yishi.record.models import Entry

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KIND = "楼道堆物"
WORDS = "三栋一单元楼道口堆着柴火，老人上下楼很不方便。"
NEXT = {"name": "下一步"}


def follow(page: Page, number: str, code: str) -> None:
    page.goto("/follow/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码", exact=True).fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("办好了吗？")).to_be_visible()


def solve(member: Visitor, number: str, picture: str) -> None:
    """Three taps and a photo."""
    page = member.page
    page.goto(f"/desk/cases/{number}/")
    page.get_by_role("link", name="办好了").click()
    page.locator("input[type=file]").first.set_input_files(picture)
    page.get_by_text("已经清理干净").click()
    page.get_by_role("button", name="答复，并请居民评价").click()
    expect(page.get_by_text("正在请居民说说办好没有")).to_be_visible()


def test_the_opening_story(visit, picture):
    resident, member, passer_by = visit(), visit(), visit(viewport={"width": 1280, "height": 900})
    number, code = say(resident.page, KIND, WORDS, picture)

    page = member.sign_in("on_duty")
    page.goto(f"/desk/cases/{number}/")
    page.get_by_role("button", name="我来办").click()
    expect(page.get_by_text("已接单")).to_be_visible()
    page.get_by_role("button", name="把照片公开").click()
    solve(member, number, picture)

    page = resident.page
    follow(page, number, code)
    page.get_by_role("link", name="办好了", exact=True).click()
    for question in page.get_by_role("group").all():
        question.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="确认办结").click()

    page = passer_by.page
    page.goto(f"/cases/{number}/")
    for happened in ("居民提出", "下沉党员认领", "居民说：解决了"):
        expect(page.get_by_text(happened)).to_be_visible()
    expect(page.get_by_role("heading", name="前后对比")).to_be_visible()
    assert looked_up(lambda: Case.objects.by_number(number)).state == State.CLOSED
    for somebody in (resident, member, passer_by):
        assert not somebody.complaints


def test_without_javascript_on_the_smallest_telephone(visit):
    resident = visit(viewport={"width": 320, "height": 600}, java_script_enabled=False)
    number, _code = say(resident.page, KIND, WORDS)
    resident.page.goto(f"/cases/{number}/")
    wide = resident.page.locator("html").bounding_box()["width"]
    assert wide <= 320
    assert looked_up(lambda: Case.objects.by_number(number)).words.startswith("三栋一单元")


def test_not_solved_is_a_dispatch_one_rung_up(visit, neighbourhood, picture):
    case = looked_up(neighbourhood.answered)
    resident, branch = visit(), visit()
    page = resident.page
    follow(page, case.number, "20260415")
    page.get_by_role("link", name="没有办好", exact=True).click()
    page.locator("textarea").first.fill("只清了一半，门后面还有。")
    for question in page.get_by_role("group").all():
        question.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="没办好，转上一级").click()

    page = branch.sign_in("branch")
    page.goto(f"/desk/cases/{case.number}/")
    expect(page.get_by_text("只清了一半")).to_be_visible()
    looked_up(case.refresh_from_db)
    assert (case.state, case.position) == (State.REPORTED, 2)
    told = Entry.objects.about(case.ref).filter(kind="cases.Contested")
    assert looked_up(told.count) == 1


def test_back_goes_one_screen_back_and_nothing_is_lost(visit):
    page = visit(viewport=PHONE).page
    page.goto("/report/at/421182001901-01-03/")
    page.get_by_text("公共空间").click()
    page.get_by_role("button", name="楼道堆物").click()
    page.locator("textarea").fill(WORDS)
    page.get_by_role("button", **NEXT).click()
    expect(page.get_by_text("有照片吗")).to_be_visible()
    page.go_back()
    expect(page.locator("textarea")).to_have_value(WORDS)


def test_two_holders_at_once_one_is_told(visit, neighbourhood):
    case = looked_up(neighbourhood.report)
    first, second = visit(), visit()
    first.sign_in("steward")
    second.sign_in("on_duty")
    for somebody in (first, second):
        somebody.page.goto(f"/desk/cases/{case.number}/")
    first.page.get_by_role("button", name="我来办").click()
    second.page.get_by_role("button", name="我来办").click()
    expect(second.page.locator("main")).to_contain_text(re.compile("已经|别人|新进展|现在"))
    looked_up(case.refresh_from_db)
    assert case.holder_id == neighbourhood.posts["steward"].pk
