"""Setting up a house: the categories everybody starts with, and a ladder whose times have a source."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yishi.network.models import Place
from yishi.network.powers import Power, Role, roles_with

from . import limiting, taxonomy
from .actions import set_category, set_ladder
from .models import Category, Ladder, Urgency

FALLBACK = "other.matter"
"""The category of what nobody has sorted."""

LAPSE_DAYS = 14
LADDERS = Path(__file__).parent / "ladders"
USUAL = "beijing"
BOARD_RUNGS = ((Role.COMMITTEE, 24, 360),)
BOARD_SOURCE = (
    "参照北京市12345热线服务与管理规范（2021年12月征求意见稿）：复杂诉求15日答复；等居民14日为本站设定"
)


DAYS = ("lapse_days", "part_days", "nudge_days", "park_days", "watch_days")
"""What a ladder says in days."""
ASKED = ("kind", "text_zh", "text_en", "choices_zh", "choices_en")


@dataclass(frozen=True)
class Entered:
    """What entering the taxonomy changed."""

    entered: int
    unchanged: int


def enter_taxonomy(actor: Any) -> Entered:
    """Every category of the estate taxonomy is there as worded in `taxonomy`; what is there stays untouched, and
    so do the skills a house has set for it."""
    there = {c.code: c for c in Category.objects.select_related("parent").prefetch_related("questions")}
    entered = 0
    for position, said in enumerate(taxonomy.CATEGORIES):
        parent = there.get(said.parent)
        fields, questions = _fields(said, position), [_question(q) for q in said.questions]
        if present := there.get(said.code):
            fields["skills"] = present.skills
        if not _is_as(there.get(said.code), parent, fields, questions):
            there[said.code] = set_category(actor, parent, code=said.code, questions=questions, **fields)
            entered += 1
    return Entered(entered, len(taxonomy.CATEGORIES) - entered)


def enter_ladder(actor: Any, place: Place) -> Ladder:
    """The place has the usual four rungs, with the usual limits."""
    return enter_ladder_from(actor, preset(USUAL), place.code)


def presets() -> list[str]:
    """The ladders that come with the house, by name."""
    return sorted(path.stem for path in LADDERS.glob("*.json"))


def preset(name: str) -> str:
    """The JSON of a ladder that comes with the house."""
    return (LADDERS / f"{name}.json").read_text(encoding="utf-8")


class Unreadable(ValueError):
    """A file that says no ladder; the message is for whoever wrote it."""


def enter_ladder_from(actor: Any, text: str, place_code: str = "") -> Ladder:
    """The place named in a JSON text, or by `place_code`, has the ladder described there. Raises Unreadable with what
    is wrong."""
    try:
        said = json.loads(text)
        place, source = place_code or str(said["place"]), str(said["source"])
        rungs = [(str(r["role"]), int(r["take_hours"]), int(r["answer_hours"])) for r in said["rungs"]]
        days = {name: int(said[name]) for name in DAYS if name in said}
        time = limiting.time_of(said)
        limits = limiting.limits_of(said, len(rungs))
    except limiting.Unclear as error:
        raise Unreadable(str(error)) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable(f"this is no ladder: {error!r}") from error
    able = roles_with(Power.HANDLE)
    if wrong := [role for role, _take, _answer in rungs if role not in able]:
        raise Unreadable(f"“{wrong[0]}” handles no cases; the roles are {', '.join(able)}")
    if (
        not rungs
        or min(hours for rung in rungs for hours in rung[1:]) < 1
        or min(days.values(), default=1) < 1
    ):
        raise Unreadable("a ladder has at least one rung, and every time is at least 1")
    found = Place.objects.filter(code=place).first()
    if found is None:
        raise Unreadable(f"there is no place with the code {place}")
    return set_ladder(actor, found, rungs=rungs, source=source, limits=limits, **days, **time)


def _fields(said: taxonomy.Category, position: int) -> dict[str, Any]:
    stop = said.stop
    return {
        "position": position,
        "name_zh": said.zh,
        "name_en": said.en,
        "notice_zh": said.notice_zh,
        "notice_en": said.notice_en,
        "stop_zh": stop.zh if stop else "",
        "stop_en": stop.en if stop else "",
        "stop_number": stop.ring[0] if stop else "",
        "role_hint": said.receiver if said.parent else "",
        "urgency": _urgency(said),
        "skills": taxonomy.SKILLS.get(said.code, ""),
    }


def _urgency(said: taxonomy.Category) -> str:
    if said.code in taxonomy.EMERGENCIES:
        return Urgency.EMERGENCY
    if said.code in taxonomy.UTILITIES:
        return Urgency.UTILITIES
    return Urgency.COMPLEX if said.days >= taxonomy.COMPLEX_FROM else Urgency.GENERAL


def _question(said: taxonomy.Question) -> dict[str, str]:
    choices_zh = "\n".join(zh for _code, zh, _en in said.choices)
    choices_en = "\n".join(en for _code, _zh, en in said.choices)
    return dict(zip(ASKED, (said.kind, said.zh, said.en, choices_zh, choices_en), strict=True))


def _is_as(
    category: Category | None,
    parent: Category | None,
    fields: dict[str, Any],
    questions: list[dict[str, str]],
) -> bool:
    """Whether the category is there and worded like this."""
    if category is None or category.parent != parent:
        return False
    asked = [{name: getattr(q, name) for name in ASKED} for q in category.questions.all()]
    return asked == questions and all(getattr(category, name) == value for name, value in fields.items())
