"""Scene 4.3: central heating, wanted by too few: parked with the number that brings it back, returned by neighbours,
onto the council's agenda by itself, decided in session, and done. Old and new counts stand side by side."""

import io
import re
from datetime import timedelta

import pytest
from django.utils.timezone import localtime
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.journeys import meeting
from tests.journeys.conftest import looked_up
from tests.journeys.residents import say
from tests.journeys.test_parking import say_so_too
from tests.journeys.test_sheds import closed, drafted, sealed_and_posted
from tests.world import World

from yishi.cases import actions as cases
from yishi.cases.models import Case, Category, Parking, State
from yishi.deliberation import actions, agenda_jobs, outcome_jobs, setup
from yishi.deliberation.models import Item, Session, Undertaking, Why
from yishi.deliberation.models import State as Stage
from yishi.network.actors import CLOCK
from yishi.notices.models import Message
from yishi.record import clock
from yishi.record.models import Entry

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WANTED = "想再问一次集中供暖，屋里冷，老人夜里不敢起身。"
HIGHER = "要过半数的人家愿意，这一级定不了。"
OBSTACLE = "愿意出初装费的人家不到一成半，现在装不成。"
MEANWHILE = "活动室白天开暖气，独居老人登记领电热毯。"
THEME = "集中供暖怎么装、钱怎么摊"
MOTION = "初装费按面积摊，愿意的先装，不愿意的不交钱、留好接口。"
DECIDED = "按表决的办法装，支部逐户签字，物业让出设备间。"
DOES = (("党支部", "逐户签好安装协议。", "两周内"), ("安心物业", "让出一楼设备间，管道进楼。", "一个月内"))
SHOWN = ("签了九户，名单贴在楼道里。", "立管装好打过压，设备间可以看。")


@pytest.fixture
def estate(neighbourhood, days):
    """A department, the rules of sessions, and the clock two months before the session."""
    setup.enter_rules(CLOCK)
    meeting.seat(neighbourhood, "housing", "市住建局")
    days(-60)
    shared = Category.objects.get(code="shared")
    cases.set_category(CLOCK, shared, code="shared.heating", name_zh="集中供暖", name_en="Central heating")
    return neighbourhood


def handed_up(page: Page, number: str) -> None:
    """What this desk cannot settle goes to the next; the reason is public."""
    taken(page, number)
    page.get_by_text("不归这里管，或现在办不了").click()
    page.get_by_role("link", name="往上交").click()
    page.locator("textarea").first.fill(HIGHER)
    page.get_by_role("button", name="往上交").click()
    expect(page).not_to_have_url(re.compile("/hand_up/"))


def taken(page: Page, number: str) -> None:
    page.goto(f"/desk/cases/{number}/")
    page.get_by_role("button", name="我来办").click()
    expect(page.get_by_text("已接单").first).to_be_attached()


def climbed(world: World, number: str) -> None:
    """The two desks above do on the same page what the steward did."""

    def climb() -> None:
        for who in ("branch", "committee"):
            case = cases.take(world.actor(who), Case.objects.by_number(number))
            cases.hand_up(world.actor(who), case, reason=HIGHER)

    looked_up(climb)


def parked(page: Page, number: str, households: int) -> None:
    """The council asks the department what it would cost, and says why now is not the time."""
    taken(page, number)
    page.get_by_role("link", name="请单位协办").click()
    meeting.choose(page, "asked", "市住建局")
    page.locator("[name=text]").fill("先算清楚初装费，主管网能接到哪里。")
    page.get_by_role("button", name="请他们来办").click()
    page.get_by_text("不归这里管，或现在办不了").click()
    page.get_by_role("link", name="提出挂账").click()
    page.get_by_text("同意的邻居还不够多").click()
    page.get_by_label("现在卡在哪里？").fill(OBSTACLE)
    page.get_by_label("这期间先做什么？").fill(MEANWHILE)
    page.get_by_label("哪天再看？").fill((clock.today() + timedelta(days=300)).isoformat())
    page.get_by_label("或者联名满多少户").fill(str(households))
    page.get_by_role("button", name="提出挂账").click()
    expect(page).to_have_url(re.compile(rf"/desk/cases/{number}/$"))


def approved(world: World, number: str) -> None:
    """Somebody else who supervises there agrees, on the page of test_parking.py."""
    case = Case.objects.by_number(number)
    assert case.parkings.get().judge == world.posts["committee"]
    cases.decide_parking(world.actor("committee"), case, agree=True, text="同意，够三户马上重新上会。")


