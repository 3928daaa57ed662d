"""Scene 1, one net: the committee brings the roll of an estate, the steward notes a round, a plaque hangs at the door,
and a neighbour who knows nobody finds whom to ring in two taps."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import looked_up
from tests.network.rolls import csv_of, row

from yishi.network import roll_jobs
from yishi.network.models import Dwelling, Plaque, Visit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROWS = [
    row(estate="桂花苑", door="501", area="89.52", name="钱多多", phone="13900000001"),
    row(estate="桂花苑", door="502", area="89.52", name="", phone=""),
]


def bring_the_roll(page: Page) -> None:
    """Looked at first, by the worker, then written."""
    page.goto("/net/")
    page.get_by_role("link", name=re.compile("房屋名册")).first.click()
    page.get_by_role("link", name="导入文件").click()
    file = {"name": "roll.csv", "mimeType": "text/csv", "buffer": csv_of(ROWS)}
    page.locator("input[type=file]").set_input_files(files=[file])
    page.locator("main form button:not([type=button])").last.click()
    looked_up(roll_jobs.work_on_rolls)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("这个文件会带来的变化")
    assert looked_up(Dwelling.objects.count) == 0
    page.get_by_role("button", name="全部写入").click()
    looked_up(roll_jobs.work_on_rolls)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("名册已写入")


def note_a_round(page: Page) -> None:
    """The steward's grid says what is missing; a round is noted with one tap."""
    page.goto("/net/grid/")
    page.get_by_role("button", name="今天走访了").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def make_plaques(page: Page) -> bytes:
    """The committee prints what hangs at the doors, as one file."""
    page.goto("/net/plaques/")
    page.get_by_role("button", name="生成牌子").click()
    with page.expect_download() as coming:
        page.locator("a[href*='/net/plaques/'][href*='file']").first.click()
    return coming.value.path().read_bytes()


def test_the_net_is_kept_and_found(visit, neighbourhood):
    clerk, steward, neighbour = visit(), visit(), visit()
    bring_the_roll(clerk.sign_in("committee"))
    assert looked_up(Dwelling.objects.count) == 2
    clerk.page.get_by_role("link", name="待补全").first.click()
    expect(clerk.page.get_by_text("502").first).to_be_visible()

    note_a_round(steward.sign_in("steward"))
    assert looked_up(Visit.objects.count) == 1

    assert make_plaques(clerk.page).startswith(b"%PDF-")
    post = neighbourhood.posts["steward"]
    token = looked_up(Plaque.objects.filter(post=post).values_list("token", flat=True).first)
    neighbour.page.goto(f"/net/p/{token}/")
    expect(neighbour.page.locator("main")).to_contain_text(post.phone)

    neighbour.page.goto("/net/directory/")
    neighbour.page.locator("main a[href*='/net/directory/']").first.click()
    neighbour.page.locator("main a[href*='/net/directory/']:has-text('3栋')").first.click()
    expect(neighbour.page.locator(f"main a[href='tel:{post.phone}']").first).to_be_visible()
    assert not [*clerk.complaints, *steward.complaints, *neighbour.complaints]
