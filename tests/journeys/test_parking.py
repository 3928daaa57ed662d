"""Scene 4: a matter that cannot be done now is parked with its reason; neighbours say so too until it comes back by
itself, and the old and the new count stand side by side."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import looked_up
from tests.journeys.residents import say

from yishi.cases.models import Case, Parking, State
from yishi.record import clock
from yishi.record.models import Entry

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WORDS = "三栋一单元楼道口堆着柴火，老人上下楼很不方便。"
OBSTACLE = "十二户里只有一户愿意出钱，现在装不成。"
MEANWHILE = "活动室冬天白天供暖。"


def take_and_propose(page: Page, number: str, households: int) -> None:
    """The steward takes it, and says why now is not the time."""
    page.goto(f"/desk/cases/{number}/")
    page.get_by_role("button", name="我来办").click()
    page.get_by_text("不归这里管，或现在办不了").click()
    page.get_by_role("link", name="提出挂账").click()
    page.get_by_text("同意的邻居还不够多").click()
    page.get_by_label("现在卡在哪里？").fill(OBSTACLE)
    page.get_by_label("这期间先做什么？").fill(MEANWHILE)
    page.get_by_label("哪天再看？").fill((clock.today() + timedelta(days=90)).isoformat())
    page.get_by_label("或者联名满多少户").fill(str(households))
    page.get_by_role("button", name="提出挂账").click()
    expect(page.get_by_text("由上一级来定").first).to_be_visible()


def approve(page: Page, number: str) -> None:
    """The branch finds it on its list and agrees."""
    page.goto("/desk/?tab=to_decide")
    page.locator(f"a[href*='/desk/cases/{number}/']").first.click()
    page.get_by_role("link", name="定一定能不能挂账").click()
    expect(page.get_by_text(OBSTACLE)).to_be_visible()
    page.get_by_text("同意，先挂账").click()
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("条件成熟前先挂账").first).to_be_visible()


def say_so_too(page: Page, number: str, door: str) -> None:
    """A neighbour without an account, from behind their own door."""
    page.goto(f"/cases/{number}/join/")
    if door:
        page.locator("input[name=door]").fill(door)
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    expect(page.locator("h1")).to_be_attached()


def test_parked_and_come_back_by_itself(visit):
    resident, steward, branch = visit(), visit(), visit()
    number, _code = say(resident.page, "楼道堆物", WORDS)
    take_and_propose(steward.sign_in("steward"), number, households=3)
    approve(branch.sign_in("branch"), number)

    page = resident.page
    page.goto(f"/cases/{number}/")
    standing = page.locator("#standing")
    for told in (OBSTACLE, MEANWHILE, "已有1户，满3户就重新办"):
        expect(standing.get_by_text(told).first).to_be_visible()
    expect(standing.get_by_role("link", name="我不同意挂账")).to_be_visible()

    neighbours = [visit(viewport={"width": 320, "height": 640}), visit(java_script_enabled=False)]
    for neighbour, door in zip(neighbours, ("2-301", "2-402"), strict=True):
        say_so_too(neighbour.page, number, door)

    page.goto(f"/cases/{number}/")
    expect(page.get_by_text(re.compile(r"挂账时1户，回来时3户"))).to_be_visible()
    case = looked_up(lambda: Case.objects.by_number(number))
    assert case.state == State.REPORTED
    assert looked_up(lambda: case.holder.role) == "steward"
    came = looked_up(lambda: Parking.objects.get(case=case))
    assert (came.back, came.voices_then, came.voices_back) == (Parking.Back.VOICES, 1, 3)
    back = looked_up(lambda: Entry.objects.about(case.ref).get(kind="cases.Unparked"))
    assert back.actor == "clock"
    page = steward.page
    page.goto("/desk/?tab=new")
    expect(page.locator(f"a[href*='/desk/cases/{number}/']").first).to_be_visible()
    for somebody in (resident, steward, branch, *neighbours):
        assert not somebody.complaints
