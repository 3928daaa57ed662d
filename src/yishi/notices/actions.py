"""Telling, reading, and the steps of a delivery."""

import random
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from yishi.insight.masking import mask
from yishi.insight.words import clean
from yishi.people.phones import is_mobile, mobile
from yishi.record import action, chore, clock, emit
from yishi.record.events import Code

from . import events, rules
from .channels import EMAIL, SMS
from .kinds import Kind, stored
from .models import Delivery, Message

LEASE = timedelta(minutes=2)
"""How long a worker may have one delivery in hand; adapters give up well before."""
FIRST_WAIT, LONGEST_WAIT, GROWTH = timedelta(minutes=1), timedelta(hours=6), 4
MOST_TRIES = 8
"""1, 4, 16, 64 and 256 minutes, then every six hours: a message is tried for about 18 hours before it is given up."""

_quiet: ContextVar[bool] = ContextVar("nothing_goes_out", default=False)
_silent: ContextVar[bool] = ContextVar("nobody_is_told", default=False)


@contextmanager
def quietly(*, inboxes: bool = True) -> Iterator[None]:
    """Within the block inboxes fill as ever, but nothing goes out: for stories of the past. Without `inboxes` nobody is
    told at all: for imports, whose news is years old."""
    quiet, silent = _quiet.set(True), _silent.set(_silent.get() or not inboxes)
    try:
        yield
    finally:
        _quiet.reset(quiet)
        _silent.reset(silent)


@chore("what is told is already an event of the room that tells it")
def tell(
    kind: Kind,
    *,
    about: Any,
    link: str,
    person: Any = None,
    post: Any = None,
    phone: str = "",
    email: str = "",
    facts: Mapping[str, Any] | None = None,
    language: str = "zh-hans",
    key: str = "",
) -> Message | None:
    """The person, the post or the contact is told, once, as soon as the transaction of the caller is committed.

    A post finds it in its inbox, and what is urgent rings the present holders. A person finds it in theirs and gets a
    text message, or a mail where there is no verified telephone. A contact without an account is written to in
    `language`: a text message where `phone` is a mobile one, else a mail. With a `key` already used nothing happens.
    Gives the message, or None when nobody can be told: no recipient, a contact that neither can reach, or a contact
    while `quietly`. Raises ValueError for two recipients, for a link that
    is no path of this site, and for facts that are none (`kinds.stored`).
    """
    if sum(map(bool, (person, post, phone or email))) > 1:
        raise ValueError("a message has one recipient")
    if not link.startswith("/") or link.startswith("//"):
        raise ValueError("the link of a message is a path of this site")
    kept_facts = stored(kind, facts or {})
    routes = [] if _quiet.get() else _routes(kind, person, post, phone, email, language)
    if _silent.get() or not (person or post or routes):
        return None
    fresh = {
        "kind": kind.code,
        "facts": kept_facts,
        "link": link,
        "about": about.ref,
        "created_at": clock.now(),
    }
    message, is_new = Message.objects.get_or_create(
        key=key or secrets.token_hex(16), defaults={**fresh, "person": person, "post": post}
    )
    if is_new:
        _send_off(message, routes)
    return message


Route = tuple[str, str, str]
"""Channel, address, language."""


def _routes(kind: Kind, person: Any, post: Any, phone: str, email: str, language: str) -> list[Route]:
    if person:
        return _route_of(person)
    if post:
        return (
            [route for holder in post.holders() for route in _route_of(holder) if route[0] == SMS]
            if kind.urgent
            else []
        )
    if is_mobile(phone):
        return [(SMS, mobile(phone), language)]
    return [(EMAIL, email, language)] if email else []


def _route_of(person: Any) -> list[Route]:
    if not person.is_active:
        return []
    if person.phone and person.phone_verified:
        return [(SMS, person.phone, person.language)]
    return [(EMAIL, person.email, person.language)] if person.email else []


def _send_off(message: Message, routes: list[Route]) -> None:
    Delivery.objects.bulk_create(
        Delivery(
            message=message,
            channel=channel,
            address=address,
            language=language,
            next_try_at=message.created_at,
        )
        for channel, address, language in routes
    )


