"""What the clock does here: carry out what the outbox holds.

The inbox is exactly-once: a message is a row, committed with the fact it tells of. Delivery to the outside is
at-least-once: a worker that dies after the carrier accepted a message and before that is noted leaves it to be sent
again when the lease ends. Every attempt at a delivery hands the channel the same key (`Delivery.key`), by which a
carrier that knows idempotency keys drops the second copy.
"""

import logging
import time
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from yishi.network.models import Appointment, Place
from yishi.people import retention
from yishi.people.actions import note_forgotten
from yishi.people.models import RetentionRule
from yishi.record import clock, troubles

from . import actions, joined, lines, quiet, stopping
from .channels import EMAIL, Gone, Stopped, Throttled, Undeliverable, Unreachable, channel
from .models import Carrier, Delivery, Message, night_at

MOST_AN_HOUR = 10
"""To one address, unless the setting YISHI_MESSAGES_PER_HOUR says otherwise; what is more waits. Workers that look at
the same moment may go one or two over it."""
MOST_IN_ONE = 50
"""Messages joined into one."""
SHARE = 5.0
"""Seconds each channel has at the least before a round ends with messages left."""
POSTS_AT_A_TIME = 200
MORNING = timedelta(hours=3)
"""For how long after the night a worker that was away still tells what the night brought."""
_log = logging.getLogger(__name__)


def deliver_waiting(limit: int = 100) -> int:
    """Try up to `limit` deliveries that are due, each with whatever else is due for its address, claimed just before it
    is sent. Gives how many went out.

    Any number of workers may do this at once. A channel that turns out to be unreachable rests, or the one machine
    behind it that is, and is left alone until its rest is over; a message that fails is put back with its reason and
    does not stop the next. A slow carrier does not make the others wait: the channel that has had least time is next.
    Within a `turn` it ends when that is over and each channel has had its share.
    """
    now = clock.now()
    away = {(name, "") for name in Carrier.objects.resting(now).values_list("channel", flat=True)}
    waiting = _waiting(now, {name for name, _line in away}, limit)
    taken: set[int] = set()
    up: set[str] = set()
    spent = dict.fromkeys(waiting, 0.0)
    sent = 0
    for _try in range(limit):
        name = min((one for one in waiting if waiting[one]), key=lambda one: spent[one], default="")
        if not name or (spent[name] >= SHARE and troubles.turn_is_over()):
            break
        delivery = waiting[name].popleft()
        if (name, "") in away or delivery.pk in taken:
            continue
        begun = time.monotonic()
        sent += _deliver(delivery, taken, away, up)
        spent[name] += time.monotonic() - begun
    for name in sorted(up - {name for name, line in away if not line}):
        actions.note_channel_up(name)
    return sent


def _waiting(now: datetime, away: set[str], limit: int) -> dict[str, deque[Delivery]]:
    """What is due, by channel, longest waiting first. A channel with very much has its own limit, so that what waits
    behind it for another is found as well."""
    found: dict[str, deque[Delivery]] = {}
    due = Delivery.objects.due(now).select_related("message")
    while True:
        rows = list(due.exclude(channel__in=away | set(found))[:limit])
        for row in rows:
            found.setdefault(row.channel, deque()).append(row)
        if len(rows) < limit:
            return found


def _deliver(delivery: Delivery, taken: set[int], away: set[tuple[str, str]], up: set[str]) -> int:
    line = lines.line_of(delivery)
    try:
        until = lines.rests_until(delivery.channel, line)
        if until:
            actions.hold_back(delivery, until)
            return 0
        batch = _take(delivery)
        taken.update(one.pk for one in batch)
        sent = _send(batch, line)
    except (Unreachable, Throttled):
        away.add((delivery.channel, line))
        return 0
    except Exception as error:  # the lease it was taken with lets it rest
        if troubles.is_everybodys(error):
            raise
        troubles.note(f"{__name__}.deliver_waiting", f"delivery:{delivery.pk}", error)
        return 0
    if sent is not None:
        up.add(delivery.channel)
    return sent or 0


def tell_mornings() -> int:
    """Once the night is over, whoever holds a post is told in one message what came to its desk since yesterday and
    still lies unread. Gives how many deliveries were laid ready.

    One pass over the posts that have something, in bounded steps; never a job for each person. It may run any number of
    times a morning: what came after the night is for the next one.
    """
    now = clock.now()
    done = 0
    for path in Place.objects.filter(depth=1).values_list("path", flat=True):
        dawn = quiet.next_time(now, night_at(path)[1]) - timedelta(days=1)
        if now - dawn > MORNING:
            continue
        unread = Message.objects.unread().filter(
            post__place__path__startswith=path,
            created_at__gte=dawn - timedelta(days=1),
            created_at__lt=dawn,
        )
        posts = sorted(set(unread.values_list("post", flat=True)))
        for start in range(0, len(posts), POSTS_AT_A_TIME):
            done += _tell_some(unread, posts[start : start + POSTS_AT_A_TIME], path)
    return done


def forget_old_addresses() -> int:
    """Take the address off what was sent longer ago than the house keeps addresses."""
    kept = retention.days(RetentionRule.What.ADDRESSES)
    gone = actions.forget_addresses(clock.now() - timedelta(days=kept))
    note_forgotten(RetentionRule.What.ADDRESSES, gone)
    return gone