def called(page: Page, ahead: float) -> int:
    """The council calls its session: nine members may vote."""
    begins = localtime(clock.now() + timedelta(days=ahead, minutes=-5))
    page.goto("/desk/")
    page.get_by_role("link", name="我的议事").first.click()
    page.get_by_role("link", name="本地日历").click()
    page.get_by_role("link", name="召集议事").click()
    meeting.choose(page, "kind", "党群议事会")
    page.locator("[name=theme_zh]").fill(THEME)
    page.locator("[name=day]").fill(begins.date().isoformat())
    page.locator("[name=starts]").fill(f"{begins:%H:%M}")
    page.locator("[name=spot_zh]").fill("党群服务中心二楼")
    for name in ("host", "chair", "clerk"):
        meeting.choose(page, name, "党群议事会")
    page.locator("[name=entitled]").fill("9")
    page.get_by_role("button", name="列入日历").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(THEME)
    page.get_by_role("link", name="发布预告").click()
    page.get_by_role("button", name="发布预告").click()
    expect(page.get_by_text("已发布").first).to_be_visible()
    return meeting.number_of(page)


def held(page: Page, session: int) -> None:
    """Seven of nine members come; they vote, and say who does what by when."""
    meeting.begin(page, session)
    meeting.call_roll(page, {"市住建局": "到了"})
    meeting.tab(page, "到场的人")
    page.locator("#one [name=role]").select_option("member")
    page.locator("#one [name=count]").fill("7")
    page.locator("#one").get_by_role("button").click()
    meeting.tab(page, "表决")
    page.locator("[name=text]").fill(MOTION)
    page.get_by_role("button", name="交付表决").click()
    for name, hands in (("yes", "5"), ("no", "1"), ("abstained", "1")):
        page.locator(f"[name={name}]").fill(hands)
    page.get_by_role("button", name="记下票数").click()
    expect(page.get_by_text("赞成5").first).to_be_visible()
    meeting.tab(page, "决定")
    page.get_by_role("link", name="记下决定").click()
    page.locator("[name=text]").fill(DECIDED)
    page.locator("select[name=motion]").select_option(index=1)
    for n, (who, what, within) in enumerate(DOES, 1):
        if n > 1:
            page.locator("details summary", has_text=f"{n}").click()
        meeting.choose(page, f"post{n}", who)
        page.locator(f"[name=does{n}]").fill(what)
        meeting.choose(page, f"within{n}", within)
    page.get_by_role("button", name="记下决定").click()
    expect(page.get_by_text(DECIDED).first).to_be_visible()
    meeting.end(page, session)


def kept(page: Page, words: str, shown: str, photo: str) -> int:
    """Whoever promised shows that it is kept."""
    page.goto("/meet/promises/mine/")
    page.get_by_role("link", name=words).click()
    page.get_by_role("link", name="已经兑现").click()
    page.locator("[name=evidence]").fill(shown)
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(shown)).to_be_visible()
    found = re.search(r"/promises/(\d+)/", page.url)
    assert found
    return int(found.group(1))


def claimed(world: World, words: str, shown: str) -> int:
    """The property company shows the same on its own page."""
    row = Undertaking.objects.get(text=words)
    return actions.claim_kept(world.actor("property"), row, evidence=shown).pk


def solved(world: World, number: str) -> None:
    """The branch, which the council's decision binds, answers the matter itself."""
    case = cases.take(world.actor("branch"), Case.objects.by_number(number))
    cases.answer(world.actor("branch"), case, kind="solved", text="九户全部通暖，没签的留了接口。")


def came_back(number: str, session: int) -> None:
    """By the clock's hand alone: back on the council's desk, on its next agenda, and whoever is concerned is asked."""
    case = Case.objects.by_number(number)
    back = Parking.objects.get(case=case)
    assert (back.back, back.voices_then, back.voices_back) == (Parking.Back.VOICES, 1, 3)
    assert (case.state, case.holder.role) == (State.REPORTED, "council")
    placed = Entry.objects.about(case.ref).get(kind="deliberation.PlacedOnAgenda")
    assert placed.actor == "clock"
    item = Item.objects.get(case=case)
    assert (item.session_id, item.why, item.voices_then, item.voices_now) == (session, Why.PARKING, 1, 3)
    told = Message.objects.filter(facts__number=number)
    unit = told.get(kind="meet.invited_for")
    assert unit.post.code == "post-housing" and unit.facts["at"]
    assert told.get(kind="meet.matter_on_agenda").post == case.holder


