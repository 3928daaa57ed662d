"""Scene 0: a courtyard meeting, from the call to the last figure: what was said has its number and its answer before
people go home, and whoever never signs in sees afterwards what came of it."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys import meeting
from tests.journeys.conftest import looked_up

from yishi.cases.models import Case, State
from yishi.deliberation import door, outcome_jobs, setup
from yishi.deliberation.models import Opinion, Session
from yishi.network.actors import CLOCK

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
THEME = "停车、楼道和物业"
PARKING, LAMP, CLUTTER, WALL = (
    "晚上消防通道上停了两排车",
    "装修的工人能不能走货梯",
    "楼道里的旧柜子清过三次又堆满了",
    "地下车库一下雨就进水",
)


FIGURES = {"收集意见": 4, "现场答复": 1, "承诺（有日期）": 1, "带回办理": 2, "至今解决": 0, "到会部门": 2}


@pytest.fixture
def yard(neighbourhood, days):
    """Two departments that can be asked, and the rules of sessions."""
    setup.enter_rules(CLOCK)
    meeting.seat(neighbourhood, "housing", "市住建局")
    meeting.seat(neighbourhood, "urban", "市城管局")
    days(-6)
    return neighbourhood


def called(page: Page) -> int:
    """The committee calls it, asks the departments to come, and publishes it."""
    meeting.call(page, kind="坝坝会", theme=THEME, spot="三栋前的空地", host="桂花社区居委会", ahead=6)
    meeting.invite_and_announce(page, ("市住建局", "市城管局"), "停车和物业")
    return meeting.number_of(page)


def proposed(page: Page, session: int) -> None:
    """A resident has the address from the poster; nobody asks who they are."""
    page.goto(f"/meet/{session}/")
    page.get_by_role("link", name="提一个议题").click()
    page.locator("[name=words]").fill("停车位怎么排，请大家一起定个规矩。")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("您的议题已提交").first).to_be_attached()
    page.get_by_role("link", name="看我的议题").click()
    expect(page.locator("h1")).to_contain_text("停车位怎么排")


def typed(page: Page, words: str, building: str) -> None:
    page.locator("#id_building").fill(building)
    page.locator("#id_words").fill(words)
    page.locator("#id_words").press("Enter")
    page.locator(".line-kept", has_text=words).wait_for()


def answered(page: Page, words: str, kind: str, *, who: str, text: str, within: str = "") -> None:
    """The clerk writes down what was said to one opinion."""
    meeting.tab(page, "现场答复")
    page.locator("li.said", has_text=words).get_by_role("link", name="记下答复").click()
    page.get_by_role("group", name="怎么处理的").get_by_text(kind, exact=True).click()
    meeting.choose(page, "post", who)
    page.locator("#id_text").fill(text)
    if within:
        meeting.choose(page, "within", within)
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.locator("h1")).to_have_text("答复情况")


def worked_off(page: Page, number: str) -> None:
    """Whoever took it away finds it on the desk, and answers."""
    page.goto("/desk/")
    page.locator(f"a[href*='/desk/cases/{number}/']").first.click()
    page.get_by_role("button", name="我来办").click()
    page.get_by_role("link", name="办好了").click()
    page.locator("textarea").first.fill("排水泵换了新的，试过一场大雨，没有再进水。")
    page.get_by_role("button", name="答复，并请居民评价").click()
    expect(page.get_by_text("正在请居民说说办好没有")).to_be_visible()


def asked_on_the_wall() -> Case:
    """What became of the question on the wall."""
    return Opinion.objects.select_related("case").get(sheet__kind="wall").case


def way_of_the_question() -> list[tuple[str, str]]:
    """The desks it lay on, and why."""
    return list(asked_on_the_wall().stays.order_by("id").values_list("post__role", "why"))


def judged(page: Page, session: int) -> None:
    """Whoever asked on the wall comes back with the same telephone, and says whether it is solved."""
    page.goto(f"/meet/{session}/wall/")
    page.get_by_role("link", name="W1").first.click()
    expect(page.get_by_text("这是您说的")).to_be_visible()
    page.get_by_role("button", name="打开我的事项").click()
    page.get_by_role("link", name="办好了", exact=True).click()
    for question in page.get_by_role("group").all():
        question.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="确认办结").click()
    expect(page.get_by_text("居民说：解决了").first).to_be_visible()


def counted(page: Page, session: int) -> dict[str, int]:
    """The figures on the public page."""
    page.goto(f"/meet/{session}/")
    return {name: meeting.figure(page, name) for name in FIGURES}


def listed(page: Page, session: int) -> dict[str, int]:
    """How many lines stand behind each of them."""
    page.goto(f"/meet/{session}/")
    behind = {
        name: page.locator("#figures a.stat", has_text=name).first.get_attribute("href") for name in FIGURES
    }
    found = {}
    for name, address in behind.items():
        page.goto(address)
        found[name] = page.locator(".minutes-said > li, table.folds tbody tr").count()
    return found


def test_from_the_call_to_the_last_figure(yard, days, visit):
    committee = visit(viewport={"width": 1280, "height": 900})
    resident, branch, passer_by = visit(), visit(), visit()
    clerk = visit(viewport=meeting.TABLET)
    session = called(committee.sign_in("committee"))
    poster = committee.page.get_by_role("link", name="海报").get_attribute("href")
    proposed(resident.page, session)
    assert passer_by.page.request.get(poster).headers["content-type"] == "application/pdf"

    days(0)
    page = clerk.sign_in("steward")
    meeting.begin(page, session)
    meeting.call_roll(page, {"市住建局": "到了", "市城管局": "派人代会"})
    meeting.tab(page, "会场")
    page.get_by_role("button", name="打开提问墙").click()
    page.get_by_role("link", name=re.compile("记录大家说的话")).click()
    for words, building in ((PARKING, "3"), (LAMP, "5"), (CLUTTER, "3")):
        typed(page, words, building)
    assert page.locator("[data-lines] .label").all_inner_texts() == ["A3", "A2", "A1"]
    assert page.evaluate("document.documentElement.scrollWidth") <= meeting.TABLET["width"]

    said = resident.page
    said.goto(looked_up(lambda: f"/meet/{session}/in/?c={door.code_of(Session.objects.get(pk=session))}"))
    said.get_by_role("button", name="我到了").click()
    said.get_by_role("link", name="去提问墙").click()
    said.locator("#id_words").fill(WALL)
    said.get_by_role("button", name="发到提问墙").click()
    expect(said.get_by_text("W1").first).to_be_visible()

    answered(page, PARKING, "已承诺", who="市城管局", text="重画车位线，装隔离桩。", within="两周内")
    answered(page, LAMP, "现场答复", who="市住建局", text="能，从今天起装修一律走货梯。")
    answered(page, CLUTTER, "带回办理", who="党支部", text="支部带头清，每月查一遍。")
    answered(page, WALL, "带回办理", who="党支部", text="先查排水泵。")
    expect(page.get_by_text("每一条意见都有了答复").first).to_be_visible()
    assert looked_up(way_of_the_question) == [("branch", "reported")]
    meeting.end(branch.sign_in("branch"), session)
    assert counted(passer_by.page, session) == listed(passer_by.page, session) == FIGURES

    days(3)
    assert looked_up(way_of_the_question) == [("branch", "reported")]
    asked = looked_up(asked_on_the_wall)
    assert asked.state == State.REPORTED
    worked_off(branch.page, asked.number)
    judged(resident.page, session)
    looked_up(outcome_jobs.note_what_is_solved)  # as the worker does every few minutes
    assert counted(passer_by.page, session) == {**FIGURES, "至今解决": 1}
    passer_by.page.locator("#figures a.stat", has_text="至今解决").click()
    expect(passer_by.page.locator(".minutes-said > li")).to_have_text(re.compile(WALL))
    for somebody in (committee, resident, clerk, branch, passer_by):
        assert not somebody.complaints
