"""Scene 4.2: where the sheds for electric bicycles go, who pays, when they stand: from a topic neighbours stand behind
to the picture of what was promised, in less than a month; the page shows the whole way."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys import meeting
from tests.journeys.conftest import looked_up
from tests.journeys.residents import say

from yishi.cases.models import Case, State
from yishi.deliberation import setup
from yishi.deliberation.models import Session, Undertaking
from yishi.deliberation.models import State as Stage
from yishi.network.actors import CLOCK

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
THEME = "电动车棚"
SAID = "楼道里停满电动车，充电的线从五楼挂下来，小区一个充电棚也没有。"
TOPIC = "电动车棚建在哪里、钱谁来出、什么时候建好，请大家一起定。"
MOTION = "建三个车棚：公共收益出六成，物业出四成，四周内建好。"
DECIDED = "三个车棚按表决的位置建，到期逐条对账。"
DONE = "三个车棚完工，充电桩通电。"
SHOWN = "三个都通电了，充电口三十六个，摄像头接到门岗。"


@pytest.fixture
def estate(neighbourhood, days):
    """The rules of sessions; the clock stands ten days before the session."""
    setup.enter_rules(CLOCK)
    days(-10)
    return neighbourhood


def proposed(page: Page, session: int) -> int:
    """The same resident wants it talked about; gives the topic's number."""
    page.goto(f"/meet/{session}/")
    page.get_by_role("link", name="提一个议题").click()
    page.locator("[name=words]").fill(TOPIC)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交").click()
    page.get_by_role("link", name="看我的议题").click()
    found = re.search(r"/topics/(\d+)/", page.url)
    assert found
    return int(found.group(1))


def stood_behind(page: Page, session: int) -> None:
    """A neighbour finds it on the page of the session."""
    page.goto(f"/meet/{session}/")
    page.get_by_role("link", name=re.compile("电动车棚建在哪里")).first.click()
    page.get_by_role("link", name="我家也是").click()
    page.get_by_role("button", name="我家也是").click()
    expect(page.get_by_text("您家已附议").first).to_be_visible()


def onto_the_agenda(page: Page, session: int, number: str) -> None:
    """The branch says which matter the topic is about, takes it up, puts it on the agenda, and freezes that."""
    page.goto(f"/meet/{session}/")
    page.get_by_role("link", name="编排议程").click()
    page.get_by_role("link", name="待定的议题").click()
    page.get_by_role("link", name=re.compile("电动车棚建在哪里")).click()
    page.get_by_role("link", name="写上事项编号").click()
    page.locator("[name=number]").fill(number)
    page.get_by_role("button", name="议题说的就是这件事").click()
    page.get_by_role("link", name="采纳", exact=True).click()
    page.get_by_role("button", name="采纳").click()
    page.get_by_role("link", name="列入议程").click()
    page.get_by_role("button", name="列入议程").click()
    page.goto(f"/meet/{session}/agenda/")
    page.get_by_role("link", name="锁定并公布").click()
    page.get_by_role("button", name="锁定并公布").click()
    expect(page.get_by_text("已锁定").first).to_be_visible()


def voted(page: Page) -> None:
    """So many people, so many hands; the page says by which rule they were counted."""
    meeting.tab(page, "到场的人")
    page.locator("#one [name=count]").fill("30")
    page.locator("#one").get_by_role("button").click()
    meeting.tab(page, "表决")
    page.locator("[name=text]").fill(MOTION)
    page.get_by_role("button", name="交付表决").click()
    for name, hands in (("yes", "26"), ("no", "3"), ("abstained", "1")):
        page.locator(f"[name={name}]").fill(hands)
    page.get_by_role("button", name="记下票数").click()
    expect(page.get_by_text("赞成26").first).to_be_visible()


def decided(page: Page) -> None:
    """Who does what by when."""
    meeting.tab(page, "决定")
    page.get_by_role("link", name="记下决定").click()
    page.locator("[name=text]").fill(DECIDED)
    page.locator("select[name=motion]").select_option(index=1)
    meeting.choose(page, "post1", "安心物业")
    page.locator("[name=does1]").fill(DONE)
    meeting.choose(page, "within1", "一个月内")
    page.get_by_role("button", name="记下决定").click()
    expect(page.get_by_text(DECIDED).first).to_be_visible()


def drafted(page: Page, session: int) -> None:
    page.goto(f"/meet/{session}/")
    page.get_by_role("link", name="去写纪要").first.click()
    page.get_by_role("button", name="公开初稿").click()
    expect(page.get_by_role("link", name="公开的初稿")).to_be_visible()


