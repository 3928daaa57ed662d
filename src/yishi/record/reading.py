"""Reads the record aloud: entries as sentences in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .events import Event
from .models import Entry

NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True)
class Told:
    """One entry, told. `actor` is a name where the caller knows one for the reference, else the reference."""

    entry: Entry
    at: datetime
    sentence: str
    actor: str


def story(about: str | Iterable[Entry], names: Mapping[str, str] = NO_NAMES) -> list[Told]:
    """What happened to a subject (`case:17`), oldest first, or the given entries in their order.

    `names` puts names for references (`post:3`); whether the reader may see them is for the caller to know.
    """
    entries = Entry.objects.about(about) if isinstance(about, str) else about
    return [Told(e, e.at, sentence(e, names), names.get(e.actor, e.actor)) for e in entries]


def sentence(entry: Entry, names: Mapping[str, str] = NO_NAMES) -> str:
    """The entry's sentence in the language now active; a neutral one for a kind this version does not know."""
    try:
        event = entry.event
        return str(event.sentence) % _words(event, names)
    except (KeyError, TypeError, ValueError, AttributeError):
        # An old record must stay readable, whatever became of the class that wrote it.
        return _("Something was recorded (%(kind)s).") % {"kind": entry.kind}


def _words(event: Event, names: Mapping[str, str]) -> dict[str, Any]:
    plain = {name: _worded(value, names) for name, value in vars(event).items()}
    return {**plain, **event.labels()}


def _worded(value: Any, names: Mapping[str, str]) -> Any:
    match value:
        case None:
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case str():
            return names.get(value, value)
    return value
