"""Two themes of the month of a community: one concluded with what came of it, one whose plan is being worked off."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from yishi.cases.models import Category
from yishi.disclosure import actions
from yishi.disclosure.models import Step, Theme
from yishi.record import clock

from . import content
from .meet_yard import by
from .told import Aside, City

COMMUNITY = "linjiang"
SETS = f"{COMMUNITY}.committee"
FORMER, NOW = "楼道里充电", "一楼店铺的油烟和噪音"
"""Names of the two themes."""


def build_themes(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """Set, planned and worked off, at their times."""

    def at(days: int, act: Callable[..., None], **said: object) -> tuple[dt.datetime, Aside]:
        return now - dt.timedelta(days=days), Aside(partial(act, **said), city)

    yield at(
        48,
        _set,
        title=FORMER,
        category="charging",
        lead="hangyun.branch",
        why="上个月说得最多的是电动车进楼、飞线充电，四个小区都有，单个小区解决不了电费和车棚用地。",
    )
    yield at(
        47,
        _plan,
        title=FORMER,
        post="wangjiang.property",
        what="查清每栋缺几个充电口，列成表贴出来。",
        within=10,
    )
    yield at(
        47,
        _plan,
        title=FORMER,
        post="fire.department",
        what="逐栋查楼道里的飞线，当场拆，登记到户。",
        within=20,
    )
    yield at(40, _done, title=FORMER, step=1, outcome="四个小区共缺一百一十二个，表贴在各楼门口。")
    yield at(30, _done, title=FORMER, step=2, outcome="查了六十四个单元，拆了三十七处，两户约好搬到车棚充。")
    yield at(
        19,
        _conclude,
        title=FORMER,
        outcome="新增充电口八十个，楼道充电的反映少了一半；剩下的随车棚改造一起做。",
    )
    yield at(
        9,
        _set,
        title=NOW,
        category="noise",
        lead="urban.department",
        why="一楼改店铺的油烟、占道和夜里的声音，这个月三个小区都有人说，物业和社区管不了，要部门一起来。",
    )
    yield at(
        9,
        _plan,
        title=NOW,
        post=SETS,
        what="把沿街一楼的店铺走一遍，证照、排烟口、占道逐店记下来。",
        within=5,
    )
    yield at(
        9, _plan, title=NOW, post="market.department", what="没有证照的十五天内补齐，补不齐的停业。", within=8
    )
    yield at(8, _plan, title=NOW, post="urban.department", what="排烟口朝楼上的改道，占道的划线。", within=30)
    yield at(5, _done, title=NOW, step=1, outcome="走了四十一家，九家排烟口朝楼上，六家占道，三家没有证照。")


def _theme(title: str) -> Theme:
    return Theme.objects.get(title=title)


def _set(city: City, *, title: str, category: str, lead: str, why: str) -> None:
    actions.set_theme(
        by(city, SETS),
        city.places[content.COMMUNITIES[COMMUNITY].code],
        month=clock.today(),
        title=title,
        why=why,
        category=Category.objects.get(code=category),
        lead=city.posts[lead],
    )


def _plan(city: City, *, title: str, post: str, what: str, within: int) -> None:
    day = clock.today() + dt.timedelta(days=within)
    actions.plan_step(by(city, SETS), _theme(title), post=city.posts[post], what=what, due_on=day)


def _done(city: City, *, title: str, step: int, outcome: str) -> None:
    actions.do_step(by(city, SETS), Step.objects.get(theme__title=title, number=step), outcome=outcome)


def _conclude(city: City, *, title: str, outcome: str) -> None:
    actions.conclude_theme(by(city, SETS), _theme(title), outcome=outcome)
