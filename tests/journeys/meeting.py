"""What the people of a session do in their browsers, for the journeys of the courtyard and of the sheds."""

import re
from datetime import date, timedelta

from django.utils.timezone import localtime
from playwright.sync_api import Page, expect
from tests.world import PASSWORD, World

from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.network.models import Organisation
from yishi.network.powers import Role
from yishi.people import actions as people
from yishi.record import clock

TABLET = {"width": 820, "height": 1180}


def seat(world: World, key: str, name: str, place: str = "district") -> None:
    """One more department, and somebody who holds its post."""
    kind = Organisation.Kind.DEPARTMENT
    body = network.found(CLOCK, world.places[place], kind=kind, code=f"org-{key}", name_zh=name)
    post = network.create_post(CLOCK, body, role=Role.DEPARTMENT, code=f"post-{key}", phone="19900000000")
    person = people.register(CLOCK, None, username=key, name=name[:3], password=PASSWORD)
    network.appoint(CLOCK, post, person=person, from_on=date(2026, 1, 1))
    world.posts[key], world.people[key] = post, person


def choose(page: Page, name: str, words: str) -> None:
    """The option of a picker that has these words in it."""
    picker = page.locator(f"select[name={name}]")
    found = picker.locator("option", has_text=words).first
    value = found.get_attribute("value")
    picker.select_option(value)
    expect(picker).to_have_value(value)


def call(page: Page, *, kind: str, theme: str, spot: str, host: str, ahead: float) -> None:
    """From the desk into the calendar of the estate: a session in so many days, led by the branch."""
    begins = localtime(clock.now() + timedelta(days=ahead, minutes=-5))
    page.goto("/desk/")
    page.get_by_role("link", name="我的议事").first.click()
    page.get_by_role("link", name="本地日历").click()
    if page.get_by_role("link", name="桂花苑", exact=True).count():
        page.get_by_role("link", name="桂花苑", exact=True).click()
    page.get_by_role("link", name="召集议事").click()
    choose(page, "kind", kind)
    page.locator("[name=theme_zh]").fill(theme)
    page.locator("[name=day]").fill(begins.date().isoformat())
    page.locator("[name=starts]").fill(f"{begins:%H:%M}")
    page.locator("[name=spot_zh]").fill(spot)
    choose(page, "host", host)
    choose(page, "chair", "党支部")
    choose(page, "clerk", "小管家")
    page.get_by_role("button", name="列入日历").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(theme)


def invite_and_announce(page: Page, departments: tuple[str, ...], matter: str) -> None:
    page.get_by_role("link", name="邀请部门").click()
    for name in departments:
        page.get_by_role("checkbox", name=name).check(force=True)
    page.locator("[name=matter]").fill(matter)
    page.get_by_role("button", name="发出邀请").click()
    page.get_by_role("link", name="发布预告").click()
    page.get_by_role("button", name="发布预告").click()
    expect(page.get_by_text("已发布").first).to_be_visible()


def number_of(page: Page) -> int:
    """Of the session a page is about."""
    found = re.search(r"/meet/(\d+)/", page.url)
    assert found, page.url
    return int(found.group(1))


def begin(page: Page, session: int) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="我的议事").first.click()
    page.locator(f"a[href='/meet/{session}/']").first.click()
    page.get_by_role("link", name="开始", exact=True).click()
    page.get_by_role("button", name="开始", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("会场")


def tab(page: Page, name: str) -> None:
    """A page of the hall."""
    page.get_by_role("navigation", name="会场的页面").get_by_role("link", name=name, exact=True).click()


def call_roll(page: Page, came: dict[str, str]) -> None:
    tab(page, "点名")
    for name, how in came.items():
        page.get_by_role("group", name=name).get_by_text(how, exact=True).click()
    page.get_by_role("button", name="保存点名").click()
    expect(page.locator("fieldset.roll-line input:checked")).to_have_count(len(came))


def end(page: Page, session: int) -> None:
    """The chair says that it is over."""
    page.goto("/desk/")
    page.get_by_role("link", name="我的议事").first.click()
    page.locator(f"a[href='/meet/{session}/']").first.click()
    page.get_by_role("link", name="结束", exact=True).click()
    page.get_by_role("button", name="结束", exact=True).click()


def figure(page: Page, name: str) -> int:
    """What a figure of the session's page says."""
    said = page.locator("#figures .stat", has_text=name).first.inner_text()
    return int(re.search(r"\d+", said).group())