def read_on_the_page(page: Page, session: int, number: str) -> None:
    """Before anybody came: why it stands there, and how many stood behind it then and now."""
    page.goto(f"/meet/{session}/")
    agenda = page.locator("#agenda")
    expect(agenda).to_contain_text("挂账的条件到了")
    assert counts(page, "#agenda") == [("1", "户（挂账时）"), ("3", "户（列入议程时）")]
    expect(page.locator("#people")).to_contain_text("到会满5人才能表决")
    expect(page.locator("#people")).to_contain_text("市住建局")


def counts(page: Page, where: str) -> list[tuple[str, str]]:
    """Figures that stand side by side."""
    shown = [each.inner_text().split() for each in page.locator(f"{where} .stat").all()]
    return [(each[0], "".join(each[1:])) for each in shown]


def on_paper(page: Page, session: int) -> str:
    """What the printed minutes say."""
    paper = page.request.get(f"/meet/{session}/minutes/paper-a4.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    read = PdfReader(io.BytesIO(paper.body()))
    return re.sub(r"\s", "", "".join(each.extract_text() for each in read.pages))


def the_whole_way(page: Page, number: str, session: int) -> None:
    """What somebody who never signs in reads of the matter, in the order in which it went."""
    page.goto(f"/cases/{number}/")
    story = page.locator("main").inner_text()
    way = ("居民提出", HIGHER, OBSTACLE, MEANWHILE, "挂账回来：联名的户数够了", "挂账时的户数 1", "现在的户数 3",
           "议事会作出决定", DECIDED, DOES[0][1], "答复：办好了", "居民说：解决了")  # fmt: skip
    places = [story.rindex(told) for told in way]
    assert places == sorted(places), way
    page.goto(f"/meet/{session}/")
    for told in (MOTION, "到会成员过半数赞成", *SHOWN, "提出的人确认"):
        expect(page.get_by_text(told).first).to_be_visible()
    assert meeting.figure(page, "至今解决") == 1
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_parked_returned_by_neighbours_decided_in_session_and_done(estate, days, visit, picture):
    resident, steward, branch, passer_by = (visit() for _each in range(4))
    council = visit(viewport={"width": 1280, "height": 900})
    number, _code = say(resident.page, "集中供暖", WANTED)
    handed_up(steward.sign_in("steward"), number)
    climbed(estate, number)
    parked(council.sign_in("council"), number, households=3)
    looked_up(lambda: approved(estate, number))
    resident.page.goto(f"/cases/{number}/")
    for told in (OBSTACLE, MEANWHILE, "已有1户，满3户就重新办"):
        expect(resident.page.locator("#standing").get_by_text(told).first).to_be_visible()

    days(-14)
    session = called(council.page, ahead=14)
    neighbours = [visit(), visit(java_script_enabled=False)]
    for neighbour, door in zip(neighbours, ("2-301", "2-402"), strict=True):
        say_so_too(neighbour.page, number, door)
    looked_up(agenda_jobs.place_waiting)  # as the worker does every five minutes
    looked_up(lambda: came_back(number, session))
    read_on_the_page(passer_by.page, session, number)
    days(-2)
    looked_up(agenda_jobs.freeze_due)

    days(0)
    held(council.page, session)
    days(1)
    drafted(council.page, session)
    days(5)
    sealed_and_posted(council.page, session, picture)
    assert looked_up(lambda: Session.objects.get(pk=session)).state == Stage.SEALED
    said = on_paper(passer_by.page, session)
    for told in (
        MOTION,
        DECIDED,
        DOES[1][1],
        "挂账时1户支持，现在3户",
        "赞成5，反对1，弃权1",
        "定稿文本的摘要值",
    ):
        assert told in said, told

    days(12)
    promises = (
        kept(branch.sign_in("branch"), DOES[0][1], SHOWN[0], picture),
        looked_up(lambda: claimed(estate, DOES[1][1], SHOWN[1])),
    )
    for each in promises:
        resident.page.goto(f"/meet/promises/{each}/")
        resident.page.get_by_role("button", name="是的，兑现了").click()
        expect(resident.page.get_by_role("button", name="是的，兑现了")).to_have_count(0)
    states = looked_up(lambda: set(Undertaking.objects.values_list("state", "confirmed")))
    assert states == {(Undertaking.State.KEPT, "asker")}
    looked_up(lambda: solved(estate, number))
    closed(resident.page, number)
    looked_up(outcome_jobs.note_what_is_solved)
    the_whole_way(passer_by.page, number, session)
    for somebody in (resident, steward, council, branch, passer_by, *neighbours):
        assert not somebody.complaints
