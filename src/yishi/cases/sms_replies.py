"""Text messages that residents send back: which matter is meant, and whether they say that it is solved.

`docs/text-replies.md` tells gateways what to send.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from yishi.insight.words import clean
from yishi.network.actors import Actor
from yishi.notices.actions import tell
from yishi.people.phones import mobile
from yishi.record import Refused, clock

from . import links, notices
from .actions import confirm, contest, note_reply
from .models import Case, SmsReply, State
from .models.case import parse_number
from .models.contact import number_key

MOST_WAITING = 20
LONGEST_AWAY = 600
"""Seconds the gateway's clock may be away from ours."""

_NOT = re.compile(
    r"^(没有?|未|不|尚未|还没有?|根本没有?)(解决|办好|办|完成|处理|弄好|修好|清理|满意|行|好|是)"
)
_YES = re.compile(
    r"^(已经?|都|全部?)?(解决|办好|办完|完成|处理好|弄好|修好|清理好|满意|好了|可以|行|是的?|对)"
)
_DIGIT = re.compile(r"^(?:回复?|答复?|选)?[:： ]*([12一二])(?![0-9])")


@dataclass(frozen=True)
class Reply:
    """What a text says: `solved` is None where it is not understood; `number` is a case's row, where one is named."""

    solved: bool | None
    number: int | None = None
    words: str = ""


def parse(text: str) -> Reply:
    """What somebody means who writes `1`, `２ 还是脏`, `回复1`, `没解决`, `1 10827`."""
    plain = " ".join(unicodedata.normalize("NFKC", clean(text)).split()).strip(" 。.!！【】[]()\"'“”")[:500]
    if found := _DIGIT.match(plain):
        rest = plain[found.end() :].strip(" ,，.。、:：;；-")
        number, rest = _number_in(rest)
        return Reply(found.group(1) in ("1", "一"), number, rest)
    number, rest = _number_in(plain)
    bare = rest.strip(" ,，.。、:：")
    if _NOT.match(bare):
        return Reply(False, number, bare)
    if _YES.match(bare):
        return Reply(True, number, bare)
    return Reply(None, number, "")


def _number_in(text: str) -> tuple[int | None, str]:
    """A case's number anywhere in the text, and the text without it. A run of digits without a fitting check digit is
    none."""
    for found in re.finditer(r"(?<!\d)#?(\d{2,12})(?!\d)", text):
        if pk := parse_number(found.group(1)):
            return pk, (text[: found.start()] + " " + text[found.end() :]).strip(" ,，.。、:：;；-")
    return None, text


def signature(number: str, text: str, key: str, time: str) -> str:
    """What a gateway that knows the secret signs with."""
    said = "\n".join((number, text, key, time)).encode()
    return hmac.new(settings.YISHI_SMS_REPLIES_SECRET.encode(), said, hashlib.sha256).hexdigest()


def is_signed(number: str, text: str, key: str, time: str, given: str) -> bool:
    """Whether the signature is right and was made just now."""
    if not (time.isdecimal() and time.isascii() and len(time) <= 12):
        return False
    if abs(clock.real_now().timestamp() - int(time)) > LONGEST_AWAY:
        return False
    return hmac.compare_digest(signature(number, text, key, time).encode(), given.encode(errors="replace"))


def hear(number: str, text: str, key: str) -> str:
    """A reply arrived; gives what was made of it (`SmsReply.Outcome`). The same one again changes nothing."""
    name = hashlib.sha256(key.encode(errors="replace")).hexdigest()
    if former := SmsReply.objects.filter(key=name).first():
        return former.outcome
    outcome, case = _heard(number, parse(text), name)
    return note_reply(name, outcome, case).outcome


def _heard(number: str, reply: Reply, name: str) -> tuple[str, Case | None]:
    waiting = _waiting_for(number)
    if reply.number:
        waiting = [case for case in waiting if case.pk == reply.number]
    if not waiting:
        return SmsReply.Outcome.UNKNOWN, None
    asked = [case for case in waiting if case.state == State.ANSWERED] or waiting
    if reply.solved is None:
        _ask_again(notices.SAY_AGAIN, asked[0], number)
        return SmsReply.Outcome.UNCLEAR, asked[0]
    if len(asked) > 1:
        _ask_again(notices.SAY_WHICH, asked[0], number)
        return SmsReply.Outcome.SEVERAL, None
    return _judge(asked[0], reply, name), asked[0]


def _judge(case: Case, reply: Reply, name: str) -> str:
    actor = Actor(follows=frozenset({case.pk}))
    said = {"contacted": None, "satisfaction": "", "text": reply.words, "channel": "sms"}
    try:
        (confirm if reply.solved else contest)(actor, case, once=f"sms {name}", **said)
    except Refused:
        return SmsReply.Outcome.MOVED_ON
    return SmsReply.Outcome.SOLVED if reply.solved else SmsReply.Outcome.NOT_SOLVED


def _waiting_for(number: str) -> list[Case]:
    """Cases whose resident has this number and may still say something, newest first."""
    try:
        stored = mobile(number)
    except ValueError:
        return []
    mine = Q(contact_key=number_key(stored), reporter=None) | Q(
        reporter__phone=stored, reporter__phone_verified=True
    )
    rows = Case.objects.filter(mine, state__in=(State.ANSWERED, State.LAPSED)).select_related(
        "ladder", "place"
    )
    found = list(rows.order_by("-changed_at", "-id")[:MOST_WAITING])
    return [case for case in found if _still_open(case)]


def _still_open(case: Case) -> bool:
    answer = case.answers.order_by("at", "id").last()
    return answer is not None and not links.has_expired(answer)


def _ask_again(kind: notices.Kind, case: Case, number: str) -> None:
    """Once a day at most, so that two machines that answer each other fall silent."""
    to = {"person": case.reporter} if case.reporter else {"phone": case.contact_phone}
    tell(
        kind,
        about=case,
        link=links.address(case.answers.latest("at", "id")),
        facts={"number": case.number},
        language=case.language,
        key=f"{kind.code}:{case.pk}:{clock.today().isoformat()}"[:64],
        **to,
    )
