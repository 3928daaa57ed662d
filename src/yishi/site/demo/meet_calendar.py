"""The calendar of sessions of the demo city: three series that reach ahead, one day left out and one moved, one that
passed without a session, one announced for next week with topics residents brought, and one under way this very hour,
on which a visitor may try the door, the sheet and the question wall."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from yishi.deliberation import actions, calendar_jobs
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.sheets import Line
from yishi.deliberation.models import Kind, Series, Session, Sheet, State
from yishi.network.actors import ANYONE
from yishi.network.models import Level, Organisation
from yishi.network.powers import Role
from yishi.record import clock

from . import content
from .meet_yard import by
from .told import Aside, City

COMMUNITY = "linjiang"
PUBLISHED_BEFORE = 13
AHEAD = dt.timedelta(days=100)
SERIES = (
    (Kind.OPEN_DAY, "每月十日议事", "The tenth of every month", Level.ESTATE, "FREQ=MONTHLY;BYMONTHDAY=10",
     dt.time(19, 0), "小区党群服务站", Organisation.Kind.BRANCH, Role.BRANCH),
    (Kind.BUILDING, "楼栋议事", "Building by building", Level.BUILDING, "FREQ=MONTHLY;BYDAY=-1SA",
     dt.time(9, 30), "楼下", Organisation.Kind.BRANCH, Role.BRANCH),
    (Kind.GATE, "物业经理在门口", "The manager at the gate", Level.ESTATE, "FREQ=WEEKLY;BYDAY=SA,SU",
     dt.time(9, 0), "小区大门口", Organisation.Kind.PROPERTY, Role.PROPERTY),
)  # fmt: skip
LEFT_OUT = "当天全社区停水检修，改到下个月一起议。"
MOVED = "十号晚上学校用场地，往后推一天。"
WHY_MISSED = "那天雨太大，露天站不住人，没有改期，是我们的疏忽。"
MISSED_AT, TODAY_AT, NEXT_AT = "liudi", "hangyun", "liudi"
NEXT = "停车位怎么排，大家来定"
TOPICS = (
    ("地面车位按年抽签还是先到先得，请大家一起定个规矩。", 9),
    ("晚上十点以后广场的大灯能不能关一半，照得睡不着。", 4),
    ("给送水送菜的车留两个临时车位。", 2),
)
"""What residents want talked about, and how many stand behind it."""
TODAY = "加装电梯前先把楼道的事说清楚"
ITEMS = ("楼道里的电动车放到哪里去", "一楼的住户担心挡光，怎么补")
SAID = (
    (3, "四楼以上都是老人，菜都提不上去，早点定下来。"),
    (1, "一楼怕挡光，先把图纸贴出来看看。"),
    (4, "楼道里停了七辆电动车，施工的人进不来。"),
)
ASKED = ("施工的时候从哪里走？", "装好以后电费怎么分？")


def build_calendar(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """Published thirteen days ago; what came of it since, up to this hour."""
    published = now - dt.timedelta(days=PUBLISHED_BEFORE)
    passed = now.replace(hour=19, minute=0, second=0, microsecond=0) - dt.timedelta(days=5)
    begun = now - dt.timedelta(minutes=40)
    yield published, Aside(partial(_publish, first=now.date() + dt.timedelta(days=1)), city)
    yield published, Aside(partial(_call, estate=MISSED_AT, at=passed, theme="雨水管改道"), city)
    yield published, Aside(partial(_call, estate=TODAY_AT, at=begun, theme=TODAY), city)
    ahead = now.replace(hour=19, minute=0, second=0, microsecond=0) + dt.timedelta(days=8)
    yield published, Aside(partial(_call, estate=NEXT_AT, at=ahead, theme=NEXT), city)
    yield now - dt.timedelta(days=6), Aside(_propose, city)
    yield now - dt.timedelta(days=3), Aside(_explain, city)
    yield now - dt.timedelta(hours=3), Aside(_otherwise, city)
    yield begun, Aside(_begin, city)
    yield now - dt.timedelta(minutes=15), Aside(_speak, city)


def _publish(city: City, first: dt.date) -> None:
    """The three series stand in the calendar for some months."""
    keeper = by(city, f"{COMMUNITY}.committee")
    place = city.places[content.COMMUNITIES[COMMUNITY].code]
    for kind, zh, en, level, rule, starts, spot, host, chair in SERIES:
        series = actions.start_series(
            keeper, place, rule=rule, kind=kind, name_zh=zh, name_en=en, level=level, from_on=first,
            starts=starts, spot_zh=spot, host_kind=host, chair_role=chair, clerk_role=Role.STEWARD,
        )  # fmt: skip
        actions.publish_series(keeper, series, first + AHEAD)


def _call(city: City, estate: str, at: dt.datetime, theme: str) -> None:
    """One session beside the series."""
    key = f"{estate}.branch"
    chair = by(city, key)
    session = actions.call_session(
        chair,
        city.places[content.ESTATES[estate].code],
        kind=Kind.OPEN_DAY,
        starts_at=at,
        ends_at=at + dt.timedelta(hours=2),
        host=city.organisations[key],
        spot_zh="小区党群服务站",
        chair=city.posts[key],
        clerk=city.posts[f"{estate}.steward"],
        theme_zh=theme,
    )
    if estate == TODAY_AT:
        for title in ITEMS:
            actions.add_item(chair, session, title=title)
    actions.announce(chair, session)


def _propose(city: City) -> None:
    """Residents bring topics for next week's, and neighbours stand behind them; the host has taken up the first."""
    place = _place(city, NEXT_AT)
    host = by(city, f"{NEXT_AT}.branch")
    session = Session.objects.get(theme_zh=NEXT)
    for number, (words, behind) in enumerate(TOPICS):
        topic = actions.propose_topic(
            ANYONE, place, words=words, session=session, browser=f"demo-topic-{number}"
        )
        if not topic.is_shown:
            actions.show_topic(host, topic)
        for neighbour in range(behind - 1):
            actions.support_topic(ANYONE, topic, browser=f"demo-topic-{number}-{neighbour}")
        if number == 0:
            actions.accept_topic(host, topic)


