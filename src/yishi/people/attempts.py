"""Attempts at signing in: how many of each kind are let through, and the page for one too many."""

from dataclasses import dataclass

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import limits

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


@dataclass(frozen=True)
class Limit:
    """So many attempts of a kind in so many seconds."""

    kind: str
    count: int
    seconds: int
    reason: str | Promise


_WRONG_PASSWORD = _(
    "A wrong password was given too often. To protect the account, nobody can try for a while."
)
_WRONG_CODE = _("A wrong code was given too often. To protect the account, nobody can try for a while.")
_MESSAGES = _(
    "Several codes were sent to this number already. Please look through your messages, or wait a little."
)
_FROM_HERE = ""  # the page has a sentence for this

# A name tried from one address; from all addresses, so that many machines do not help; all names from one address,
# generous, because a whole estate may sit behind one.
PASSWORD_HERE = Limit("password.here", 8, 15 * MINUTE, _WRONG_PASSWORD)
PASSWORD_ANYWHERE = Limit("password.anywhere", 50, 15 * MINUTE, _WRONG_PASSWORD)
PASSWORDS_FROM_ADDRESS = Limit("password.address", 200, 15 * MINUTE, _FROM_HERE)
# Each text message costs money and disturbs somebody.
MESSAGES_TO_NUMBER = Limit("sms.number", 4, 10 * MINUTE, _MESSAGES)
MESSAGES_TO_NUMBER_A_DAY = Limit("sms.day", 12, DAY, _MESSAGES)
MESSAGES_FROM_ADDRESS = Limit("sms.address", 60, HOUR, _FROM_HERE)
# Counted by number and not only by session: requests side by side would each see a fresh count.
CODES_FOR_NUMBER = Limit("code", 15, 10 * MINUTE, _WRONG_CODE)
SECOND_FACTORS = Limit("second", 10, 15 * MINUTE, _WRONG_CODE)
SIGN_UPS = Limit("sign_up", 30, HOUR, _FROM_HERE)
PASSKEYS_FROM_ADDRESS = Limit("passkey", 100, 10 * MINUTE, _FROM_HERE)

Counted = list[tuple[Limit, str]]


class TooMany(ImmediateHttpResponse):
    """One attempt too many: answered by a page that says when to try again."""

    def __init__(self, request: HttpRequest, seconds: int, reason: str | Promise = ""):
        response = render(
            request, "429.html", {"retry_minutes": -(-seconds // MINUTE), "reason": reason}, status=429
        )
        response["Retry-After"] = str(seconds)
        super().__init__(response)


def count(request: HttpRequest, *attempt: tuple[Limit, str]) -> Counted:
    """Count an attempt under each limit. Raises `TooMany` where one is used up."""
    counts = limits.counted([(limit.kind, who, limit.seconds) for limit, who in attempt])
    for (limit, _who), so_far in zip(attempt, counts, strict=True):
        if so_far > limit.count and not settings.YISHI_BENCH:
            raise TooMany(request, limits.seconds_left(limit.seconds), limit.reason)
    return list(attempt)


def succeeded(counted: Counted) -> None:
    """Only failures wear a limit down."""
    for limit, who in counted:
        limits.give_back(limit.kind, who, limit.seconds)


def at_password(request: HttpRequest, who: str) -> Counted:
    """Somebody gives a password for a name or number."""
    address = limits.address_of(request)
    return count(
        request,
        (PASSWORD_HERE, f"{who} {address}"),
        (PASSWORD_ANYWHERE, who),
        (PASSWORDS_FROM_ADDRESS, address),
    )


def at_message(request: HttpRequest, phone: str) -> None:
    """Somebody wants a code sent to a number."""
    count(
        request,
        (MESSAGES_TO_NUMBER, phone),
        (MESSAGES_TO_NUMBER_A_DAY, phone),
        (MESSAGES_FROM_ADDRESS, limits.address_of(request)),
    )


def at_code(request: HttpRequest, phone: str) -> Counted:
    """Somebody types the code that was sent to a number."""
    return count(request, (CODES_FOR_NUMBER, phone))


def at_second_factor(request: HttpRequest, person) -> Counted:
    """Somebody gives the second factor of an account."""
    return count(request, (SECOND_FACTORS, str(person.pk)))


def at_sign_up(request: HttpRequest) -> None:
    """Somebody opens an account by name and password."""
    count(request, (SIGN_UPS, limits.address_of(request)))


def at_passkey(request: HttpRequest) -> None:
    """Somebody signs in with a passkey: nothing to guess, but something to compute."""
    count(request, (PASSKEYS_FROM_ADDRESS, limits.address_of(request)))
