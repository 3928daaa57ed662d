"""The five flows that are walked most, and the sheet of the hall, by keyboard alone.

Chosen by how often they are walked and by whom: what a neighbour does (say something; find a matter and join it; judge
the answer), what a passer-by reads (home, figures, the list behind a number), and what a steward does all day (answer
from the desk). The sheet comes beside them, because a clerk types there for two hours on end and has no time for a
mouse. Each is walked as it is and in elder mode; on every page axe is asked at both sizes and a whole round of Tab is
made.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.deliberation.conftest import underway
from tests.journeys.conftest import looked_up
from tests.journeys.hands import Hands
from tests.world import CODE, PASSWORD

from yishi.cases.models import Case, State, Voice
from yishi.deliberation import setup
from yishi.deliberation.models import Opinion
from yishi.network.actors import CLOCK
from yishi.record import clock
from yishi.record.jobs import seal_waiting

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WORDS = "三栋一单元楼道口堆着柴火，老人上下楼很不方便。"


@pytest.fixture(params=["as it is", "elder mode"])
def sit_down(visit, request):
    """At a keyboard; `sit_down("steward")` signs in by keys."""

    def at_keys(name: str = "") -> Hands:
        visitor = visit(viewport={"width": 1024, "height": 768})
        if request.param == "elder mode":
            visitor.context.add_cookies([{"name": "mode", "value": "elder", "url": visitor.home}])
        hands = Hands(visitor.page)
        if name:
            page = visitor.page
            page.goto("/account/login/")
            hands.skip()
            hands.write(page.locator("input[name=login]"), name)
            hands.write(page.locator("input[name=password]"), PASSWORD)
            hands.press(page.locator("input[name=password]"))
        return hands

    return at_keys


def going_on(world):
    """A session by the real clock: a browser has no other."""
    setup.enter_rules(CLOCK)
    with clock.at(clock.now() - timedelta(days=9, minutes=30)):
        return underway(world, days=9)


def button(hands: Hands, words: str):
    return hands.page.locator("main").get_by_role("button", name=words, exact=True)


def link(hands: Hands, words: str):
    return hands.page.locator("main").get_by_role("link", name=words)


def test_say_something(sit_down):
    hands = sit_down()
    page = hands.page
    page.goto("/report/at/421182001901-01-03/")
    hands.look()
    page.reload()
    hands.skip()
    hands.press(
        page.locator("main")
        .get_by_text("公共空间")
        .locator("xpath=ancestor-or-self::*[self::a or self::button][1]")
    )
    hands.look()
    hands.press(button(hands, "楼道堆物"))
    hands.look()
    hands.write(page.locator("textarea"), WORDS)
    for _step in ("words", "photos", "who"):
        hands.press(button(hands, "下一步"))
        hands.look()
    hands.press(button(hands, "提交"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("已经收到")
    hands.look()
    assert looked_up(lambda: Case.objects.get().words) == WORDS
    assert not hands.wrong, "\n".join(hands.wrong)


def test_find_a_matter_and_join_it(sit_down, neighbourhood):
    case = looked_up(lambda: neighbourhood.report(words=WORDS))
    hands = sit_down()
    page = hands.page
    page.goto("/")
    hands.look()
    page.reload()
    hands.skip()
    box = page.locator("main input[name=q]")
    hands.write(box, "柴火")
    hands.press(box)
    hands.look()
    hands.press(page.locator(f"main a[href='/cases/{case.number}/']").first)
    hands.look()
    hands.press(page.locator("main a[href$='/join/']").first)
    hands.look()
    building = page.locator("select[name=building]")
    hands.to(building)
    hands.step("ArrowDown")
    hands.write(page.locator("input[name=door]"), "1-501")
    hands.press(button(hands, "我家也联名"))
    hands.look()
    assert looked_up(Voice.objects.count) == 1
    assert not hands.wrong, "\n".join(hands.wrong)


@pytest.mark.parametrize("solved", [True, False])
def test_judge_an_answer(sit_down, neighbourhood, solved):
    case = looked_up(neighbourhood.answered)
    hands = sit_down()
    page = hands.page
    page.goto("/follow/")
    hands.look()
    page.reload()
    hands.write(page.get_by_label("编号"), case.number)
    hands.write(page.get_by_label("查询码", exact=True), CODE)
    hands.press(page.get_by_label("查询码", exact=True))
    hands.look()
    hands.press(page.get_by_role("link", name="办好了" if solved else "没有办好", exact=True))
    hands.look()
    if not solved:
        hands.write(page.locator("textarea").first, "只清了一半，门后面还有。")
    for name in page.locator("main input[type=radio]").evaluate_all(
        "each => [...new Set(each.map(one => one.name))]"
    ):
        hands.choose(page.locator(f"main input[name={name}]").nth(1))
    hands.press(button(hands, "确认办结" if solved else "没办好，转上一级"))
    hands.look()
    assert looked_up(lambda: Case.objects.get().state) == (State.CLOSED if solved else State.REPORTED)
    assert not hands.wrong, "\n".join(hands.wrong)


def test_from_the_home_of_a_place_to_the_list_behind_a_number(sit_down, neighbourhood):
    looked_up(lambda: (neighbourhood.answered(), seal_waiting()))
    hands = sit_down()
    page = hands.page
    page.goto("/c/421182001901-01/")
    hands.look()
    page.reload()
    hands.skip()
    hands.press(page.locator("main a[href$='/figures/']").first)
    hands.look()
    hands.press(page.locator("main a.stat").first)
    expect(page.locator("main")).to_contain_text("柴火")
    hands.look()
    assert not hands.wrong, "\n".join(hands.wrong)


def test_a_steward_answers_from_the_desk(sit_down, neighbourhood):
    case = looked_up(lambda: neighbourhood.report(words=WORDS))
    hands = sit_down("steward")
    page = hands.page
    page.goto("/desk/")
    hands.look()
    page.reload()
    hands.skip()
    hands.press(page.locator(f"main a[href^='/desk/cases/{case.number}/']").first)
    hands.look()
    hands.press(button(hands, "我来办").first)
    hands.look()
    hands.press(page.locator("main").get_by_role("link", name="办好了", exact=True))
    hands.look()
    hands.choose(page.locator("main input[name=phrase][value=own]"))
    hands.write(page.locator("main textarea[name=text]"), "柴火明天上午清走，楼道口已经能过人。")
    hands.press(page.locator("form#act button[type=submit]").first)
    hands.look()
    assert looked_up(lambda: Case.objects.get().state) == State.ANSWERED
    assert not hands.wrong, "\n".join(hands.wrong)


def test_a_clerk_types_what_is_said(sit_down, neighbourhood):
    session = looked_up(lambda: going_on(neighbourhood))
    hands = sit_down("steward")
    page = hands.page
    page.goto(f"/meet/{session.pk}/hall/sheet/")
    page.get_by_text("下一个编号 A1").wait_for()
    hands.look()
    for n, words in enumerate(("三栋路灯不亮", "电瓶车没有车棚"), 1):
        hands.write(page.locator("#id_building"), "3")
        hands.write(page.locator("#id_who"), "王阿姨")
        hands.write(page.locator("#id_words"), words)
        page.keyboard.press("Enter")
        expect(page.locator("[data-lines] .label").first).to_have_text(f"A{n}")
    page.locator(".line-kept", has_text="电瓶车没有车棚").wait_for()
    page.reload()
    hands.look()
    lines = looked_up(lambda: [each.words for each in Opinion.objects.order_by("number")])
    assert lines == ["三栋路灯不亮", "电瓶车没有车棚"]
    hands.press(page.get_by_role("navigation", name=re.compile("会场")).get_by_role("link").first)
    assert not hands.wrong, "\n".join(hands.wrong)
