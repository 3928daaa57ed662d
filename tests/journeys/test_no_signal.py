"""In the basement garage there is no signal: what the steward writes there arrives once, with its photo."""

import io

import pytest
from PIL import Image
from tests.journeys.conftest import looked_up

from yishi.cases.models import Answer, Case, Note
from yishi.cases.models.case import State

pytestmark = pytest.mark.journey


def photo() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "#3a5a40").save(out, "JPEG")
    return {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def case(neighbourhood) -> Case:
    return neighbourhood.handling(words="地下车库的灯不亮。")


def test_what_is_written_without_signal_is_sent_once_when_it_is_back(case, visit):
    steward = visit()
    page = steward.sign_in("steward")
    page.goto("/desk/?tab=working")
    page.get_by_role("button", name="带上这些").click()
    page.get_by_text("已带上").wait_for()

    steward.context.set_offline(True)
    page.goto("/desk/?tab=working")
    assert page.locator(f"a[href*='{case.number}']").count(), (
        "the list that was taken along, not another tab of it"
    )
    page.goto(f"/desk/cases/{case.number}/")
    page.get_by_role("link", name="办好了").first.click()
    page.locator("textarea[name=text]").fill("换了灯管，车库亮了。")
    page.locator("input[name=photos]").set_input_files(photo())
    page.locator("form#act button[type=submit]").last.click()
    page.get_by_text("等着发出的").wait_for()
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, (
        "what waits stays within a small screen"
    )
    assert looked_up(lambda: Answer.objects.count()) == 0

    steward.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("已发出：").wait_for()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.goto("/desk/")
    answers = looked_up(lambda: [(a.text, a.case.state, a.case.photos.count()) for a in Answer.objects.all()])
    assert answers == [("换了灯管，车库亮了。", State.ANSWERED, 1)]


def test_a_draft_is_given_back_after_the_page_was_lost(case, visit):
    steward = visit()
    page = steward.sign_in("steward")
    address = f"/desk/cases/{case.number}/note/"
    page.goto(address)
    page.locator("textarea[name=text]").fill("问过电工，明天带零件来。")
    page.wait_for_timeout(600)
    page.goto("/desk/")
    page.goto(address)
    page.get_by_text("已经放回来了").wait_for()
    assert page.locator("textarea[name=text]").input_value() == "问过电工，明天带零件来。"
    page.locator("form#act button[type=submit]").last.click()
    page.wait_for_url(lambda url: "/note/" not in url)
    assert (
        looked_up(lambda: [note.text for note in Note.objects.all()].count("问过电工，明天带零件来。")) == 1
    )
    page.goto(address)
    assert page.locator("textarea[name=text]").input_value() == ""


def test_what_no_longer_fits_comes_back_to_be_looked_at(case, neighbourhood, visit):
    from yishi.cases import actions

    steward = visit()
    page = steward.sign_in("steward")
    page.goto(f"/desk/cases/{case.number}/answer/")
    steward.context.set_offline(True)
    page.locator("textarea[name=text]").fill("换了灯管。")
    page.locator("input[name=photos]").set_input_files(photo())
    page.locator("form#act button[type=submit]").last.click()
    page.get_by_text("等着发出的").wait_for()
    looked_up(lambda: actions.hand_up(neighbourhood.actor("steward"), case, reason="要换整条线路。"))
    steward.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("请再看一下").wait_for()
    assert looked_up(lambda: Answer.objects.count()) == 0


def test_signing_out_leaves_nothing_of_the_desk_in_the_browser(case, visit):
    steward = visit()
    page = steward.sign_in("steward")
    page.goto("/desk/?tab=working")
    page.get_by_role("button", name="带上这些").click()
    page.get_by_text("已带上").wait_for()
    page.goto("/account/logout/")
    page.wait_for_timeout(300)
    assert page.evaluate("caches.keys()") == []


def test_another_person_at_the_same_device_finds_and_sends_nothing_of_it(case, visit):
    steward = visit()
    page = steward.sign_in("steward")
    page.goto(f"/desk/cases/{case.number}/note/")
    steward.context.set_offline(True)
    page.locator("textarea[name=text]").fill("只有我知道的话。")
    page.locator("form#act button[type=submit]").last.click()
    page.get_by_text("等着发出的").wait_for()
    steward.context.clear_cookies()
    steward.context.set_offline(False)
    page = steward.sign_in("branch")
    page.goto("/desk/")
    page.wait_for_timeout(500)
    assert not page.get_by_text("等着发出的").is_visible()
    assert "只有我知道的话。" not in looked_up(lambda: [note.text for note in Note.objects.all()])
