"""Telling, reading, the steps of a delivery, and how people wish to be told."""

import random
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, Q

from yishi.insight.masking import mask
from yishi.insight.words import clean
from yishi.people.models import Person
from yishi.record import action, chore, clock, emit
from yishi.record.events import Code
from yishi.record.rows import put

from . import events, lines, routes, rules
from .channels import EMAIL, PUSH, Throttled, Unreachable
from .kinds import DESK, MATTERS, Kind, stored
from .models import Carrier, Delivery, Message, Preference, QuietHours, Stop, Subscription

LEASE = timedelta(minutes=2)
"""How long a worker may have one delivery in hand; adapters give up well before."""
FIRST_WAIT, LONGEST_WAIT, GROWTH = timedelta(minutes=1), timedelta(hours=6), 4
MOST_TRIES = 8
"""1, 4, 16, 64 and 256 minutes, then every six hours: a message is tried for about 18 hours before it is given up."""

FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=15)
"""How long a channel that cannot be reached is left alone."""

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


@chore("what is told is already an event of the room that tells it", apart=False)
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

    A post finds it in its inbox; its group chat, if it has one, reads the title; and what is urgent rings the present
    holders. A person finds it in theirs and is told outside as they wish (`routes`): at once, once a day or not at all;
    and not at night unless it is urgent. A contact without an account is written to in
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
    path = about.at_path
    ways = [] if _quiet.get() else _ways(kind, person, post, phone, email, language, path)
    if _silent.get() or not (person or post or ways):
        return None
    fresh = {
        "kind": kind.code,
        "facts": kept_facts,
        "link": link,
        "about": about.ref,
        "created_at": clock.now(),
    }
    message, is_new = _kept(key, {**fresh, "person": person, "post": post})
    if is_new:
        _send_off([(message, ways)], kind.urgent)
    return message


def _kept(key: str, fields: dict[str, Any]) -> tuple[Message, bool]:
    """The message, and whether it is new; without a key of the caller's it always is."""
    if key:
        return Message.objects.get_or_create(key=key, defaults=fields)
    message = Message(key=secrets.token_hex(16), **fields)
    put(message)
    return message, True


def _ways(
    kind: Kind, person: Any, post: Any, phone: str, email: str, language: str, path: str
) -> list[routes.Route]:
    if person:
        return routes.to_person(person, kind.topic or MATTERS, path)
    if post:
        ringing = routes.to_holders(post, path) if kind.urgent else []
        return ringing + routes.to_group(post, path)
    return routes.to_contact(phone, email, language, path)


def _send_off(told: Sequence[tuple[Message, Sequence[routes.Route]]], urgent: bool) -> None:
    put(*(_delivery(message, way, urgent, message.created_at) for message, ways in told for way in ways))


def _delivery(message: Message, way: routes.Route, urgent: bool, at: datetime) -> Delivery:
    begins, ends = way.night or (None, None)
    return Delivery(
        message=message,
        channel=way.channel,
        address=way.address,
        language=way.language,
        person=way.person,
        urgent=urgent,
        quiet_from=begins,
        quiet_until=ends,
        next_try_at=way.first_try(at, urgent),
    )


@chore("what is told is already an event of the room that tells it")
def tell_morning(messages: Sequence[Message], holders: Mapping[int, Sequence[Any]], path: str) -> int:
    """The holders of posts (post → people) are told of messages that lie unread in the posts' inboxes: one delivery for
    each, which the outbox joins into one a person. What was sent to them before is not sent again. Gives how many."""
    everybody = {person.pk: person for people in holders.values() for person in people}
    ways = routes.to_people(list(everybody.values()), DESK, path)
    now = clock.now()
    wanted = [
        _delivery(message, way, False, now)
        for message in messages
        for person in holders.get(message.post_id or 0, ())
        for way in ways.get(person.pk, ())
    ]
    there = set(Delivery.objects.filter(message__in=messages).values_list("message_id", "channel", "address"))
    fresh = [one for one in wanted if (one.message_id, one.channel, one.address) not in there]
    return len(Delivery.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500))


@dataclass(frozen=True)
class Told:
    """One of many who are told the same: an account, or a contact without one in `language`."""

    link: str
    facts: Mapping[str, Any]
    person: Any = None
    phone: str = ""
    language: str = "zh-hans"


@chore("what is told is already an event of the room that tells it")
def tell_all(kind: Kind, *, about: Any, to: Iterable[Told]) -> int:
    """Many are told at once, with a handful of statements however many they are; each as by `tell`. Gives how many."""
    now, path = clock.now(), about.at_path
    recipients = [] if _silent.get() else list(to)
    people = [] if _quiet.get() else [each.person for each in recipients if each.person]
    found = routes.to_people(people, kind.topic or MATTERS, path)
    contacts = routes.Contacts(path)
    told = []
    for each in recipients:
        ways = found.get(each.person.pk, []) if each.person else []
        if not each.person and not _quiet.get():
            ways = contacts.to(each.phone, "", each.language)
        if not (each.person or ways):
            continue
        kept = stored(kind, each.facts)
        fresh = {"kind": kind.code, "facts": kept, "link": each.link, "about": about.ref, "created_at": now}
        told.append((Message(**fresh, person=each.person, key=secrets.token_hex(16)), ways))
    Message.objects.bulk_create([message for message, _ways in told], batch_size=500)
    _send_off(told, kind.urgent)
    return len(told)


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


