"""What residents do in their browsers, for all journeys."""

import re

from playwright.sync_api import Page, expect


def say(page: Page, kind: str, words: str, picture: str = "") -> tuple[str, str]:
    """Raise a matter of this kind from the code on the wall of building 3; gives number and code."""
    page.goto("/report/at/421182001901-01-03/")
    page.get_by_text("公共空间").click()
    page.get_by_role("button", name=kind).click()
    page.locator("textarea").fill(words)
    _on(page)
    if picture:
        page.locator("input[type=file]").set_input_files(picture)
    _on(page)
    _on(page)
    expect(page.get_by_text(re.compile("桂花苑 .*小管家"))).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已经收到")
    number = re.search(r"/cases/(\d+)/receipt/", page.url)
    code = re.search(r"(\d{4})\s(\d{4})", page.locator("main").inner_text())
    assert number and code
    return number.group(1), code.group(1) + code.group(2)


def _on(page: Page) -> None:
    page.get_by_role("button", name="下一步", exact=True).click()
