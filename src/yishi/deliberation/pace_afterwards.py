"""How many corrections and objections are let through in how little time; generous by address, because a whole estate
may sit behind one."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yishi.people.attempts import Limit, count
from yishi.people.limits import address_of

HOUR = 60 * 60
_MANY = _("You have sent many in a short time. Please wait a little, or ring the steward.")
FROM_BROWSER = Limit("meet.saying", 12, HOUR, _MANY)
FROM_ADDRESS = Limit("meet.saying.address", 120, HOUR, _MANY)
SLIPS_FROM_BROWSER = Limit("meet.slip", 20, HOUR, _MANY)
SLIPS_FROM_ADDRESS = Limit("meet.slip.address", 600, HOUR, _MANY)


def at_slip(request: HttpRequest, session: int) -> None:
    """Somebody tries the digits of a slip. Raises `TooMany`."""
    address = address_of(request)
    who = f"{address} {request.headers.get('User-Agent', '')[:80]}"
    count(request, (SLIPS_FROM_BROWSER, f"{session} {who}"), (SLIPS_FROM_ADDRESS, f"{session} {address}"))


def at_saying(request: HttpRequest, session: int) -> None:
    """Somebody sends a correction or an objection. Raises `TooMany`."""
    actor, address = request.actor, address_of(request)  # type: ignore[attr-defined]
    who = f"person {actor.pk}" if actor.pk else f"{address} {request.headers.get('User-Agent', '')[:80]}"
    count(request, (FROM_BROWSER, f"{session} {who}"), (FROM_ADDRESS, address))
