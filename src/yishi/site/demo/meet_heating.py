"""Central heating, refused when most did not want to pay: parked with the number of households that brings it back;
neighbours join one after another until it is reached; it comes back and onto the next agenda by itself, is decided by
the council in session, and is done. Old and new counts stand side by side."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from yishi.cases import actions as cases
from yishi.cases import rules as case_rules
from yishi.cases.models import Case, Parking
from yishi.deliberation import actions, agenda_jobs
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.decisions import Does
from yishi.deliberation.models import Item, Kind, Session, Undertaking, Why
from yishi.network import pictures
from yishi.network.actors import ANYONE, CLOCK, Actor, acting
from yishi.record import clock

from . import content
from .meet_held import speak
from .meet_yard import by
from .pictures import draw
from .told import Aside, City

ESTATE, COMMUNITY, RESIDENT = "jinqiu", "guixiang", "qian_bonian"
KEY = "meet-heating"
CODE = "27160418"
WORDS = "想请社区再问一次集中供暖。三年前问过，多数人家嫌初装费贵没有装成，屋里冷，老人夜里不敢起身。"
PARKED = "全小区二百四十户，愿意出初装费的不到一成半，够不上过半数，现在装不成。"
MEANWHILE = "活动室白天开暖气，独居老人登记领电热毯，每季度把愿意的户数贴一次。"
AGREED = "同意先挂账。过半数的人家愿意了，马上重新上会。"
THEN, NOW = 31, 121
"""Households behind it when it was parked; of 240, the number that brings it back."""
JOINED = ((152, THEN), (118, 56), (92, 83), (66, 104), (50, NOW))
"""So many days ago so many households stood behind it."""
BUILDINGS, DOORS_A_FLOOR = 5, 8
REPORTED, HANDED, PARKED_BEFORE, AGREED_BEFORE = 156, 155, 151, 150
LONG_AGO = dt.timedelta(days=REPORTED)
CALLED, HELD = 58, 41
FROZEN, DRAFTED, SEALED, POSTED = 43, 40, 36, 35
ANSWERED, CLOSED = 9, 7
THEME = "过半数的人家愿意了：集中供暖怎么装、钱怎么摊"
MOTION = "初装费按建筑面积摊，愿意的先装，不愿意的不交钱、留好接口；低保户由社区代办减免。"
HANDS = (58, 7, 6)
"""Yes, no, abstained, of those from the buildings below and nobody besides."""
HEADS = ((1, 16), (2, 15), (3, 17), (4, 12), (5, 11))
SAID = (
    (f"{ESTATE}/1", "上次八千多，这次多少？", "housing.department", "按面积算，八十平米约五千二，可以分两年交。"),
    (f"{ESTATE}/4", "我们家不装，以后想装还能不能装？", f"{ESTATE}.property", "能，接口都留好，以后只收接入的工料钱。"),
    (f"{ESTATE}/2", "低保户出不起怎么办？", f"{ESTATE}.branch", "支部代办减免，材料这周上门收。"),
)  # fmt: skip
INVITED = ("housing.department", f"{ESTATE}.property", f"{ESTATE}.branch")
DECIDED = "按表决结果装：支部逐户签字，物业让出设备间并看着施工，住建部门协调管网接入，按期通暖。"
DOES = (
    ("jinqiu.branch", "逐户签好安装协议，名单在楼道公示。", 10, 33, "签了一百三十六户，名单贴在五栋楼的楼道里。"),
    ("jinqiu.property", "让出一楼设备间，管道三十天内进楼。", 30, 14, "五栋楼的立管都装好打过压，设备间可以看。"),
    ("housing.department", "协调热力公司把主管网接到小区门口。", 20, 22, "主管网已经接到东门，验收单贴在公示栏。"),
)  # fmt: skip
"""Who does what within so many days of the session, so many days ago it was done, and what shows it."""
SOLVED = "暖气装好了：签约的一百三十六户全部通暖，没签的留了接口。收支明细贴在东门公示栏。"


def build_heating(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """From the first word to the warm room, each at its time."""

    def at(days: int, hour: int, act, **more) -> tuple[dt.datetime, Aside]:
        moment = (now - dt.timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
        return moment, Aside(partial(act, **more), city)

    yield at(REPORTED, 9, _report)
    yield at(HANDED, 9, _hand_up)
    yield at(PARKED_BEFORE, 15, _park)
    yield at(AGREED_BEFORE, 10, _agree)
    for days, households in JOINED:
        yield at(days, 19, _join, until=households)
    begins, _aside = at(HELD, 19, _hold)
    yield at(CALLED, 10, _call, begins=begins)
    yield at(JOINED[-1][0], 22, _place)
    yield at(FROZEN, 8, _freeze)
    yield at(HELD, 19, _hold)
    yield at(HELD, 21, _end)
    yield at(DRAFTED, 10, _draft)
    yield at(SEALED, 10, _seal)
    yield at(POSTED, 10, _post)
    for said in DOES:
        yield at(said[3], 16, _keep, said=said)
    yield at(ANSWERED, 11, _answer)
    yield at(CLOSED, 20, _confirm)


def _case(city: City) -> Case:
    return Case.objects.get(pk=city.cases[KEY])


def _resident(city: City) -> Actor:
    return Actor(person=city.people[RESIDENT], follows=frozenset({city.cases[KEY]}))


def _session() -> Session:
    return Session.objects.get(theme_zh=THEME)


def _chair(city: City) -> Actor:
    return by(city, f"{COMMUNITY}.council")


def _report(city: City) -> None:
    said = content.PEOPLE[RESIDENT]
    case = cases.report(
        Actor(person=city.people[RESIDENT]),
        city.places[content.ESTATES[ESTATE].code],
        words=WORDS,
        category=city.categories["utilities.heating"],
        channel="web",
        code=CODE,
        contact_name=said.zh,
        contact_phone=said.phone,
    )
    city.cases[KEY] = case.pk


def _hand_up(city: City) -> None:
    """None of the desks below can settle what more than half of the households must want."""
    reason = "初装费要过半数的人家愿意，我们这一级定不了，请党群议事会来议。"
    for key in (f"{ESTATE}.steward", f"{ESTATE}.branch", f"{COMMUNITY}.committee"):
        who = by(city, key)
        case = cases.take(who, _case(city))
        if case_rules.may_approve_words(who, case):
            cases.approve_words(who, case)
        cases.hand_up(who, case, reason=reason)


def _park(city: City) -> None:
    chair = _chair(city)
    cases.park(
        chair,
        cases.take(chair, _case(city)),
        reason=Parking.Reason.MAJORITY,
        text=PARKED,
        measures=MEANWHILE,
        revisit_on=clock.today() + dt.timedelta(days=300),
        households=NOW,
    )


def _agree(city: City) -> None:
    case = _case(city)
    judge = case.parkings.get().judge
    cases.decide_parking(acting(judge), case, agree=True, text=AGREED)


def _join(city: City, until: int) -> None:
    """Neighbours whom nobody knows join with their door, until so many households stand behind it."""
    case = _case(city)
    while case.voices < until:
        floors, building = divmod(case.voices, BUILDINGS)
        floor, door = divmod(floors, DOORS_A_FLOOR)
        place = city.places[content.code_of(f"{ESTATE}/{building + 1}")]
        cases.join(ANYONE, case, place=place, door=f"{floor + 1}-{door + 1:02}")
        case.refresh_from_db()


def _call(city: City, begins: dt.datetime) -> None:
    key = f"{COMMUNITY}.council"
    chair = _chair(city)
    session = actions.call_session(
        chair,
        city.places[content.COMMUNITIES[COMMUNITY].code],
        kind=Kind.PARTY_DAY,
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=2),
        host=city.organisations[key],
        spot_zh="桂香社区党群服务中心二楼",
        spot_en="community centre, second floor",
        chair=city.posts[key],
        clerk=city.posts[f"{ESTATE}.steward"],
        theme_zh=THEME,
        theme_en="More than half want it: how central heating is put in, and who pays what",
    )
    actions.invite(chair, session, posts=[city.posts[each] for each in INVITED], matter="集中供暖")
    actions.announce(chair, session)


def _place(city: City) -> None:
    """What the clock does with what came back: it stands on the next agenda that takes it."""
    case = _case(city)
    parking = case.parkings.get(standing=Parking.Standing.RETURNED)
    _reached, session = agenda_jobs.session_for(agenda_jobs.Wanted(case, Why.PARKING, parking))
    if session is not None:
        actions.place_by_itself(CLOCK, case, session=session, why=Why.PARKING, parking=parking)


def _freeze(_city: City) -> None:
    actions.freeze_agenda(CLOCK, _session())


def _hold(city: City) -> None:
    """The council decides in session, by the hands that were raised."""
    chair, session = _chair(city), _session()
    actions.begin(chair, session)
    people = [
        Came(building=city.places[content.code_of(f"{ESTATE}/{number}")], count=count)
        for number, count in HEADS
    ]
    actions.write_down_attendance(chair, session, people=people, line=f"heating-{session.pk}")
    for invitation in session.invitations.all():
        actions.call_roll(chair, invitation, came="came")
    speak(city, chair, session, SAID)
    item, case = Item.objects.get(session=session, case=city.cases[KEY]), _case(city)
    motion = actions.put_motion(chair, item, text=MOTION)
    yes, against, abstained = HANDS
    motion = actions.count_hands(chair, motion, yes=yes, no=against, abstained=abstained)
    does = [
        Does(city.posts[key], text, clock.today() + dt.timedelta(days=days))
        for key, text, days, _ago, _shown in DOES
    ]
    actions.decide(chair, item, case=case, text=DECIDED, does=does, motion=motion)


def _end(city: City) -> None:
    actions.end(_chair(city), _session())


def _draft(city: City) -> None:
    actions.draft_minutes(_chair(city), _session())


def _seal(city: City) -> None:
    actions.seal_minutes(_chair(city), _session())


def _post(city: City) -> None:
    drawn = SimpleUploadedFile("board.jpg", draw("meeting", 23, after=True), "image/jpeg")
    board = "金秋小区东门公示栏"
    picture = pictures.read(drawn)
    actions.post_minutes(_chair(city), _session(), board=board, posted_on=clock.today(), picture=picture)


def _keep(city: City, said: tuple[str, str, int, int, str]) -> None:
    """Done as promised; whoever asked for it has seen it."""
    key, text, _days, _ago, shown = said
    who, case = by(city, key), _case(city)
    row = Undertaking.objects.get(session=_session(), text=text)
    actions.claim_kept(who, row, evidence=shown)
    actions.confirm_kept(_resident(city), row)
    if case.parts.filter(asked=who.post, replied_at=None).exists():
        cases.answer_part(who, case, text=shown)


def _answer(city: City) -> None:
    holder = by(city, f"{ESTATE}.branch")
    case = _case(city)
    if case_rules.may_take(holder, case):
        case = cases.take(holder, case)
    cases.answer(holder, case, kind="solved", text=SOLVED)


def _confirm(city: City) -> None:
    said = "今天屋里二十度，老伴夜里起身不用穿棉袄了。"
    cases.confirm(_resident(city), _case(city), contacted=True, satisfaction="satisfied", text=said)
