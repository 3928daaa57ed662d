"""The personal link in the message that says a matter was answered: it lets the resident judge this one answer without
signing in. It is signed, is about one answer of one case, expires, and opening it changes nothing."""

import base64
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from yishi.people.phones import is_mobile
from yishi.record import clock

from .models import Answer, Case

SIGNATURE_BYTES = 12
LATER = timedelta(days=30)
"""After the matter ended in silence the link still opens for so long: “not solved” can be said then, too."""


def token(answer: Answer) -> str:
    """What the address ends with; short enough for a text message."""
    return f"{answer.pk}.{_signature(answer, settings.SECRET_KEY)}"


def address(answer: Answer) -> str:
    """The path of the page that asks about this answer."""
    return reverse("cases:judge", args=[token(answer)])


def answer_of(given: str) -> Answer | None:
    """The answer a token was made for, if the signature is ours. Whether it has expired is asked separately."""
    pk, _dot, signature = given.partition(".")
    if not (pk.isdecimal() and pk.isascii() and len(pk) <= 18):
        return None
    answer = Answer.objects.select_related("case__place", "case__ladder", "post").filter(pk=pk).first()
    if answer is None:
        return None
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    ours = any(hmac.compare_digest(signature.encode(), _signature(answer, str(key)).encode()) for key in keys)
    return answer if ours else None


def expires_at(answer: Answer) -> datetime:
    """The last moment the link opens."""
    return answer.at + timedelta(days=answer.case.ladder.lapse_days) + LATER


def has_expired(answer: Answer) -> bool:
    return clock.now() > expires_at(answer)


def slip_code(answer: Answer) -> str:
    """Four digits on the paper slip about an answer: a slip about an earlier answer, or a wrong number, is noticed."""
    made = salted_hmac("yishi.cases.slip", f"{answer.pk}:{answer.salt}", algorithm="sha256").digest()
    return f"{int.from_bytes(made[:4]) % 10000:04d}"


def text_replies_are_heard(case: Case) -> bool:
    """Whether the resident is written to by text message and a gateway passes on what they reply."""
    if not settings.YISHI_SMS_REPLIES_SECRET:
        return False
    if case.reporter:
        return bool(case.reporter.phone and case.reporter.phone_verified)
    return is_mobile(case.contact_phone)


def _signature(answer: Answer, key: str) -> str:
    made = salted_hmac(
        "yishi.cases.link", f"{answer.pk}:{answer.salt}", secret=key, algorithm="sha256"
    ).digest()
    return base64.urlsafe_b64encode(made[:SIGNATURE_BYTES]).decode()
