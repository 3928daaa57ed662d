"""The shapes in which the demo city is written down: frozen dataclasses and pure functions, no database. Every
person, organisation below the street and every matter described with them is invented."""

import datetime as dt
import re
import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One place of the tree, from province down to unit. `code` is the official one down to the street."""

    code: str
    parent: str
    level: str  # province, city, district, street, community, estate, building, unit
    zh: str
    en: str


@dataclass(frozen=True)
class Organisation:
    """One body that can hold a matter or a part of it, at the place it answers for (or works in)."""

    key: str
    kind: str  # committee, council, branch, stewards, property, department, hotline, operator
    place: str
    zh: str
    en: str


@dataclass(frozen=True)
class Person:
    """One invented person with an invented telephone number; `key` also serves as the sign-in name."""

    key: str
    zh: str
    en: str
    phone: str
    home: str = ""  # code of the building or unit, for residents
    elder: bool = False  # reads the pages in large type


@dataclass(frozen=True)
class Post:
    """One desk: a role of an organisation over a place, and the people who share it. `key` is `<scope>.<role>`."""

    key: str
    role: str  # steward, on_duty, branch, committee, council, hotline, property, department, operator
    place: str
    organisation: str
    holders: tuple[str, ...]


@dataclass(frozen=True)
class Who:
    """Somebody acting in a storyline: the person, and the post they act for."""

    person: str
    post: str


@dataclass(frozen=True)
class Step:
    """One step of a storyline. Which fields count depends on `does`; `words` is always what was said or written.

    take; call; note (internal); promise (in_days); return (to = proposed receiver); rule (to = who must do it);
    hand_up; ask (to = who is called in, lead); part (the answer of the one called in); answer (kind, and with it:
    solved: words, photo; partly: remains, in_days; explained: basis; impossible: ground, door);
    decline (kind outside or procedure, ground, door); feedback (contacted, solved, level); withdraw;
    those of a story under pressure are told in `pressing`.
    """

    does: str
    who: str
    after: str
    words: str = ""
    to: str = ""
    kind: str = ""
    photo: str = ""  # "", "before" or "after": draw the matter's picture
    internal: bool = False
    lead: bool = False
    in_days: int = 0
    count: int = 0  # households, or hours
    remains: str = ""
    basis: str = ""
    ground: str = ""
    door: str = ""
    contacted: bool = True
    solved: bool = True
    level: str = ""  # satisfied, mostly, unsatisfied


ENDS = {
    "new": "nobody has touched it yet",
    "parked": "parked until circumstances change",
    "taken": "somebody is on it",
    "promised": "a day is promised and has not come yet",
    "overdue": "the promised day has passed",
    "handed_up": "open on a higher rung",
    "returned": "returned once, with a proposed receiver",
    "waiting": "answered; the resident has not spoken yet",
    "closed": "the resident said it is solved",
    "lapsed": "answered; the resident stayed silent until it lapsed",
    "reopened": "the resident said it is not solved; open on the next rung",
    "declined": "not handled here; the right door was named",
    "ruling": "returned twice; the community committee must say whose it is",
    "withdrawn": "the resident no longer asks for it",
    "merged": "put together with another that says the same",
}


@dataclass(frozen=True)
class Matter:
    """What one resident said, where and how, and everything that happened to it since."""

    key: str
    category: str
    place: str  # "estate", "estate/3" or "estate/3/2": estate key, building, unit
    channel: str  # web, qr, phone, visit, door
    ago: str  # "25m", "3h", or "12d@09:10": twelve days before today at ten past nine
    words: str
    ends: str  # see ENDS
    by: str = ""  # key of a resident; "" for somebody who left no name
    caller: str = ""  # what a caller without an account gave as a name
    written_by: str = ""  # who wrote it down, for phone, visit and door
    visibility: str = "public"  # public, hotline, anonymous
    about: str = ""  # who is complained about: "", property, steward, branch, committee
    answers: tuple[tuple[str, str], ...] = ()  # question key, answer
    picture: str = ""  # kind of picture, see pictures.KINDS
    steps: tuple[Step, ...] = ()

    @property
    def estate(self) -> str:
        return self.place.split("/")[0]

    @property
    def attached(self) -> bool:
        """Whether the resident sent the picture along (before anything was done)."""
        return bool(self.picture) and self.channel in ("web", "qr")

    @property
    def seed(self) -> int:
        """The same number before and after, so that both pictures show one place."""
        return zlib.crc32(self.key.encode())

    @property
    def title(self) -> str:
        """The first sentence, as the pages derive it."""
        return re.split(r"[。！？!?\n；;]", self.words.strip(), maxsplit=1)[0]


_SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:@(\d\d):(\d\d))?")


def _span(text: str) -> tuple[dt.timedelta, dt.time | None]:
    found = _SPAN.fullmatch(text)
    if not text or not found:
        raise ValueError(f"not a span of time: {text!r}")
    days, hours, minutes, at_hour, at_minute = (int(part) if part else 0 for part in found.groups())
    span = dt.timedelta(days=days, hours=hours, minutes=minutes)
    return span, dt.time(at_hour, at_minute) if found.group(4) else None


def later(moment: dt.datetime, after: str) -> dt.datetime:
    """`40m`, `3h`, `2d` later, or `2d@09:30`: half past nine, two days on (`0d@…` is the same day)."""
    span, at = _span(after)
    moment = moment + span
    return moment.replace(hour=at.hour, minute=at.minute) if at else moment


def told_at(matter: Matter, now: dt.datetime) -> dt.datetime:
    """When the matter was said, seen from `now` (local time)."""
    span, at = _span(matter.ago)
    moment = now - span
    return moment.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0) if at else moment


def timeline(matter: Matter, now: dt.datetime) -> list[tuple[dt.datetime, Step]]:
    """Every step with its moment; nothing that would lie in the future."""
    moment, dated = told_at(matter, now), []
    for step in matter.steps:
        moment = later(moment, step.after)
        if moment > now:
            break
        dated.append((moment, step))
    return dated
