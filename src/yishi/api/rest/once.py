"""Sent twice, done once: what is answered to a POST with an `Idempotency-Key` is written in the transaction of what was
done, so that a machine that was cut off asks again and is told the same.

Only what was done is kept: a refusal undoes everything, so the same name may be sent again, mended. The name is handed
on to the action as its own `once`, which holds when the answer is long forgotten.
"""

import hashlib
import json
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from .. import actions
from ..models import Kept, Key
from .problems import Problem

HEADER = "Idempotency-Key"
LONGEST = 200
_NAME = re.compile(r"[!-~]{1,%d}" % LONGEST)
TOLD_AGAIN = "Idempotency-Replayed"


def name_of(request: HttpRequest) -> str:
    """The digest of the name of this sending; empty where it has none. Raises Problem."""
    said = request.headers.get(HEADER, "").strip()
    if not said:
        return ""
    if not _NAME.fullmatch(said):
        raise Problem(400, _("Idempotency-Key is 1 to 200 plain letters, digits and signs, without blanks."))
    return _digest(said.encode())


def at_most_once(request: HttpRequest, key: Key, name: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    """What `act` answers, in one transaction with what it does; under a name that was used, what was answered then."""
    with transaction.atomic():
        if not name:
            return act()
        sent = _digest(f"{request.method} {request.get_full_path()}\n".encode() + request.body)
        if not actions.claim(key, name):
            raise Problem(409, _("The same sending is still being worked on. Ask again in a moment."), wait=1)
        if found := Kept.objects.filter(key=key, name=name).first():
            return _again(found, sent)
        response = act()
        actions.keep_answer(
            key,
            name=name,
            sent=sent,
            status=response.status_code,
            answer=response.content.decode(),
            headers=json.dumps({each: response.headers[each] for each in ("Content-Type", "Location", "ETag")
                                if each in response.headers}),
        )  # fmt: skip
        return response


def _again(found: Kept, sent: str) -> HttpResponse:
    if found.sent != sent:
        raise Problem(
            422,
            _("This Idempotency-Key was used for something else. Each sending has its own."),
            errors={HEADER: [_("was used for something else")]},
        )
    response = HttpResponse(found.answer.encode(), status=found.status)
    for name, value in json.loads(found.headers).items():
        response.headers[name] = value
    response.headers[TOLD_AGAIN] = "true"
    return response


def _digest(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()