@chore("whether somebody has read their post is nobody else's business")
def mark_read(actor: Any, message: Message) -> None:
    """The message counts as read, from the first time it was opened on."""
    Message.objects.visible_to(actor).unread().filter(pk=message.pk).update(read_at=clock.now())


@chore("whether somebody has read their post is nobody else's business")
def mark_all_read(actor: Any, *, up_to: int | None = None) -> int:
    """All the actor may see counts as read; `up_to` spares what came after the page was drawn. Gives how many."""
    rows = Message.objects.visible_to(actor).unread()
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    return rows.update(read_at=clock.now())


@action(may=rules.may_try_again)
def try_again(actor: Any, delivery: Delivery) -> Delivery:
    """The delivery waits to be sent, as if it had never been tried."""
    delivery.state, delivery.attempts, delivery.next_try_at = Delivery.State.WAITING, 0, clock.now()
    delivery.claimed_until, delivery.claim = None, ""
    delivery.save(update_fields=["state", "attempts", "next_try_at", "claimed_until", "claim"])
    emit(events.TriedAgain(channel=Code(delivery.channel)), about=delivery, by=actor)
    return delivery


@chore("a worker's hold on a delivery, gone with its lease")
def claim(delivery: Delivery) -> bool:
    """This worker, and no other, has the delivery in hand until the lease ends.

    One conditional UPDATE decides, on either database. The attempt counts from here, not from its end: a message that
    kills every worker that touches it is given up like any other.
    """
    now, claim = clock.now(), secrets.token_hex(16)
    attempts = delivery.attempts + 1
    won = (
        Delivery.objects.due(now)
        .order_by()
        .filter(pk=delivery.pk, attempts=delivery.attempts)
        .update(
            claim=claim, claimed_until=now + LEASE, attempts=attempts, next_try_at=now + wait_after(attempts)
        )
    )
    if won:
        delivery.claim, delivery.attempts = claim, attempts
    return bool(won)


@chore("how far a delivery has come")
def note_sent(delivery: Delivery) -> bool:
    """It is sent."""
    return _finish(delivery, state=Delivery.State.SENT, sent_at=clock.now(), next_try_at=None, last_error="")


@chore("how far a delivery has come")
def note_failed(delivery: Delivery, why: str) -> bool:
    """It failed and waits for its next try, which the claim has set."""
    return _finish(delivery, state=Delivery.State.FAILED, last_error=_without_address(why, delivery))


@chore("how far a delivery has come")
def note_unreachable(delivery: Delivery, why: str) -> bool:
    """Its channel was away. It waits like one that failed, and keeps two tries for when the channel is back."""
    attempts = min(delivery.attempts, MOST_TRIES - 2)
    why = _without_address(why, delivery)
    return _finish(delivery, state=Delivery.State.FAILED, attempts=attempts, last_error=why)


@chore("how far a delivery has come")
def note_given_up(delivery: Delivery, why: str) -> bool:
    """It will not be tried again unless somebody asks for it; the reason stays."""
    why = _without_address(why, delivery)
    return _finish(delivery, state=Delivery.State.GIVEN_UP, next_try_at=None, last_error=why)


@chore("how far a delivery has come")
def hold_back(delivery: Delivery, until: datetime) -> None:
    """It waits until its address may be written to again; that is no attempt."""
    Delivery.objects.due(clock.now()).order_by().filter(pk=delivery.pk).update(next_try_at=until)


@chore("an address that is no longer needed is forgotten")
def forget_addresses(before: datetime) -> int:
    """Deliveries sent before a moment no longer say to where. Gives how many."""
    return Delivery.objects.filter(sent_at__lt=before).exclude(address="").update(address="")


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts; a fifth more or less, so that what failed together parts ways."""
    wait = min(FIRST_WAIT * GROWTH ** (min(attempts, MOST_TRIES) - 1), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311  no secret


def _finish(delivery: Delivery, **result: Any) -> bool:
    """Note how the attempt ended, unless the lease ran out and another worker has it in hand since."""
    mine = Delivery.objects.filter(pk=delivery.pk, claim=delivery.claim).exclude(claim="")
    return bool(mine.update(claimed_until=None, claim="", **result))


def _without_address(why: str, delivery: Delivery) -> str:
    words = " ".join(clean(why).split())
    return mask(words.replace(delivery.address, "…") if delivery.address else words)[:200]
