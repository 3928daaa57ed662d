"""A year of sessions of the full city: the street's open deliberation days and the district's tenth of every month,
brought in at once. Whatever is said is invented, and so is what came of it."""

import calendar
import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice

from django.utils.timezone import make_aware

from yishi.cases import setup
from yishi.cases.models import Category, Ladder
from yishi.deliberation import actions
from yishi.deliberation import setup as meeting
from yishi.deliberation.actions import PastOpinion, PastSession
from yishi.deliberation.models import Kind, Response
from yishi.network.actors import CLOCK
from yishi.network.models import Place, Post
from yishi.network.powers import Role
from yishi.record import clock

MONTHS = 12
OF_STREET, OF_DISTRICT = 14, 26
"""Sessions of each branch in a year: the street's 187 hold 2,618, the district's 827 hold 21,502."""
AT_ONCE = 3000
"""Sessions in one go, so that the memory it takes stays the same however many there are."""
PARTS = 9
"""The street in one go, the district in eight."""
EVENING = dt.time(19, 0)
SAID = (
    (
        "stairs.clutter",
        "楼道里又堆了纸箱和旧家具，晚上下楼看不清脚下。",
        "本周六党员和楼长一起清理，以后每月查一次。",
    ),
    ("parking.spaces", "晚上回来没有车位，消防通道停得满满的。", "重画车位线，消防通道装隔离桩。"),
    ("grounds.lamp", "六号楼前面的路灯坏了三盏，老人不敢出门。", "已经报修，换成感应灯。"),
    ("grounds.green", "二楼窗前的香樟挡光，白天也要开灯。", "请园林师傅来修剪，连同东边一排一起做。"),
    ("rubbish.bins", "分类亭旁边污水没人冲，夏天气味很大。", "物业每天早晚各冲一次，门口公布值班人。"),
    ("noise.dancing", "广场舞音响放到九点多，孩子睡不着。", "与领队商定八点半收，音量有专人管。"),
)
"""What is said, with the code of its kind and what is answered."""
MISSED = (
    "连日暴雨，露天场地不能用，改到下一次。",
    "当天全社区停电检修，没有开成。",
    "主持人生病，来不及换人。",
)


def build_sessions(street: Place, district: Place, step: Callable[[], None]) -> int:
    """The year before today, at every branch of the two; `step` is called PARTS times. Gives how many sessions."""
    meeting.enter_rules(CLOCK)
    kinds = _categories()
    many = 0
    for place, kind, each, solved in (
        (street, Kind.OPEN_DAY, OF_STREET, 4),
        (district, Kind.PARTY_DAY, OF_DISTRICT, 7),
    ):
        if not Ladder.objects.filter(place=place).exists():
            setup.enter_ladder(CLOCK, place)
        year = _year(place, kind, each, solved, kinds)
        while some := list(islice(year, AT_ONCE)):
            many += len(actions.bring_in_sessions(CLOCK, place, past=some))
            step()
    return many


def _categories() -> list[Category]:
    """The kind of each thing that is said; the general one where the house has no such kind."""
    there = {category.code: category for category in Category.objects.select_related("parent")}
    return [there.get(code, there[setup.FALLBACK]) for code, _words, _answer in SAID]


def _year(place: Place, kind: str, each: int, solved: int, kinds: list[Category]) -> Iterator[PastSession]:
    posts = Post.objects.filter(role=Role.BRANCH, place__path__startswith=place.path)
    number = 0
    for post in posts.select_related("organisation", "place").order_by("id"):
        for days in _days(each):
            number += 1
            yield _session(post, kind, days, number, solved, kinds)


def _days(each: int) -> Iterator[dt.date]:
    """The tenth of the last twelve months, and the last Saturday; in the two months longest ago the first one, too: a
    year holds as many as there are, and no day of it lies outside."""
    today = clock.today()
    tenths, saturdays = [], []
    for back in range(1, MONTHS + 1):
        months = today.year * 12 + today.month - 1 - back
        year, month = months // 12, months % 12 + 1
        tenths.append(dt.date(year, month, 10))
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        saturdays.append(last - dt.timedelta(days=(last.weekday() - 5) % 7))
        if back > MONTHS - 2:
            first = dt.date(year, month, 1)
            saturdays.append(first + dt.timedelta(days=(5 - first.weekday()) % 7))
    yield from sorted([*tenths, *saturdays], reverse=True)[:each]


def _session(
    post: Post, kind: str, day: dt.date, number: int, solved: int, kinds: list[Category]
) -> PastSession:
    begins = make_aware(dt.datetime.combine(day, EVENING))
    missed = MISSED[number % len(MISSED)] if number % 211 == 0 else ""
    return PastSession(
        place=post.place,
        kind=kind if day.day == 10 else Kind.BUILDING,
        starts_at=begins,
        ends_at=begins + dt.timedelta(minutes=90),
        host=post.organisation,
        chair=post,
        clerk=post,
        spot_zh="小区文化广场" if number % 2 else "党群服务站",
        present=4 + number % 5,
        opinions=() if missed else tuple(_said(post, begins, number, solved, kinds)),
        missed=missed,
    )


def _said(
    post: Post, begins: dt.datetime, number: int, solved: int, kinds: list[Category]
) -> Iterator[PastOpinion]:
    """Some are taken away and solved within weeks, some promised and kept, some answered on the spot."""
    later = begins + dt.timedelta(days=2 + number % 19)
    if number % solved == 1:
        at = later if later < clock.now() else None
        yield _opinion(post, number, kinds, Response.Kind.TAKEN, solved_at=at)
    if number % 5 == 0:
        yield _promised(post, begins, number, kinds)
    if number % 7 == 0:
        yield _opinion(post, number + 4, kinds, Response.Kind.ANSWERED)


def _promised(post: Post, begins: dt.datetime, number: int, kinds: list[Category]) -> PastOpinion:
    """For the twentieth day after it; most are kept some days before, a few a day late."""
    due = begins.date() + dt.timedelta(days=20)
    kept = due - dt.timedelta(days=number % 7 - 1)
    done = begins + (kept - begins.date()) if kept < clock.today() else None
    kept_on = kept if done else None
    said = {"due_on": due, "kept_on": kept_on, "solved_at": done}
    return _opinion(post, number + 2, kinds, Response.Kind.PROMISED, **said)


def _opinion(post: Post, number: int, kinds: list[Category], kind: str, **fields) -> PastOpinion:
    at = number % len(SAID)
    _code, words, answer = SAID[at]
    return PastOpinion(words=words, category=kinds[at], kind=kind, text=answer, post=post, **fields)
