"""What the largest estate of the demo city talked over before its courtyard meeting: earlier renovations of the same
matters, each with how it ended, so that the page of the meeting can tell it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from yishi.deliberation import actions
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.models import Item, Kind, Session

from . import content
from .meet_yard import CHAIR, CLERK, ESTATE, HELD_BEFORE, HOUR, LASTS, by, post_on_board
from .told import Aside, City

CALLED_BEFORE = 9


@dataclass(frozen=True)
class Renovation:
    """One earlier session: so many days before the courtyard meeting, how many came, of each matter how it ended."""

    before: int
    theme_zh: str
    theme_en: str
    came: int
    matters: tuple[tuple[str, str], ...]


RENOVATIONS = (
    Renovation(
        118,
        "第一轮整治：车位和楼道",
        "First renovation: parking and stairwells",
        23,
        (
            ("消防通道上停了两排车，晚上没有车位", "画了黄线，装了六根桩。两个月后桩被拔走，车又停回来。"),
            ("楼道里的旧柜子堆满了", "清走十一车。没有定谁来管，过几个月又堆上。"),
        ),
    ),
    Renovation(
        64,
        "第二轮整治：物业和楼道",
        "Second renovation: management and stairwells",
        31,
        (
            ("物业的前台打电话没人接", "物业换了一个前台，只管了三个星期。"),
            ("楼道里的旧柜子又堆满了，再清一次", "又清了一遍，贴了告示；没有排定检查的日子。"),
        ),
    ),
)
"""The oldest first; the courtyard meeting is what they did not settle."""


def build_before(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """Each from its call to its minutes, each step at its time."""
    meeting = now.replace(hour=HOUR.hour, minute=0, second=0, microsecond=0) - dt.timedelta(days=HELD_BEFORE)
    for said in RENOVATIONS:
        begins = meeting - dt.timedelta(days=said.before)
        steps = (
            (begins - dt.timedelta(days=CALLED_BEFORE), partial(_call, said=said, begins=begins)),
            (begins, partial(_hold, said=said)),
            (begins + LASTS, partial(_end, said=said)),
            (begins + dt.timedelta(days=1), partial(_draft, said=said)),
            (begins + dt.timedelta(days=5), partial(_seal, said=said)),
            (begins + dt.timedelta(days=6), partial(_post, said=said)),
        )
        for at, act in steps:
            yield at, Aside(act, city)


def _call(city: City, said: Renovation, begins: dt.datetime) -> None:
    chair = by(city, CHAIR)
    session = actions.call_session(
        chair,
        city.places[content.ESTATES[ESTATE].code],
        kind=Kind.OPEN_DAY,
        starts_at=begins,
        ends_at=begins + LASTS,
        host=city.organisations[CHAIR],
        spot_zh="活动室",
        spot_en="the common room",
        chair=city.posts[CHAIR],
        clerk=city.posts[CLERK],
        theme_zh=said.theme_zh,
        theme_en=said.theme_en,
    )
    for title, _ended in said.matters:
        actions.add_item(chair, session, title=title, minutes=30)
    actions.announce(chair, session)


def _of(said: Renovation) -> Session:
    return Session.objects.get(theme_zh=said.theme_zh)


def _hold(city: City, said: Renovation) -> None:
    """It is talked over, and the clerk writes down what became of it."""
    clerk, session = by(city, CLERK), _of(said)
    actions.begin(clerk, session)
    actions.write_down_attendance(clerk, session, people=[Came(count=said.came)], line=f"before-{session.pk}")
    items = {item.title: item for item in Item.objects.filter(session=session)}
    for title, ended in said.matters:
        actions.note_item(clerk, items[title], came=Item.Came.HEARD, summary=ended)


def _end(city: City, said: Renovation) -> None:
    actions.end(by(city, CHAIR), _of(said))


def _draft(city: City, said: Renovation) -> None:
    actions.draft_minutes(by(city, CHAIR), _of(said))


def _seal(city: City, said: Renovation) -> None:
    actions.seal_minutes(by(city, CHAIR), _of(said))


def _post(city: City, said: Renovation) -> None:
    post_on_board(city, told=[_of(said)])