@action(may=rules.may_try_channel)
def try_channel(actor: Any, carrier: Carrier) -> Carrier:
    """The channel rests no longer, and what failed because of it goes out with the next round."""
    carrier.rests_until, carrier.failures = None, 0
    carrier.save(update_fields=["rests_until", "failures"])
    because = Q(last_error__startswith=Unreachable.__name__) | Q(last_error__startswith=Throttled.__name__)
    failed = Delivery.objects.filter(because, channel=carrier.channel, state=Delivery.State.FAILED)
    failed.update(next_try_at=clock.now())
    lines.forget(carrier.channel)
    emit(events.ChannelTried(channel=Code(carrier.channel)), about=carrier, by=actor)
    return carrier


@action(may=rules.may_set_quiet_hours, lock=False)
def set_quiet_hours(actor: Any, place: Any, *, begins: time, ends: time) -> QuietHours:
    """In this place and all within it nothing but the urgent goes out between these hours. What waits already keeps the
    hours it was told under."""
    hours, _new = QuietHours.objects.update_or_create(place=place, defaults={"begins": begins, "ends": ends})
    minutes = [one.hour * 60 + one.minute for one in (begins, ends)]
    emit(events.QuietHoursSet(begins=minutes[0], ends=minutes[1]), about=hours, by=actor)
    return hours


@chore("how somebody wishes to be told is nobody else's business")
def keep_preference(person: Any, **wishes: Any) -> Preference:
    """The person is told as they wish from now on (fields of `Preference`). What waits for a channel they have switched
    off is not sent any more."""
    wish, _new = Preference.objects.update_or_create(person=person, defaults=wishes)
    off = [channel for channel in ("sms", "email", "push") if not getattr(wish, f"by_{channel}")]
    waiting = Delivery.objects.filter(person=person, urgent=False, sent_at=None, claimed_until=None)
    waiting.filter(channel__in=off).delete()
    return wish


@chore("how somebody wishes to be told is nobody else's business")
def stop_mails(address: str) -> None:
    """No more mails go to this address: remembered as a keyed hash, and unticked with whoever it belongs to."""
    Stop.objects.get_or_create(digest=routes.stop_digest(address), defaults={"since": clock.now()})
    for person in Person.objects.filter(email__iexact=address)[:5]:
        keep_preference(person, by_email=False)
    waiting = Delivery.objects.filter(channel=EMAIL, address__iexact=address, sent_at=None)
    waiting.filter(claimed_until=None).delete()


@chore("how somebody wishes to be told is nobody else's business")
def allow_mails(address: str) -> None:
    """Mails go to this address again: its owner has just confirmed that they want them."""
    Stop.objects.filter(digest=routes.stop_digest(address)).delete()
    for person in Person.objects.filter(email__iexact=address, preference__by_email=False)[:5]:
        keep_preference(person, by_email=True)


@chore("how somebody wishes to be told is nobody else's business")
def keep_subscription(person: Any, *, endpoint: str, p256dh: str, auth: str, label: str = "") -> Subscription:
    """This browser shows the person's messages. One that somebody else used before is theirs no longer."""
    fresh = {"person": person, "p256dh": p256dh, "auth": auth, "label": label, "created_at": clock.now()}
    subscription, _new = Subscription.objects.update_or_create(endpoint=endpoint, defaults=fresh)
    return subscription


@chore("how somebody wishes to be told is nobody else's business")
def drop_subscription(subscription: Subscription) -> None:
    """This browser shows nothing any more."""
    Delivery.objects.filter(channel=PUSH, address=str(subscription), sent_at=None).delete()
    subscription.delete()


@chore("an address that has ceased is forgotten")
def forget_gone(delivery: Delivery) -> None:
    """The browser behind this delivery has withdrawn its leave."""
    if delivery.channel == PUSH:
        Subscription.objects.filter(pk=delivery.address.rpartition(":")[2]).delete()


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