def _tell_some(unread: Any, posts: list[int], path: str) -> int:
    """All of them at once; where that fails, one by one: a post that cannot be told keeps no news from the others."""
    try:
        return _tell_morning(unread, posts, path)
    except Exception as error:
        if troubles.is_everybodys(error):
            raise
        if len(posts) > 1:
            return sum(_tell_some(unread, [post], path) for post in posts)
        troubles.note(f"{__name__}.tell_mornings", f"post:{posts[0]}", error)
        return 0


def _tell_morning(unread: Any, posts: list[int], path: str) -> int:
    messages = list(unread.filter(post__in=posts).order_by("-id")[: MOST_IN_ONE * len(posts)])
    holders: dict[int, list[Any]] = {}
    for seat in Appointment.objects.on().filter(post__in=posts).select_related("person"):
        holders.setdefault(seat.post_id, []).append(seat.person)
    return actions.tell_morning(messages, holders, path)


def _take(delivery: Delivery) -> list[Delivery]:
    """What is now this worker's to send: the delivery with those that go out with it, or nothing."""
    most = getattr(settings, "YISHI_MESSAGES_PER_HOUR", MOST_AN_HOUR)
    now = clock.now()
    goes_at = delivery.may_go_at(now, most)
    # Durable: raises if there is a transaction around the job, for nothing is sent inside one.
    with transaction.atomic(durable=True):
        if goes_at > now:
            actions.hold_back(delivery, goes_at)
            return []
        if not actions.claim(delivery):
            return []
        if not delivery.was_dropped:
            return actions.drop_needless(actions.take_along(delivery, MOST_IN_ONE))
        if delivery.attempts > actions.MOST_TRIES:
            actions.note_given_up(delivery, _reason(Stopped(f"{delivery.attempts - 1} times")))
            return []
    return [delivery]


def _send(batch: list[Delivery], line: str) -> int | None:
    """Hand it to its channel and note how that went; gives whether it counts as sent, or None where the carrier took
    nothing. Raises `Unreachable`, or `Throttled` that holds for everybody; no fault of the messages, which are
    therefore never given up for it."""
    batch = [one for one in batch if _can_be_read(one)]
    if not batch:
        return None
    try:
        _hand_over(batch)
    except Unreachable as down:
        until = _note_down(batch[0].channel, line, down)
        _note(batch, actions.note_unreachable, _reason(down), until)
        raise
    except Throttled as slow:
        until = clock.now() + timedelta(seconds=slow.seconds)
        _note(batch, actions.note_throttled, _reason(slow), until)
        if slow.everybody:
            _note_down(batch[0].channel, line, slow, until)
            raise
    except Undeliverable as never:
        _note(batch, actions.note_given_up, _reason(never))
        if isinstance(never, Gone):
            actions.forget_gone(batch[0])
    except Exception as failure:  # noqa: BLE001  whatever an adapter raises must not stop the next message
        _log.warning("delivery %s failed: %s", batch[0].pk, type(failure).__name__)
        for one in batch:
            _note_own_failure(one, failure)
    else:
        lines.note_up(batch[0].channel, line)
        now = clock.now()
        noted = [actions.note_sent(one, now) for one in batch]
        return int(any(noted))
    return None


def _note_down(name: str, line: str, why: Exception, until: datetime | None = None) -> datetime:
    """Until when the channel is left alone, or the machine of it that is away."""
    if line:
        return actions.note_line_down(name, line, _reason(why), until)
    return actions.note_channel_down(name, _reason(why), until)


def _note(batch: Sequence[Delivery], note: Any, *said: Any) -> None:
    for one in batch:
        note(one, *said)


def _note_own_failure(delivery: Delivery, failure: Exception) -> None:
    note = actions.note_given_up if delivery.attempts >= actions.MOST_TRIES else actions.note_failed
    note(delivery, _reason(failure))


def _can_be_read(delivery: Delivery) -> bool:
    """A message that cannot be put into words is noted as failed, and does not stop those that go out with it."""
    try:
        with translation.override(delivery.language):
            return bool(delivery.message.body and delivery.message.title)
    except Exception as failure:  # noqa: BLE001  facts of an older release may hold anything
        _log.warning("delivery %s cannot be put into words: %s", delivery.pk, type(failure).__name__)
        _note_own_failure(delivery, failure)
        return False


def _hand_over(batch: list[Delivery]) -> None:
    first = batch[0]
    home = getattr(settings, "YISHI_ADDRESS", "").rstrip("/")
    carrier = channel(first.channel)
    with translation.override(first.language):
        said = joined.said([one.message for one in batch], first.channel, home)
        text = said.text
        more: dict[str, Any] = {}
        if getattr(carrier, "by_template", False):
            more["wording"] = said.wording
        if getattr(carrier, "follows_links", False):
            more["link"] = said.link
        if first.channel == EMAIL and home:
            stop = stopping.address(first.address)
            foot = _("To stop these mails: %(address)s") % {"address": stop}
            text = f"{text}\n\n-- \n{foot}"
            if getattr(carrier, "can_stop", False):
                more["stop"] = stop
    carrier.send(first.address, text, subject=said.subject, key=first.key, **more)


def _reason(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"
