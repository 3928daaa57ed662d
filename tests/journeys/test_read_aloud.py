"""Somebody who sees badly has a page read to them by the voice of their own device."""

import pytest

VOICE = """
class Said { constructor(text) { this.text = text; } }
globalThis.SpeechSynthesisUtterance = Said;
globalThis.said = [];
Object.defineProperty(globalThis, "speechSynthesis", { value: {
  speak(one) { said.push([one.lang, one.text]); one.onstart?.(); setTimeout(() => one.onend?.(), 30); },
  cancel() { said.push(["", "stopped"]); },
} });
"""


@pytest.fixture
def reader(visit):
    visitor = visit()
    visitor.context.add_init_script(VOICE)
    return visitor


def spoken(page, least: int) -> list[list[str]]:
    """What was said so far: language and words; at least so many."""
    for _look in range(100):
        if len(said := page.evaluate("said")) >= least:
            return said
        page.wait_for_timeout(50)
    raise AssertionError("nothing is read")


def test_a_page_is_read_from_its_heading_on_and_stops_when_told(neighbourhood, reader):
    reader.page.goto("/cases/")
    button = reader.page.get_by_role("button", name="朗读")
    button.click()
    said = spoken(reader.page, 3)
    assert said[0] == ["zh-hans", reader.page.locator("h1").inner_text()]
    assert len({text for _language, text in said}) == len(said)
    reader.page.keyboard.press("Escape")
    reader.page.get_by_role("button", name="朗读").wait_for()
    assert reader.page.evaluate("said.at(-1)[1]") == "stopped"
    count = reader.page.evaluate("said.length")
    reader.page.wait_for_timeout(120)
    assert reader.page.evaluate("said.length") == count
    assert not reader.complaints


def test_what_is_marked_is_read_alone(neighbourhood, reader):
    reader.page.goto("/cases/")
    reader.page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    reader.page.evaluate("document.querySelector('[data-aloud]').click()")
    assert spoken(reader.page, 1)[0][1] == reader.page.locator("h1").inner_text()


def test_without_a_voice_there_is_no_button(neighbourhood, visit):
    visitor = visit(java_script_enabled=False)
    visitor.page.goto("/cases/")
    assert not visitor.page.get_by_role("button", name="朗读").count()
