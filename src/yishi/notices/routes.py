"""By which ways a message leaves the house: what the recipient has, wishes, and has stopped. Reads, never writes."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.crypto import salted_hmac

from yishi.people.phones import is_mobile, mobile

from . import quiet
from .channels import EMAIL, PUSH, SMS, Misconfigured
from .channels.robots import robot_of
from .kinds import DESK
from .models import Preference, Stop, Subscription, night_at


@dataclass(frozen=True)
class Route:
    """One way to one address, and when it may be taken."""

    channel: str
    address: str
    language: str
    person: Any = None
    night: quiet.Night | None = None
    daily: bool = False

    def first_try(self, at: datetime, urgent: bool) -> datetime:
        """When to set out: at once, in the morning, or when the night is over."""
        if urgent or self.night is None:
            return at
        if self.daily:
            return quiet.next_time(at, self.night[1]) + quiet.spread(self.address)
        opens = quiet.opens_at(at, self.night)
        return opens if opens == at else opens + quiet.spread(self.address)


def to_person(person: Any, topic: str, path: str) -> list[Route]:
    """A person's ways, for one topic. `path` is that of the place it is about, whose night holds."""
    return to_people([person], topic, path).get(person.pk, [])


def to_people(people: list[Any], topic: str, path: str, *, whatever: bool = False) -> dict[int, list[Route]]:
    """The same for several, in three queries however many they are; with `whatever`, whatever they switched off."""
    people = [person for person in people if person.is_active]
    if not people:
        return {}
    wishes = Preference.objects.in_bulk([person.pk for person in people])
    browsers: dict[int, list[str]] = {}
    for one in Subscription.objects.filter(person__in=people):
        browsers.setdefault(one.person_id, []).append(str(one))
    night = night_at(path)
    return {
        person.pk: [
            Route(
                channel,
                address,
                person.language,
                person,
                (wish and wish.night) or night,
                bool(wish and wish.pace == Preference.Pace.DAILY),
            )
            for channel, address in _ways(person, None if whatever else wish, browsers.get(person.pk, []))
        ]
        for person in people
        for wish in [wishes.get(person.pk)]
        if whatever or wish is None or wish.hears(topic)
    }


def to_holders(post: Any, path: str) -> list[Route]:
    """What is urgent rings the telephones of the present holders, and shows on their browsers, whatever they switched
    off: they hold the post. It sends no mails, which nobody hears."""
    found = to_people(post.holders(), DESK, path, whatever=True)
    return [route for routes in found.values() for route in routes if route.channel in (SMS, PUSH)]


def to_group(post: Any, path: str) -> list[Route]:
    """The group chat of a post, where the operator gave it a robot. A group speaks Chinese."""
    try:
        robot = robot_of(post.code)
    except Misconfigured:  # `doctor` says so; the inbox still fills
        return []
    return [Route(robot.kind, post.code, "zh-hans", night=night_at(path))] if robot else []


def to_contact(phone: str, email: str, language: str, path: str) -> list[Route]:
    """Somebody without an account: a text message where the number is a mobile one, else a mail, unless they stopped
    these."""
    return Contacts(path).to(phone, email, language)


class Contacts:
    """The same for many, told about one place: its night is looked up once, and only if somebody is to be told."""

    def __init__(self, path: str):
        self._path = path

    @cached_property
    def _night(self) -> quiet.Night:
        return night_at(self._path)

    def to(self, phone: str, email: str, language: str) -> list[Route]:
        """The ways to one contact."""
        if is_mobile(phone):
            return [Route(SMS, mobile(phone), language, night=self._night)]
        if not email or Stop.objects.filter(digest=stop_digest(email)).exists():
            return []
        return [Route(EMAIL, email, language, night=self._night)]


def stop_digest(address: str) -> str:
    """What is kept of an address that wants no more messages."""
    return salted_hmac("yishi.notices.stop", address.strip().casefold(), algorithm="sha256").hexdigest()


def _ways(person: Any, wish: Preference | None, browsers: list[str]) -> list[tuple[str, str]]:
    sms = [(SMS, person.phone)] if person.phone and person.phone_verified else []
    mail = [(EMAIL, person.email)] if person.email else []
    push = [(PUSH, browser) for browser in browsers]
    if wish is None:
        return (sms or mail) + push
    return [*(sms if wish.by_sms else []), *(mail if wish.by_email else []), *(push if wish.by_push else [])]
