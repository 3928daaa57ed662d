"""A steward works through the list with the keyboard alone; somebody else switches the keys off."""

import pytest
from tests.journeys.conftest import looked_up

from yishi.cases.models import Case, Note
from yishi.cases.models.case import State
from yishi.desk.models import WalkStop

pytestmark = pytest.mark.journey

DESK = {"width": 1280, "height": 900}


@pytest.fixture
def three(neighbourhood) -> list[Case]:
    return [neighbourhood.handling(words=f"{n}单元的灯不亮。") for n in ("一", "二", "三")]


def focused(page) -> str:
    return page.evaluate(
        "document.activeElement.href || document.activeElement.name || document.activeElement.tagName"
    )


def test_the_list_is_worked_through_by_keys_alone(three, visit):
    a, b, c = three
    steward = visit(viewport=DESK)
    page = steward.sign_in("steward")
    page.goto("/desk/?tab=working")

    page.keyboard.press("j")
    assert f"/desk/cases/{a.number}/" in focused(page)
    page.keyboard.press("ArrowDown")
    assert f"/desk/cases/{b.number}/" in focused(page)
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.locator(".tick input").first.is_checked()

    page.keyboard.press("w")
    page.wait_for_url("**#c-*")
    page.get_by_role("button", name="已在走访单上").wait_for()
    assert looked_up(lambda: WalkStop.objects.get().case_id) == a.pk
    page.locator(f"a[href*='/{a.number}/']:focus").wait_for()

    page.keyboard.press("n")
    page.wait_for_url("**/note/**")
    page.locator("textarea[name=text]").focus()
    page.keyboard.type("j和k都写得进去，u也是。")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: "/note/" not in url)
    assert looked_up(lambda: [note.text for note in Note.objects.filter(case=a)]) == [
        "j和k都写得进去，u也是。"
    ]

    page.keyboard.press("j")
    page.wait_for_url(f"**/desk/cases/{b.number}/**")
    page.keyboard.press("u")
    page.wait_for_url("**/hand_up/**")
    page.locator("textarea[name=reason]").fill("要换整条线路。")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/desk/?tab=working#c-{c.number}")
    page.locator(f"a[href*='/{c.number}/']:focus").wait_for()
    assert looked_up(lambda: Case.objects.get(pk=b.pk).state) == State.REPORTED
    assert not steward.complaints


def test_the_keys_are_listed_and_rest_while_one_writes(three, visit):
    steward = visit(viewport=DESK)
    page = steward.sign_in("steward")
    page.goto("/desk/?tab=working")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    page.keyboard.press("j")
    for _n in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")

    page.keyboard.press("/")
    page.keyboard.type("gdjx?")
    assert page.locator("input[type=search]").input_value() == "gdjx?"
    page.locator("input[type=search]").dispatch_event("keydown", {"key": "j", "isComposing": True})
    assert not page.locator(".tick input:checked").count()

    page.goto("/desk/cases/" + three[0].number + "/")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url(lambda url: url.endswith("/desk/"))


def test_whoever_switched_them_off_is_left_alone(three, visit):
    steward = visit(viewport=DESK)
    page = steward.sign_in("steward")
    page.goto("/desk/keys/")
    page.get_by_role("button", name="关闭单键快捷键").click()
    page.get_by_text("现在对您是关闭的").wait_for()
    page.goto("/desk/?tab=working")
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert focused(page) == "BODY"
    assert not page.get_by_role("dialog").count()


def test_several_are_ticked_with_shift_and_all_at_once_and_without_scripts_too(three, visit):
    steward = visit(viewport=DESK)
    page = steward.sign_in("steward")
    page.goto("/desk/?tab=working")
    boxes = page.locator(".tick input")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    assert boxes.nth(1).is_checked()
    assert "3" in page.locator("[data-bulk-count]").inner_text()
    page.get_by_text("勾选本页全部").click()
    page.get_by_text("取消全部勾选").click()
    assert not page.locator(".tick input:checked").count()

    plain = visit(java_script_enabled=False)
    page = plain.sign_in("steward")
    page.goto("/desk/?tab=working")
    page.get_by_text("勾选本页全部").click()
    page.locator("#bulk-do").select_option("note")
    page.locator("#bulk button").click()
    page.locator("textarea[name=text]").fill("都去看过了。")
    page.locator("form#act button[type=submit]").first.click()
    page.get_by_text("办成 3 件").wait_for()
    assert looked_up(lambda: Note.objects.filter(case__in=three).count()) == 3
