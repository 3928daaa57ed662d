"""In the yard there is no signal: what people say is typed, each line has its number at once, and arrives once."""

from datetime import timedelta

import pytest
from tests.deliberation.conftest import underway
from tests.journeys.conftest import looked_up

from yishi.deliberation import actions, door, setup
from yishi.deliberation.models import Opinion
from yishi.network.actors import CLOCK
from yishi.record import clock

pytestmark = pytest.mark.journey
TAKEN_ALONG = """async () => {
  await navigator.serviceWorker.ready;
  const shelf = await caches.open("desk-1");
  const there = async () => (await shelf.keys()).map((each) => new URL(each.url).pathname);
  const parts = ["/hall/sheet/", "sheet", "lines"];
  for (;;) {
    const found = await there();
    if (parts.every((part) => found.some((path) => path.includes(part)))) return;
    await new Promise((later) => setTimeout(later, 50));
  }
}"""
"""Waits until the page and its scripts are kept."""


@pytest.fixture
def session(neighbourhood):
    """Going on now, by the real clock: a browser has no other."""
    setup.enter_rules(CLOCK)
    with clock.at(clock.now() - timedelta(days=9, minutes=30)):
        return underway(neighbourhood, days=9)


def type_line(page, words, *, building="", who=""):
    page.locator("#id_building").fill(building)
    page.locator("#id_who").fill(who)
    page.locator("#id_words").fill(words)
    page.locator("#id_words").press("Enter")
    page.locator("[data-lines] .words", has_text=words).wait_for()


def labels(page) -> list[str]:
    return page.locator("[data-lines] .label").all_inner_texts()


def said() -> list[tuple[str, str]]:
    rows = Opinion.objects.select_related("sheet").order_by("number")
    return looked_up(lambda: [(each.label, each.words) for each in rows])


def test_lines_typed_without_signal_have_numbers_at_once_and_arrive_once(session, visit):
    clerk = visit()
    page = clerk.sign_in("steward")
    page.goto(f"/meet/{session.pk}/hall/sheet/")
    page.get_by_text("下一个编号 A1").wait_for()
    page.evaluate(TAKEN_ALONG)

    clerk.context.set_offline(True)
    type_line(page, "三栋路灯不亮", building="3", who="王阿姨")
    type_line(page, "电瓶车没有车棚")
    assert labels(page) == ["A2", "A1"], "the numbers are told while people still stand there"
    assert said() == []
    page.locator("#id_words").fill("说到一半的")
    page.goto(f"/meet/{session.pk}/hall/sheet/")  # the phone died and was started again, still without signal
    page.locator("[data-lines] .words", has_text="电瓶车没有车棚").wait_for()
    assert labels(page) == ["A2", "A1"]
    assert page.locator("#id_words").input_value() == "说到一半的"

    clerk.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator(".line-kept", has_text="电瓶车没有车棚").wait_for()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.reload()
    page.locator(".line-kept").first.wait_for()
    assert said() == [("A1", "三栋路灯不亮"), ("A2", "电瓶车没有车棚")]
    assert looked_up(lambda: Opinion.objects.get(number=1).place.name_zh) == "3栋"
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_two_clerks_at_once_do_not_collide_and_a_line_that_cannot_be_kept_comes_back(session, visit):
    one, two = visit(), visit()
    pages = [one.sign_in("steward"), two.sign_in("branch")]
    for page in pages:
        page.goto(f"/meet/{session.pk}/hall/sheet/")
        page.get_by_text("下一个编号").wait_for()
    for n, page in enumerate(pages):
        type_line(page, f"第{n}位记录员记的")
        page.locator(".line-kept").wait_for()
    assert {label for label, _words in said()} == {"A1", "B1"}
    type_line(pages[0], "楼栋写错了", building="99")
    bad = pages[0].locator(".line-bad")
    bad.wait_for()
    bad.evaluate("(line) => { window.pressed = line.querySelector('button'); }")
    pages[0].evaluate(
        "window.dispatchEvent(new Event('offline'))"
    )  # what is shown is shown anew, as every few seconds
    pages[0].wait_for_timeout(200)
    assert pages[0].evaluate("window.pressed.isConnected"), "the button under a finger stays"
    bad.get_by_role("button", name="改一改").click()
    assert pages[0].locator("#id_words").input_value() == "楼栋写错了"
    pages[0].locator("#id_building").fill("5")
    pages[0].locator("#id_words").press("Enter")
    pages[0].locator(".line-kept", has_text="楼栋写错了").wait_for()
    assert ("A3", "楼栋写错了") in said()


def test_a_resident_scans_is_counted_asks_and_stands_behind_a_question(session, neighbourhood, visit):
    looked_up(lambda: actions.open_wall(neighbourhood.actor("steward"), session))
    resident, neighbour = visit(), visit()
    page = resident.page
    page.goto(f"/meet/{session.pk}/in/?c={door.code_of(session)}")
    page.get_by_role("button", name="我到了").click()
    page.get_by_text("您已签到").first.wait_for()
    page.get_by_role("link", name="去提问墙").click()
    page.locator("#id_words").fill("停车位什么时候划？")
    page.get_by_role("button", name="发到提问墙").click()
    page.get_by_text("W1").first.wait_for()
    other = neighbour.page
    other.goto(f"/meet/{session.pk}/wall/")
    button = other.locator("button.support")
    button.click()
    other.locator("button.support[aria-pressed=true]").wait_for()
    button.click()
    page.locator("button.support .num", has_text="1").wait_for(
        timeout=15_000
    )  # without loading the page anew
    assert looked_up(lambda: Opinion.objects.get().supports) == 1
    assert not resident.complaints and not neighbour.complaints
