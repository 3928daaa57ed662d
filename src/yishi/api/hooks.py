"""What webhooks are told, and how it is signed.

A call says what happened to which matter or session and where to read it: its number, its state, its kind, its place.
It holds no words and no names; whoever wants those reads them with the key, under its rules. Calls are signed as
Standard Webhooks says: the name, the seconds and the body, with a dot between, by HMAC-SHA256 under the secret.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from yishi.cases.models.case import number_of
from yishi.deliberation.models import Session
from yishi.record import clock
from yishi.record.models import Entry

from .keys import actor_of, cases
from .models import Call, Hook, News

SECRET_BYTES = 32
MARK = "whsec_"
"""What a secret begins with."""

_CASES = {
    News.RAISED: "Reported",
    News.MOVED: "Taken Promised HandedUp SentBack Ruled Escalated Parked Unparked Reopened Merged Split",
    News.ANSWERED: "Answered",
    News.ENDED: "Confirmed Contested Lapsed Declined Withdrawn Settled",
}
_SESSIONS = {
    News.CALLED: "Announced Moved Skipped",
    News.HELD: "Begun Ended",
    News.MINUTES: "MinutesSealed MinutesPosted",
}
NEWS_OF = {
    **{f"cases.{name}": news for news, names in _CASES.items() for name in names.split()},
    **{f"deliberation.{name}": news for news, names in _SESSIONS.items() for name in names.split()},
}
"""Kinds of entries that are news, and of which sort."""


def new_secret() -> str:
    """What a hook's calls are signed with."""
    return MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, name: str, seconds: int, body: str) -> str:
    """What stands in `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = hmac.new(key, f"{name}.{seconds}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def headers(hook: Hook, call: Call, body: str) -> dict[str, str]:
    """What goes with a body, so that whoever gets it knows that it is ours, new, and meant for them."""
    seconds = int(clock.real_now().timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Yishi-Webhook",
        "webhook-id": call.name,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(hook.secret, call.name, seconds, body),
    }


def bodies(hook: Hook, entries: Iterable[Entry]) -> dict[int, str]:
    """Number of an entry → what the hook is told of it. Of what its key may not read there is nothing. Two statements,
    however many there are."""
    found = list(entries)
    matters = _matters(hook, found)
    sessions = _sessions(hook, found)
    told: dict[int, str] = {}
    for entry in found:
        about = {**matters, **sessions}.get(entry.subject)
        if about is not None and entry.kind in NEWS_OF:
            news = NEWS_OF[entry.kind]
            sort = "matter" if entry.kind.startswith("cases.") else "session"
            what = {"entry": entry.pk, "event": entry.kind, **about}
            told[entry.pk] = _json(f"{sort}.{news}", entry.at.isoformat(timespec="seconds"), what)
    return told


def trial() -> str:
    """What a try says."""
    return _json("try", clock.now().isoformat(timespec="seconds"), {})


def _json(kind: str, at: str, data: Mapping[str, Any]) -> str:
    return json.dumps(
        {"type": kind, "timestamp": at, "data": data}, ensure_ascii=False, separators=(",", ":")
    )


def _numbers(entries: Iterable[Entry], sort: str) -> list[int]:
    return [int(each.subject.partition(":")[2]) for each in entries if each.subject.startswith(f"{sort}:")]


def _matters(hook: Hook, entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    rows = cases(hook.key).filter(pk__in=_numbers(entries, "case")).select_related("place", "category")
    return {
        f"case:{case.pk}": {
            "number": number_of(case.pk),
            "state": case.state,
            "kind": case.category.code,
            "place": case.place.code,
            "url": _address(reverse("cases:case", args=[number_of(case.pk)])),
            "api": _address(f"/api/v1/cases/{number_of(case.pk)}"),
        }
        for case in rows
    }


def _sessions(hook: Hook, entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    rows = (
        Session.objects.visible_to(actor_of(hook.key))
        .filter(pk__in=_numbers(entries, "session"))
        .select_related("place")
    )
    return {
        each.ref: {
            "number": str(each.pk),
            "state": each.state,
            "kind": each.kind,
            "place": each.place.code,
            "starts_at": each.starts_at.isoformat(timespec="seconds"),
            "url": _address(reverse("meet:session", args=[each.pk])),
        }
        for each in rows
    }


def _address(path: str) -> str:
    return f"{settings.YISHI_ADDRESS}{path}"
