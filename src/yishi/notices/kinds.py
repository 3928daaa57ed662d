"""Kinds of messages: worded once, in both languages, with places for facts.

A fact is a number, a code, a day, a moment, or a label of the house (a place, a post, a state); never a resident's
words or name, for a text message travels in the open and shows on a locked screen. So `stored` takes a label only as a
lazy string, which is kept in every language, and refuses a plain string that is more than a code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean

LONGEST_LABEL = 240
_CODE = re.compile(r"[0-9A-Za-z_.:/-]{0,64}")
_PLACES = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Kind:
    """One kind of message. `title` is a line of the inbox and the subject of a mail, `body` a sentence or two that
    stand alone in a text message; both are msgids with `%(name)s` for facts. What is `urgent` also rings the
    telephones of those who hold the post it is for, and does not wait for the morning. `topic` is what a person may
    switch off outside their inbox (`TOPICS`); without one it is decided by whose inbox it lies in."""

    code: str
    title: str | Promise
    body: str | Promise
    urgent: bool = False
    topic: str = ""

    @cached_property
    def places(self) -> frozenset[str]:
        """Names of the facts the wording asks for."""
        with translation.override(None):
            return frozenset(_PLACES.findall(f"{self.title} {self.body}"))

    def title_with(self, facts: Mapping[str, Any]) -> str:
        """The title in the present language."""
        return _filled(self.title, facts)

    def body_with(self, facts: Mapping[str, Any]) -> str:
        """The body in the present language."""
        return _filled(self.body, facts)


MATTERS, DESK, NEIGHBOURHOOD = "matters", "desk", "neighbourhood"
TOPICS = {
    MATTERS: _("My own matters and those I have joined"),
    DESK: _("What lies on the desks of my posts"),
    NEIGHBOURHOOD: _("News of the neighbourhood: meetings, votes, notices"),
}
"""What a message can be about, for whoever switches something off; the inbox gets all of it."""

KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known. Raises ValueError where a code is taken by another wording."""
    for kind in kinds:
        if kind.topic and kind.topic not in TOPICS:
            raise ValueError(f"{kind.code} has an unknown topic")
        if KINDS.setdefault(kind.code, kind) != kind:
            raise ValueError(f"two kinds of message are called {kind.code}")


def stored(kind: Kind, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as JSON holds them. Raises ValueError for one that is missing, not asked for, or no fact."""
    if set(facts) != kind.places:
        raise ValueError(f"{kind.code} asks for {sorted(kind.places)} and was given {sorted(facts)}")
    return {name: _as_json(name, value) for name, value in facts.items()}


def _as_json(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, int):
        return value
    if isinstance(value, Promise):
        return {"words": {code: _said_in(code, value) for code, _label in settings.LANGUAGES}}
    if isinstance(value, str) and _CODE.fullmatch(value):
        return value
    raise ValueError(f"{name} is not a fact: a number, a code, a day, a moment, or a lazy label")


def _said_in(language: str, words: Promise) -> str:
    with translation.override(language):
        return " ".join(clean(str(words)).split())[:LONGEST_LABEL]


def read_facts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Stored facts as a reader of the present language reads them."""
    return {name: str(_read(value)) for name, value in facts.items()}


class _Facts(dict):
    """Facts as they are read. One that is missing (a wording that grew since) leaves its place empty."""

    def __missing__(self, _name: str) -> str:
        return ""


def _filled(words: str | Promise, facts: Mapping[str, Any]) -> str:
    return str(words) % _Facts({name: _read(value) for name, value in facts.items()})


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "at" in value:
        return date_format(timezone.localtime(datetime.fromisoformat(value["at"])), "DATETIME_FORMAT")
    if "on" in value:
        return date_format(date.fromisoformat(value["on"]), "DATE_FORMAT")
    said = value["words"]
    return said.get(translation.get_language()) or next(iter(said.values()))
