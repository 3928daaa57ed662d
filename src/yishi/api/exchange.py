"""Speaking with an outer system that understands Open311: what it has, what it is told, and how it fails."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils.dateparse import parse_datetime

from yishi.insight.words import clean
from yishi.notices.channels import Unreachable, web

from .models import Partner
from .outer import outside_alone

LARGEST = 2 * 1024 * 1024
"""Bytes of a list that are read."""
AT_ONCE = 20
"""Requests asked for by their numbers in one question."""
LONGEST_WORDS = 2000
CODES = range(200, 300)


class Silent(Exception):
    """It did not answer, or not sensibly. What is said names the sort of failure, no address and no key."""


@dataclass(frozen=True)
class Theirs:
    """A request as it stands there."""

    number: str
    closed: bool
    code: str
    words: str
    notes: str
    address: str
    address_id: str
    at: datetime | None

    @property
    def seen(self) -> str:
        """What tells whether anything is otherwise than when it was last asked."""
        return hashlib.sha256(json.dumps([self.closed, self.notes]).encode()).hexdigest()


def hand_over(
    partner: Partner, *, key: str, code: str, words: str, address: str, address_id: str, our: str
) -> str:
    """Hand a matter over. `key` names the sending, so that sent twice it happens once where that is understood. Gives
    its number there. Raises Silent."""
    said = {
        "service_code": code,
        "description": words[:LONGEST_WORDS],
        "address_string": address,
        "address_id": address_id,
        "account_id": our,
    }
    found = _sent(partner, "requests.json", said, {"Idempotency-Key": key})
    if not (number := _text(found[0].get("service_request_id"), 80)):
        raise Silent("no number was given")
    return number


def tell(partner: Partner, *, number: str, update: str, closed: bool, words: str, at: str) -> None:
    """Tell what happened here to a matter that came from there. Raises Silent."""
    said = {
        "service_request_id": number,
        "update_id": update,
        "status": "closed" if closed else "open",
        "description": words[:LONGEST_WORDS],
        "updated_datetime": at,
    }
    _sent(partner, "servicerequestupdates.json", said, {"Idempotency-Key": f"update-{update}"})


def by_numbers(partner: Partner, numbers: Iterable[str]) -> list[Theirs]:
    """How these requests stand there. Raises Silent."""
    return _listed(partner, {"service_request_id": ",".join(numbers)})


def since(partner: Partner, begin: datetime, end: datetime) -> list[Theirs]:
    """What was said there in this time. Raises Silent."""
    times = {
        name: at.isoformat(timespec="seconds") for name, at in (("start_date", begin), ("end_date", end))
    }
    return _listed(partner, {**times, "page_size": "200"})


def _listed(partner: Partner, query: dict[str, str]) -> list[Theirs]:
    headers = {"Accept": "application/json"}
    try:
        answer = web.get(
            _address(partner, "requests.json"),
            params=_with(partner, query),
            headers=headers,
            largest=LARGEST,
            outside=outside_alone(),
        )
    except Unreachable as away:
        raise Silent(str(away)) from None
    return [each for row in _rows(answer) if (each := _theirs(row))]


def _sent(partner: Partner, file: str, said: dict[str, str], headers: dict[str, str]) -> list[dict[str, Any]]:
    try:
        answer = web.post(
            _address(partner, file),
            data={**_with(partner, said), "api_key": partner.token},
            headers=headers,
            outside=outside_alone(),
        )
    except Unreachable as away:
        raise Silent(str(away)) from None
    if not (found := _rows(answer)):
        raise Silent("the answer is empty")
    return found


def _address(partner: Partner, file: str) -> str:
    return f"{partner.address.rstrip('/')}/{quote(file)}"


def _with(partner: Partner, said: dict[str, str]) -> dict[str, str]:
    chosen = {"jurisdiction_id": partner.jurisdiction} if partner.jurisdiction else {}
    return {**chosen, **{name: value for name, value in said.items() if value}}


def _rows(answer: web.Answer) -> list[dict[str, Any]]:
    if answer.status not in CODES:
        raise Silent(f"HTTP {answer.status}")
    try:
        found = json.loads(answer.body)
    except ValueError:
        raise Silent("the answer cannot be read") from None
    if not isinstance(found, list):
        raise Silent("the answer is no list")
    return [row for row in found if isinstance(row, dict)]


def _theirs(row: dict[str, Any]) -> Theirs | None:
    """A row of its list, read with suspicion; None where it names nothing."""
    number = _text(row.get("service_request_id"), 80)
    if not number:
        return None
    said = {name: _text(row.get(name), LONGEST_WORDS) for name in ("description", "status_notes", "address")}
    try:
        at = parse_datetime(_text(row.get("requested_datetime"), 40))
    except ValueError:
        at = None
    return Theirs(
        number=number,
        closed=_text(row.get("status"), 10).lower() == "closed",
        code=_text(row.get("service_code"), 60),
        words=said["description"],
        notes=said["status_notes"],
        address=said["address"],
        address_id=_text(row.get("address_id"), 40),
        at=at,
    )


def _text(value: Any, most: int) -> str:
    """A text or a number of JSON as text; anything else says nothing."""
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return clean(str(value))[:most] if plain else ""
