"""What the clock does here: carry out what the outbox holds.

The inbox is exactly-once: a message is a row, committed with the fact it tells of. Delivery to the outside is
at-least-once: a worker that dies after the carrier accepted a message and before that is noted leaves it to be sent
again when the lease ends. Every attempt at a delivery hands the channel the same key (`Delivery.key`), by which a
carrier that knows idempotency keys drops the second copy.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation

from yishi.record import clock

from . import actions
from .channels import EMAIL, Stopped, Undeliverable, Unreachable, channel
from .models import Delivery

FORGET_AFTER = timedelta(days=30)
MOST_AN_HOUR = 10
"""To one address, unless the setting YISHI_MESSAGES_PER_HOUR says otherwise; what is more waits. Workers that look at
the same moment may go one or two over it."""
_log = logging.getLogger(__name__)


def deliver_waiting(limit: int = 100) -> int:
    """Try up to `limit` deliveries that are due, each claimed alone just before it is sent. Gives how many were sent.

    Any number of workers may do this at once. A channel that turns out to be unreachable is left alone for the rest of
    this round; a message that fails is put back with its reason and does not stop the next.
    """
    sent, away = 0, set[str]()
    due = Delivery.objects.due(clock.now()).select_related("message")[:limit]
    for delivery in list(due):
        if delivery.channel in away or not _take(delivery):
            continue
        try:
            sent += _send(delivery)
        except Unreachable as down:
            away.add(delivery.channel)
            actions.note_unreachable(delivery, _reason(down))
    return sent


def forget_old_addresses() -> int:
    """Take the address off what was sent weeks ago."""
    return actions.forget_addresses(clock.now() - FORGET_AFTER)


def _take(delivery: Delivery) -> bool:
    """Whether this delivery is now this worker's to send."""
    most = getattr(settings, "YISHI_MESSAGES_PER_HOUR", MOST_AN_HOUR)
    opens_at = delivery.window_opens_at(clock.now(), most)
    # Durable: raises if there is a transaction around the job, for nothing is sent inside one.
    with transaction.atomic(durable=True):
        if opens_at:
            actions.hold_back(delivery, opens_at)
            return False
        if not actions.claim(delivery):
            return False
        if delivery.was_dropped and delivery.attempts > actions.MOST_TRIES:
            actions.note_given_up(delivery, _reason(Stopped(f"{delivery.attempts - 1} times")))
            return False
    return True


def _send(delivery: Delivery) -> bool:
    """Hand it to its channel and note how that went. Raises `Unreachable`; that is no fault of the message, which is
    therefore never given up for it."""
    try:
        _hand_over(delivery)
    except Unreachable:
        raise
    except Undeliverable as never:
        actions.note_given_up(delivery, _reason(never))
    except Exception as failure:  # noqa: BLE001  whatever an adapter raises must not stop the next message
        _log.warning("delivery %s failed: %s", delivery.pk, type(failure).__name__)
        note = actions.note_given_up if delivery.attempts >= actions.MOST_TRIES else actions.note_failed
        note(delivery, _reason(failure))
    else:
        return actions.note_sent(delivery)
    return False


def _hand_over(delivery: Delivery) -> None:
    message = delivery.message
    with translation.override(delivery.language):
        subject = message.title if delivery.channel == EMAIL else ""
        body = message.body
    home = getattr(settings, "YISHI_ADDRESS", "").rstrip("/")
    text = f"{body} {home}{message.link}" if home else body
    channel(delivery.channel).send(delivery.address, text, subject=subject, key=delivery.key)


def _reason(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"
