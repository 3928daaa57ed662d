"""The door of a session: a code that changes every minute, and the ticket a browser gets for a good one.

The code stands on the projector or on the clerk's screen. It is made from a secret of the session and the minute, so it
is worth nothing at another session and nothing a few minutes later: a photo of it lets nobody in from home. Whoever
scanned it in time has a ticket, bound to their browser, so that filling in the form may take longer than the code
lives.
"""

import hmac
from enum import Enum

from django.utils.crypto import salted_hmac

from yishi.record import clock

from .models import Session

WINDOW = 60
"""Seconds between one code and the next."""
LIVES = 3
"""So many windows a code is good for, the one it is shown in among them."""
REMEMBERED = 12 * 60
"""So many windows back a code is still known for one that was good."""
DIGITS = 8
TICKET_LASTS = 20 * 60
"""Seconds in which the form may be filled in."""


class Found(Enum):
    """What a code turns out to be."""

    GOOD = "good"
    OLD = "old"
    WRONG = "wrong"


def window() -> int:
    """The number of the present minute."""
    return int(clock.now().timestamp()) // WINDOW


def code_of(session: Session, number: int | None = None) -> str:
    """The code of a minute (the present one), eight digits."""
    at = window() if number is None else number
    made = hmac.digest(session.door_secret.encode(), f"door {session.pk} {at}".encode(), "sha256")
    return f"{int.from_bytes(made[:8]) % 10**DIGITS:0{DIGITS}d}"


def look_at(session: Session, code: str) -> Found:
    """Whether a code is good now, was good before, or never was one of this session."""
    now = window()
    for back in range(REMEMBERED):
        if hmac.compare_digest(code_of(session, now - back), code):
            return Found.GOOD if back < LIVES else Found.OLD
    return Found.WRONG


def ticket(session: Session, browser: str) -> str:
    """What a browser that showed a good code may fill in the form with."""
    until = int(clock.now().timestamp()) + TICKET_LASTS
    return f"{until}.{_seal(session, browser, until)}"


def is_good(session: Session, browser: str, given: str) -> bool:
    """Whether the ticket is this browser's and its time is not over."""
    until, _dot, seal = given.partition(".")
    if not (until.isascii() and until.isdecimal() and len(until) < 12):
        return False
    right = hmac.compare_digest(_seal(session, browser, int(until)), seal)
    return right and int(until) >= int(clock.now().timestamp())


def screen_key(session: Session) -> str:
    """Opens the projector's page with the code of the door on a machine where nobody is signed in."""
    return hmac.digest(session.door_secret.encode(), f"screen {session.pk}".encode(), "sha256").hex()[:20]


def _seal(session: Session, browser: str, until: int) -> str:
    said = f"ticket {session.pk} {browser} {until}"
    return hmac.digest(session.door_secret.encode(), said.encode(), "sha256").hex()[:32]


def mark_for(session_pk: int, browser: str) -> str:
    """What a browser is known by at one session: another mark at every session, so that nobody is followed from one to
    the next."""
    return salted_hmac(f"deliberation.browser {session_pk}", browser, algorithm="sha256").hexdigest()


def seconds_left() -> int:
    """How long the code that is shown now still stands there."""
    return WINDOW - int(clock.now().timestamp()) % WINDOW


def line_of(session_pk: int, mark: str, number: int) -> str:
    """The key of the line of a browser's check-in; `number` counts those that were struck out before."""
    return f"{session_pk}-{mark[:20]}-{number}"