def _explain(city: City) -> None:
    """The clock finds that one has passed without a session; the chair says why."""
    calendar_jobs.miss_passed()
    session = Session.objects.get(state=State.MISSED, place=_place(city, MISSED_AT))
    actions.explain_missed(by(city, f"{MISSED_AT}.branch"), session, reason=WHY_MISSED)


def _place(city: City, estate: str):
    return city.places[content.ESTATES[estate].code]


def _otherwise(city: City) -> None:
    """Of the monthly series one is left out and one moved; what is due is announced."""
    keeper = by(city, f"{COMMUNITY}.committee")
    monthly = Series.objects.get(name_zh=SERIES[0][1])
    first, second = monthly.sessions.filter(state=State.PLANNED).order_by("starts_at", "pk")[:2]
    actions.skip_session(keeper, first, reason=LEFT_OUT)
    later = dt.timedelta(days=1)
    actions.move_session(
        keeper, second, starts_at=second.starts_at + later, ends_at=second.ends_at + later, reason=MOVED
    )
    calendar_jobs.announce_due()


def _today(city: City) -> Session:
    return Session.objects.get(place=_place(city, TODAY_AT), theme_zh=TODAY)


def _begin(city: City) -> None:
    clerk, session = by(city, f"{TODAY_AT}.steward"), _today(city)
    actions.begin(clerk, session)
    people = [
        Came(building=city.places[content.code_of(f"{TODAY_AT}/{n}")], count=4 + n) for n in (1, 2, 3, 4)
    ]
    actions.write_down_attendance(clerk, session, people=people, line=f"today-{session.pk}")
    actions.open_wall(clerk, session)


def _speak(city: City) -> None:
    """Some have spoken and some have typed; most of it still waits for an answer."""
    clerk, session = by(city, f"{TODAY_AT}.steward"), _today(city)
    sheet = actions.open_sheet(clerk, session, key=f"today-{session.pk}")
    for number, (building, words) in enumerate(SAID):
        where = city.places[content.code_of(f"{TODAY_AT}/{building}")]
        line = Line(key=f"today-{session.pk}-{number}", words=words, building=where, said_at=clock.now())
        actions.take_down(clerk, sheet, lines=[line])
    for number, words in enumerate(ASKED):
        key = f"today-{session.pk}-wall-{number}"
        actions.ask_on_wall(clerk, session, words=words, browser=f"demo-{number}", line=key)
    for opinion in session.opinions.filter(sheet__kind=Sheet.Kind.WALL):
        if not opinion.is_shown:
            actions.moderate(clerk, opinion, show=True)
