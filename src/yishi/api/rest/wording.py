"""What a shape says of a value that does not fit, in words of ours and in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

BODY = "body"


def by_field(found: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """A sentence for each fault, by the name of the field or parameter (`answers.3`, `photos.0`)."""
    told: dict[str, list[str]] = {}
    for fault in found:
        sentences = told.setdefault(_name(fault["loc"]), [])
        if (sentence := _sentence(fault)) not in sentences:
            sentences.append(sentence)
    return told


def _name(where: Iterable[Any]) -> str:
    """The way to the field, without where parameters are and how the view calls its body."""
    parts = [str(each)[:100] for each in where]
    if parts and parts[0] in ("query", "path", "header"):
        parts = (
            parts[1:2] if len(parts) == 2 else parts[2:3]
        )  # of a list, behind the name of the view's argument
    elif parts and parts[0] == BODY:
        parts = parts[2:]
    return ".".join(parts) or BODY


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _facts: _("This is missing."),
    "extra_forbidden": lambda _facts: _("There is no such field here."),
    "string_type": lambda _facts: _("This must be a text."),
    "string_too_long": lambda facts: (
        _("This is longer than %(most)s characters.") % {"most": facts.get("max_length")}
    ),
    "string_too_short": lambda facts: (
        _("This is shorter than %(least)s characters.") % {"least": facts.get("min_length")}
    ),
    "int_parsing": lambda _facts: _("This must be a whole number."),
    "int_type": lambda _facts: _("This must be a whole number."),
    "int_from_float": lambda _facts: _("This must be a whole number."),
    "greater_than_equal": lambda facts: _("This is less than %(least)s.") % {"least": facts.get("ge")},
    "less_than_equal": lambda facts: _("This is more than %(most)s.") % {"most": facts.get("le")},
    "bool_parsing": lambda _facts: _("This must be true or false."),
    "bool_type": lambda _facts: _("This must be true or false."),
    "list_type": lambda _facts: _("This must be a list."),
    "dict_type": lambda _facts: _("This must be an object."),
    "model_attributes_type": lambda _facts: _("This must be an object."),
    "model_type": lambda _facts: _("This must be an object."),
    "too_long": lambda facts: _("This holds more than %(most)s.") % {"most": facts.get("max_length")},
    "enum": lambda facts: _("This is one of: %(choices)s.") % {"choices": facts.get("expected")},
    "literal_error": lambda facts: _("This is one of: %(choices)s.") % {"choices": facts.get("expected")},
    "timezone_aware": lambda _facts: _("Please say the time zone as well, such as +08:00."),
}
_TIMES = ("date", "datetime", "time")


def _sentence(fault: Mapping[str, Any]) -> str:
    kind = str(fault.get("type", ""))
    if said := _SENTENCES.get(kind):
        return said(fault.get("ctx") or {})
    if kind.split("_")[0] in _TIMES:
        return _("This is no day or time such as %(example)s.") % {"example": "2026-11-23T08:30:00+08:00"}
    return _("This cannot be meant.")
