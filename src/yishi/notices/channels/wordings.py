"""Approved wordings of text messages. Carriers in mainland China send no free text: each wording is submitted to them
once, is approved, and has a number; a message names the number and fills the places.

The file that the setting YISHI_SMS_WORDINGS names says which of our messages goes by which approved wording, and which
of its facts fill the places, in their order:

    {"code": {"id": "SMS_1", "places": ["code"]},
     "cases.answered": {"id": "SMS_2", "places": ["number", "day"]},
     "digest": {"id": "SMS_3", "places": ["count"]},
     "default": {"id": "SMS_4", "places": ["title"]}}

`code` is for sign-in codes, `digest` for several messages in one (places: count, titles, link), `default` for every
kind without its own (places: title, text, link; a kind's own also: its facts).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .failures import Misconfigured

CODE, DIGEST, DEFAULT = "code", "digest", "default"


@dataclass(frozen=True)
class Wording:
    """Which of our messages it is, and what could fill the places of an approved wording."""

    name: str
    facts: Mapping[str, str] = field(default_factory=dict)


def approved(wording: Wording | None) -> tuple[str, dict[str, str]]:
    """The approved wording's number and what fills its places, in order. Raises `Misconfigured` where there is none."""
    known = _known(str(getattr(settings, "YISHI_SMS_WORDINGS", "")))
    name = wording.name if wording else DEFAULT
    found = known.get(name) or (known.get(DEFAULT) if name != CODE else None)
    if not found or not wording:
        raise Misconfigured(f"no approved wording is set for {name}")
    return found["id"], {place: str(wording.facts.get(place, "")) for place in found["places"]}


def _known(path: str) -> dict[str, dict]:
    try:
        return _read(path, Path(path).stat().st_mtime_ns)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise Misconfigured("the file of approved wordings (YISHI_SMS_WORDINGS) cannot be read") from None


@lru_cache(maxsize=2)
def _read(path: str, _changed_at: int) -> dict[str, dict]:
    said = json.loads(Path(path).read_text())
    return {name: {"id": str(one["id"]), "places": list(one["places"])} for name, one in said.items()}
