"""The slip of somebody who was checked in: ten digits by which they propose corrections of the draft, from any
telephone and without an account. They are worked out from the line of the list and a secret of the session, so that
they can be shown again at any time and stand nowhere; a line that is struck out has none."""

import hmac

from .models import Attendance, Session

DIGITS = 10
GROUPS = (3, 3, 4)


def slip_of(attendance: Attendance) -> str:
    """The digits of this line."""
    return _made(attendance.session, attendance.line)


def shown(digits: str) -> str:
    """As they are read out and written on paper: 482 109 3755."""
    first, second, _last = GROUPS
    return f"{digits[:first]} {digits[first : first + second]} {digits[first + second :]}"


def holder_of(session: Session, digits: str) -> Attendance | None:
    """The line whose slip says these digits; None where none does. Blanks do not matter."""
    given = "".join(each for each in digits if each.isascii() and each.isdecimal())
    if len(given) != DIGITS:
        return None
    lines = session.attendances.there().values_list("pk", "line").order_by("pk")
    found = [pk for pk, line in lines if hmac.compare_digest(_made(session, line), given)]
    return session.attendances.there().filter(pk=found[0]).first() if found else None


def _made(session: Session, line: str) -> str:
    made = hmac.digest(session.door_secret.encode(), f"slip {session.pk} {line}".encode(), "sha256")
    return f"{int.from_bytes(made[:8]) % 10**DIGITS:0{DIGITS}d}"