def sealed_and_posted(page: Page, session: int, board: str) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="我的议事").first.click()
    page.locator(f"a[href='/meet/{session}/']").first.click()
    page.get_by_role("link", name="去写纪要").first.click()
    page.get_by_role("link", name="看一遍并定稿").click()
    page.get_by_role("button", name="现在定稿").click()
    page.get_by_role("link", name="已张贴：留存照片").click()
    page.locator("[name=board]").fill("南门公示栏")
    page.locator("input[type=file]").set_input_files(board)
    page.get_by_role("button", name="留存张贴照片").click()
    page.goto(f"/meet/{session}/minutes/")
    expect(page.get_by_text("南门公示栏").first).to_be_visible()


def kept(page: Page, photo: str) -> int:
    """The property company finds its promise on the desk, and shows that it is kept."""
    page.goto("/desk/")
    page.get_by_role("link", name="我们的承诺").first.click()
    page.get_by_role("link", name=DONE).click()
    page.get_by_role("link", name="已经兑现").click()
    page.locator("[name=evidence]").fill(SHOWN)
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(SHOWN)).to_be_visible()
    found = re.search(r"/promises/(\d+)/", page.url)
    assert found
    return int(found.group(1))


def confirmed(page: Page, number: str, code: str, promise: int) -> None:
    """Whoever asked, by now on another telephone, opens their case with number and code, and says that it is so."""
    page.goto(f"/meet/promises/{promise}/")
    page.get_by_role("link", name="打开我的事项").click()
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="查询").click()
    page.goto(f"/meet/promises/{promise}/")
    page.get_by_role("button", name="是的，兑现了").click()
    expect(page.get_by_text("是的，兑现了")).to_have_count(0)


def answered(page: Page, number: str, photo: str) -> None:
    """The steward answers the matter itself."""
    page.goto(f"/desk/cases/{number}/")
    page.get_by_role("link", name="办好了").click()
    page.locator("input[type=file]").first.set_input_files(photo)
    page.locator("textarea").first.fill("三个车棚建好用上了，楼梯口不再停车。")
    page.get_by_role("button", name="答复，并请居民评价").click()
    expect(page.get_by_text("正在请居民说说办好没有")).to_be_visible()


def closed(page: Page, number: str) -> None:
    """The resident says that it is solved."""
    page.goto(f"/cases/{number}/")
    page.get_by_role("link", name="办好了", exact=True).click()
    for question in page.get_by_role("group").all():
        question.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="确认办结").click()


def test_from_the_topic_to_the_picture_in_less_than_a_month(estate, days, visit, picture):
    resident, neighbour, passer_by = visit(), visit(), visit()
    branch, clerk, keeper = (
        visit(viewport={"width": 1280, "height": 900}),
        visit(viewport=meeting.TABLET),
        visit(),
    )
    number, code = say(resident.page, "楼道堆物", SAID)
    page = branch.sign_in("branch")
    meeting.call(page, kind="居民公开议事日", theme=THEME, spot="党群服务站", host="桂花苑党支部", ahead=10)
    meeting.invite_and_announce(page, ("安心物业",), "电动车棚")
    session = meeting.number_of(page)
    clerk.sign_in("steward").goto(f"/desk/cases/{number}/")
    clerk.page.get_by_role("button", name="我来办").click()
    proposed(resident.page, session)
    stood_behind(neighbour.page, session)
    days(-4)
    onto_the_agenda(branch.page, session, number)

    days(0)
    meeting.begin(clerk.page, session)
    meeting.call_roll(clerk.page, {"安心物业": "到了"})
    voted(clerk.page)
    decided(clerk.page)
    meeting.end(branch.page, session)
    days(1)
    drafted(clerk.page, session)
    days(5)
    sealed_and_posted(branch.page, session, picture)
    assert looked_up(lambda: Session.objects.get(pk=session)).state == Stage.SEALED

    days(18)
    promise = kept(keeper.sign_in("property"), picture)
    later = visit()
    confirmed(later.page, number, code, promise)
    assert looked_up(lambda: Undertaking.objects.get(pk=promise)).state == Undertaking.State.KEPT
    answered(clerk.page, number, picture)
    days(20)
    closed(later.page, number)
    assert looked_up(lambda: Case.objects.by_number(number)).state == State.CLOSED

    page = passer_by.page
    page.goto(f"/cases/{number}/")
    for told in (DECIDED, DONE, "居民说：解决了"):
        expect(page.get_by_text(told).first).to_be_visible()
    page.goto(f"/meet/{session}/")
    for told in (MOTION, "到会人员过半数赞成", SHOWN, DECIDED):
        expect(page.get_by_text(told).first).to_be_visible()
    page.get_by_role("link", name=DONE).click()
    expect(page.get_by_alt_text("兑现的照片")).to_be_visible()
    for somebody in (resident, later, neighbour, passer_by, branch, clerk, keeper):
        assert not somebody.complaints
