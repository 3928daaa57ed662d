"""The screen in the community hall turns by itself, and stops for whoever wants to read on."""

import pytest

pytestmark = pytest.mark.journey
CODE = "421182001901"
HALL = {"width": 1920, "height": 1080}
SIZES = (1280, 720), (1920, 1080), (3840, 2160)
EVERYTHING_FITS = """() => {
  const room = document.querySelector('.turning').getBoundingClientRect();
  return [...document.querySelectorAll('.sheet:not([hidden]) *')].every((each) => {
    const box = each.getBoundingClientRect();
    return box.bottom <= room.bottom + 1 && box.right <= room.right + 1;
  });
}"""


@pytest.fixture
def told(neighbourhood):
    """Short and long matters, made before the browser opens."""
    neighbourhood.report()
    for n in range(6):
        neighbourhood.report(
            words=f"第 {n} 件事：" + "楼道里的灯坏了很久，老人晚上下楼看不清台阶，" * (n + 1)
        )


def where(page) -> str:
    return page.locator("[data-where]").inner_text()


def test_it_turns_by_itself_stops_at_a_key_and_goes_on(told, visit):
    visitor = visit(viewport=HALL, reduced_motion="reduce")
    page = visitor.page
    page.clock.install()
    page.goto(f"/c/{CODE}/screen/")
    page.wait_for_url("**all=1")
    page.wait_for_function("document.querySelectorAll('[data-dots] li').length > 2")
    assert where(page) == "1"
    page.clock.run_for(20_500)
    assert where(page) == "2"
    page.keyboard.press("Space")
    page.clock.run_for(90_000)
    assert where(page) == "2" and page.get_by_role("button", name="继续翻页").is_visible()
    page.keyboard.press("ArrowRight")
    assert where(page) == "3"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    page.clock.run_for(20_500)
    assert where(page) == "3"
    assert not visitor.complaints


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_no_word_is_cut_off_on_any_sheet_of_any_size(told, visit, locale):
    page = visit(viewport=HALL, locale=locale).page
    page.goto(f"/c/{CODE}/screen/?all=1")
    page.wait_for_function("document.querySelectorAll('[data-dots] li').length > 2")
    for _sheet in range(page.locator("[data-dots] li").count()):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(EVERYTHING_FITS), (where(page), width)
        page.keyboard.press("ArrowRight")


def test_what_is_new_comes_by_itself(told, visit):
    page = visit(viewport=HALL).page
    page.clock.install()
    page.goto(f"/c/{CODE}/screen/?all=1")
    before = page.locator("[data-dots] li").count() or page.locator(".sheet").count()
    with page.expect_response(lambda answer: "all=1" in answer.url):
        page.clock.run_for(61_000)
    page.wait_for_timeout(200)
    assert page.locator(".sheet").count() >= before > 2


def test_without_javascript_it_turns_as_well(told, visit):
    page = visit(viewport=HALL, java_script_enabled=False).page
    page.goto(f"/c/{CODE}/screen/")
    assert page.locator(".sheet").count() == 1 and where(page) == "1"
    page.goto(page.locator("meta[http-equiv=refresh]").get_attribute("content").partition("url=")[2])
    assert where(page) == "2"