@chore("a worker's hold on a delivery, gone with its lease")
def take_along(delivery: Delivery, most: int) -> list[Delivery]:
    """Whatever else is due for the same address is in this worker's hand as well, under the same claim. Gives all of
    them, the newest message first.

    What failed by its own fault goes alone: it shall not take the others down again.
    """
    now = clock.now()
    if delivery.urgent or (delivery.state == Delivery.State.FAILED and not delivery.failed_with_its_channel):
        return [delivery]
    free = Delivery.objects.filter(claimed_until=None, next_try_at__lte=now).alike(delivery)
    others = list(free.exclude(pk=delivery.pk).order_by("-id").values_list("pk", flat=True)[: most - 1])
    if not others:
        return [delivery]
    lease = {"claim": delivery.claim, "claimed_until": now + LEASE, "next_try_at": now + wait_after(1)}
    free.filter(pk__in=others).update(attempts=F("attempts") + 1, **lease)
    batch = Delivery.objects.filter(Q(pk=delivery.pk) | Q(pk__in=others), claim=delivery.claim)
    return list(batch.select_related("message").order_by("-message__created_at", "-message_id"))


@chore("what somebody has read meanwhile need not be brought to them")
def drop_needless(batch: Sequence[Delivery]) -> list[Delivery]:
    """Gives those whose message still waits to be read; the others are gone."""
    needless = [one for one in batch if not one.urgent and one.message.read_at]
    if needless:
        Delivery.objects.filter(pk__in=[one.pk for one in needless]).delete()
    return [one for one in batch if one not in needless]


@chore("how far a delivery has come")
def note_sent(delivery: Delivery, at: datetime | None = None) -> bool:
    """It is sent. What went out in one was sent at one moment."""
    sent_at = at or clock.now()
    return _finish(delivery, state=Delivery.State.SENT, sent_at=sent_at, next_try_at=None, last_error="")


@chore("how far a delivery has come")
def note_failed(delivery: Delivery, why: str) -> bool:
    """It failed and waits for its next try, which the claim has set."""
    return _finish(delivery, state=Delivery.State.FAILED, last_error=_without_address(why, delivery))


@chore("how far a delivery has come")
def note_unreachable(delivery: Delivery, why: str, until: datetime) -> bool:
    """Its channel is away. It waits until the channel has rested, and keeps two tries for when it is back."""
    return _finish(
        delivery,
        state=Delivery.State.FAILED,
        attempts=min(delivery.attempts, MOST_TRIES - 2),
        next_try_at=until,
        last_error=_without_address(why, delivery),
    )


@chore("how far a delivery has come")
def note_throttled(delivery: Delivery, why: str, until: datetime) -> bool:
    """The carrier asked us to wait. That is no attempt."""
    return _finish(
        delivery,
        state=Delivery.State.FAILED,
        attempts=max(0, delivery.attempts - 1),
        next_try_at=until,
        last_error=_without_address(why, delivery),
    )


@chore("how a channel fares is seen by the operator alone")
def note_channel_up(channel: str) -> None:
    """It took a message just now."""
    fresh = {"sent_at": clock.now(), "failures": 0, "rests_until": None}
    Carrier.objects.update_or_create(channel=channel, defaults=fresh)


@chore("how a channel fares is seen by the operator alone")
def note_line_down(channel: str, line: str, why: str, until: datetime | None = None) -> datetime:
    """One of its machines is away and rests alone; the operator sees that the channel failed. Gives until when."""
    said = {"failed_at": clock.now(), "last_error": mask(" ".join(clean(why).split()))[:200]}
    Carrier.objects.update_or_create(channel=channel, defaults=said)
    return lines.note_down(channel, line, until)


@chore("how a channel fares is seen by the operator alone")
def note_channel_down(channel: str, why: str, until: datetime | None = None) -> datetime:
    """It failed as a whole and rests: until the moment it named, or for half a minute, longer each time, up to a
    quarter of an hour. Gives until when."""
    now = clock.now()
    carrier, _new = Carrier.objects.get_or_create(channel=channel)
    carrier.failures = min(carrier.failures + 1, 30000)
    rest = min(FIRST_REST * 2 ** min(carrier.failures - 1, 10), LONGEST_REST)
    carrier.failed_at, carrier.last_error = now, mask(" ".join(clean(why).split()))[:200]
    carrier.rests_until = until or now + rest
    carrier.save()
    return carrier.rests_until


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


@chore("that it was erased is on the record of the room that was asked for it")
def erase_messages(*, person: Person | None = None, about: str = "") -> int:
    """What a person was told is gone, with how they wish to be told; or the addresses that messages about a row went to
    outside. Gives how many messages or addresses."""
    if person is None:
        return (
            Delivery.objects.filter(message__about=about, person=None).exclude(address="").update(address="")
        )
    Subscription.objects.filter(person=person).delete()
    Preference.objects.filter(person=person).delete()
    return Message.objects.filter(person=person).delete()[0]


@chore(
    "how long a message is kept is a rule of the house; that it ended is on the record of whoever keeps the rule"
)
def forget_messages(before: datetime, most: int) -> int:
    """Messages to people that were told before a moment are gone, so many at a time. Gives how many."""
    old = Message.objects.filter(created_at__lt=before).order_by("created_at").values_list("pk", flat=True)
    return Message.objects.filter(pk__in=list(old[:most])).delete()[1].get("notices.Message", 0)
