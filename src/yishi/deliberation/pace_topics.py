"""How many topics, supports and guesses at codes are let through in how little time; generous by address, because a
whole estate may sit behind one."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yishi.people.attempts import Counted, Limit, count
from yishi.people.limits import address_of

HOUR, DAY = 60 * 60, 24 * 60 * 60
_MANY = _("You have sent many in a short time. Please wait a little, or ring the steward.")
_GUESSES = _("A wrong number or code was given too often. Please wait, or ring the steward.")
PROPOSED = Limit("topic.browser", 8, HOUR, _MANY)
PROPOSED_FROM_ADDRESS = Limit("topic.address", 120, HOUR, _MANY)
SUPPORTED = Limit("topic.support", 40, HOUR, _MANY)
SUPPORTED_FROM_ADDRESS = Limit("topic.support.address", 300, HOUR, _MANY)
# ten times a building is no building
SUPPORTED_ONE_FROM_ADDRESS = Limit("topic.support.one", 120, DAY, _MANY)
CODES_FOR_TOPIC = Limit("topic.code", 20, HOUR, _GUESSES)
CODES_FROM_ADDRESS = Limit("topic.code.address", 30, HOUR, _GUESSES)


def at_proposing(request: HttpRequest, mark: str) -> None:
    """A topic is sent. Raises `TooMany`, as all of these."""
    count(request, (PROPOSED, mark), (PROPOSED_FROM_ADDRESS, address_of(request)))


def at_supporting(request: HttpRequest, topic: int, mark: str) -> None:
    """Somebody stands behind a topic."""
    address = address_of(request)
    one = (SUPPORTED_ONE_FROM_ADDRESS, f"{topic} {address}")
    count(request, (SUPPORTED, mark), (SUPPORTED_FROM_ADDRESS, address), one)


def at_code(request: HttpRequest, topic: int) -> Counted:
    """Somebody gives a number and a code."""
    return count(request, (CODES_FOR_TOPIC, str(topic)), (CODES_FROM_ADDRESS, address_of(request)))
