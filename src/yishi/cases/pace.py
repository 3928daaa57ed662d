"""How much is let through in how little time: reports, photos, guesses at codes. Generous by address, because a whole
estate may sit behind one; tighter by browser or account."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yishi.people.attempts import Counted, Limit, count, succeeded
from yishi.people.limits import address_of

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60

_REPORTS = _(
    "You have sent many reports in a short time. What you wrote is kept; to go on now, please telephone."
)
_FROM_HERE = _(
    "Many reports came from this network in a short time. What you wrote is kept; or please telephone."
)
_PHOTOS = _("Many photos came from here in a short time. What you wrote is kept.")
_JOINS = _("Many have joined from here in a short time. Please wait a little, or ring the steward.")
_GUESSES = _("A wrong number or code was given too often. Please wait, or telephone and name your number.")

REPORTS_AN_HOUR = Limit("report.hour", 10, HOUR, _REPORTS)
REPORTS_A_DAY = Limit("report.day", 40, DAY, _REPORTS)
REPORTS_FROM_ADDRESS = Limit("report.address", 150, HOUR, _FROM_HERE)
REPORTS_FROM_ADDRESS_A_DAY = Limit("report.address.day", 600, DAY, _FROM_HERE)
JOINS_AN_HOUR = Limit("join.hour", 15, HOUR, _JOINS)
# A whole building may sit behind one address; ten times that is no building.
JOINS_TO_CASE_FROM_ADDRESS = Limit("join.case", 120, DAY, _JOINS)
JOINS_FROM_ADDRESS = Limit("join.address", 300, HOUR, _JOINS)
PHOTOS = Limit("photos", 60, HOUR, _PHOTOS)
PHOTOS_FROM_ADDRESS = Limit("photos.address", 900, HOUR, _PHOTOS)
# By number and address first, so that a stranger's guesses do not shut out whoever holds the code; then by number from
# everywhere, so that many machines do not help.
CODES_FOR_CASE_HERE = Limit("follow.here", 10, HOUR, _GUESSES)
CODES_FOR_CASE = Limit("follow.case", 30, HOUR, _GUESSES)
CODES_FROM_ADDRESS = Limit("follow.address", 30, HOUR, _GUESSES)


def at_report(request: HttpRequest) -> None:
    """A report is being sent. Raises `TooMany`, as all of these."""
    who, address = _browser(request), address_of(request)
    count(
        request,
        (REPORTS_AN_HOUR, who),
        (REPORTS_A_DAY, who),
        (REPORTS_FROM_ADDRESS, address),
        (REPORTS_FROM_ADDRESS_A_DAY, address),
    )


def at_join(request: HttpRequest, number: str) -> None:
    """Somebody joins a case."""
    address = address_of(request)
    count(
        request,
        (JOINS_AN_HOUR, _browser(request)),
        (JOINS_TO_CASE_FROM_ADDRESS, f"{number} {address}"),
        (JOINS_FROM_ADDRESS, address),
    )


def at_photos(request: HttpRequest, photos: int) -> None:
    """So many photos have arrived and are about to be read."""
    for _photo in range(photos):
        count(request, (PHOTOS, _browser(request)), (PHOTOS_FROM_ADDRESS, address_of(request)))


def at_code(request: HttpRequest, number: str) -> Counted:
    """Somebody gives a number and a code."""
    address = address_of(request)
    return count(
        request,
        (CODES_FROM_ADDRESS, address),
        (CODES_FOR_CASE_HERE, f"{number} {address}"),
        (CODES_FOR_CASE, number),
    )


def code_was_right(counted: Counted) -> None:
    """Only wrong ones wear a limit down."""
    succeeded(counted)


def _browser(request: HttpRequest) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    return f"person {actor.pk}" if actor.pk else f"session {request.session.session_key}"
