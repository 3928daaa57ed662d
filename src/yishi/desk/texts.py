"""Ready texts at work: which fit a case, what their placeholders say, and what was left to be filled in by hand.

A placeholder stands in curly brackets, in Chinese or English: {编号} and {number} are the same. None of them gives a
resident's name or number, and a text that holds any other is not kept.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.cases import clocks
from yishi.cases.models import Case, Category
from yishi.network.models import Post
from yishi.record import clock

from .models import ReplyText, Use

BLANK = "____"
"""What stands where somebody has to fill in something themselves."""
MOST = 200
"""Texts read for one form; more than anybody looks through."""
HOLES = re.compile(r"\{([^{}]*)\}")
BRACKETS = str.maketrans("｛｝", "{}")
FIELDS = {Use.HAND_UP: "reason", Use.SEND_BACK: "reason"}
"""The field a text fills, where it is not `text`."""


@dataclass(frozen=True)
class Placeholder:
    """A name in both languages, and what it stands for."""

    zh: str
    en: str
    meaning: str | Promise
    value: Callable[["Facts"], str]

    @property
    def said(self) -> str:
        """As it is written in the language in force."""
        return f"{{{self.en if (translation.get_language() or '').startswith('en') else self.zh}}}"


@dataclass(frozen=True)
class Facts:
    """What placeholders are filled from."""

    number: str
    place: str
    category: str
    due: date | None
    post: Post | None

    @classmethod
    def of(cls, case: Case, post: Post | None) -> "Facts":
        """Of a case, in the language in force; a limit that does not run says nothing."""
        due = case.due_at.astimezone(clocks.ZONE).date() if case.is_open and not case.is_paused else None
        return cls(case.number, case.place.label, case.category.name, due, post)

    @classmethod
    def example(cls, category: Category | None, post: Post | None) -> "Facts":
        """Of a case that does not exist, to look at a text with."""
        place = post.place.label if post else ""
        name = category.name if category else str(_("Things piled in the stairwell"))
        return cls("10082", place, name, clock.today() + timedelta(days=3), post)


def _day(day: date | None) -> str:
    return date_format(day, "MONTH_DAY_FORMAT") if day else BLANK


PLACEHOLDERS = (
    Placeholder("编号", "number", _("the number of the case"), lambda facts: facts.number),
    Placeholder("地点", "place", _("where it is"), lambda facts: facts.place),
    Placeholder("类别", "category", _("what it is about"), lambda facts: facts.category),
    Placeholder("期限", "due", _("the day it is to be answered by"), lambda facts: _day(facts.due)),
    Placeholder("岗位", "post", _("your post"), lambda facts: facts.post.title if facts.post else BLANK),
    Placeholder(
        "电话",
        "phone",
        _("the number of your post"),
        lambda facts: (facts.post and facts.post.phone) or BLANK,
    ),
    Placeholder("今天", "today", _("today's date"), lambda _facts: _day(clock.today())),
    Placeholder(
        "明天", "tomorrow", _("tomorrow's date"), lambda _facts: _day(clock.today() + timedelta(days=1))
    ),
    Placeholder("日期", "day", _("a day; you fill it in"), lambda _facts: BLANK),
    Placeholder("下一步", "next", _("what comes next; you fill it in"), lambda _facts: BLANK),
    Placeholder("原因", "reason", _("the reason; you fill it in"), lambda _facts: BLANK),
    Placeholder("做了什么", "done", _("what was done; you fill it in"), lambda _facts: BLANK),
)
_KNOWN = {name: each for each in PLACEHOLDERS for name in (each.zh, each.en)}


def tidy(text: str) -> str:
    """With the brackets of a Chinese keyboard as plain ones."""
    return text.translate(BRACKETS)


def unknown(text: str) -> list[str]:
    """The placeholders nobody knows, as they are written; a bracket that stands alone is one of them."""
    wrong = [f"{{{name}}}" for name in HOLES.findall(text) if name.strip().lower() not in _KNOWN]
    lonely = [char for char in HOLES.sub("", text) if char in "{}"]
    return [*dict.fromkeys(wrong), *dict.fromkeys(lonely)]


def filled(text: str, facts: Facts) -> str:
    """The text with what its placeholders stand for."""
    return HOLES.sub(lambda hole: _KNOWN[hole[1].strip().lower()].value(facts), text)


def for_case(text: ReplyText, case: Case, post: Post | None) -> str:
    """The text as it would be written for a case: in the language of whoever reported it."""
    with translation.override(case.language):
        return filled(text.text, Facts.of(case, post))


def use_of(action: str, kind: str) -> str:
    """What a text must be for to help with this form; empty where texts have no place."""
    use = (kind or Use.SOLVED) if action == "answer" else action
    return use if use in Use.values else ""


def field_of(use: str) -> str:
    """The name of the form's field that a text fills."""
    return FIELDS.get(Use(use), "text")


def fitting(actor: Any, case: Case, use: str) -> list[ReplyText]:
    """The texts for this case and use: of its very kind first, then of the heading, then for all kinds."""
    rows = ReplyText.objects.fitting(actor, case.place_path, case.category).select_related("category")
    month = clock.today().month
    found = [text for text in rows[:MOST] if text.serves(use) and text.in_season(month)]
    rank = {case.category_id: 0, case.category.parent_id: 1}
    return sorted(found, key=lambda text: (rank.get(text.category_id, 2), text.is_shared, not text.uses))


def chosen(request: HttpRequest, case: Case, action: str) -> dict[str, str]:
    """What the form begins with where the address names a text (`?text=ID`); one that does not fit names nothing."""
    asked = request.GET.get("text", "")
    use = use_of(action, request.GET.get("kind", ""))
    if not (use and asked.isdecimal() and len(asked) < 19):
        return {}
    actor = request.actor  # type: ignore[attr-defined]
    found = next((text for text in fitting(actor, case, use) if text.pk == int(asked)), None)
    if found is None:
        return {}
    begun = {field_of(use): for_case(found, case, actor.post)}
    return {**begun, "phrase": "own"} if use == Use.SOLVED else begun


def chooser(request: HttpRequest, case: Case, action: str) -> dict[str, Any]:
    """The texts that fit a form, each with the address that fills it in."""
    use = use_of(action, request.GET.get("kind", ""))
    actor = request.actor  # type: ignore[attr-defined]
    if not use or actor.post is None:
        return {}
    kept = request.GET.copy()
    rows = []
    for text in fitting(actor, case, use):
        kept["text"] = str(text.pk)
        rows.append({"text": text, "words": for_case(text, case, actor.post), "url": f"?{kept.urlencode()}"})
    return {
        "texts": {"rows": rows, "field": field_of(use), "chosen": request.GET.get("text", ""), "blank": BLANK}
    }


def has_blanks(form: Any) -> bool:
    """Whether something valid that was written still holds a place to be filled in."""
    return any(isinstance(said, str) and BLANK in said for said in form.cleaned_data.values())
