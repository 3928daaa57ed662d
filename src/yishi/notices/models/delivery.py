"""Deliveries of messages to telephones, mailboxes, browsers and groups."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.insight.masking import mask, mask_phone
from yishi.record.models import Recorded

from .. import quiet, rules
from ..channels import (
    DINGTALK,
    EMAIL,
    FEISHU,
    PUSH,
    ROBOTS,
    SMS,
    WECOM,
    Gone,
    Misconfigured,
    Stopped,
    Throttled,
    Undeliverable,
    Unreachable,
)
from ..channels.robots import MOST_A_MINUTE
from .message import Message

CHANNEL_NAMES = {
    SMS: pgettext_lazy("channel", "text message"),
    EMAIL: pgettext_lazy("channel", "e-mail"),
    PUSH: pgettext_lazy("channel", "browser"),
    WECOM: pgettext_lazy("channel", "WeCom group"),
    DINGTALK: pgettext_lazy("channel", "DingTalk group"),
    FEISHU: pgettext_lazy("channel", "Feishu group"),
}
REASONS = {
    Unreachable.__name__: _("The channel could not be reached"),
    Undeliverable.__name__: _("This address cannot be written to"),
    Stopped.__name__: _("The worker stopped each time it tried"),
    Throttled.__name__: _("The carrier asked us to wait"),
    Misconfigured.__name__: _("The carrier refuses it until something is set right"),
    Gone.__name__: _("The address has ceased"),
}
LONGEST_LEASE, LONGEST_DELAY = timedelta(minutes=10), timedelta(days=2)
"""More than a worker has a delivery in hand, and than any has to wait for its next try: a night, or six hours."""
GATHER = timedelta(minutes=10)
"""For how long after a message to an address the next ones are gathered into one."""
GROUPS_GATHER = timedelta(minutes=2)
"""The same for the group of a post, which works with what it reads there."""


def reason_of(error: str) -> str:
    """A stored error as the operator reads it."""
    sort, _colon, said = error.partition(": ")
    return f"{REASONS[sort]} ({said})" if sort in REASONS else error


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Any) -> "DeliveryQuerySet":
        """All for the operator, none for anybody else: a resident's telephone number stands in each."""
        return self.all() if rules.may_see_outbox(actor) else self.none()

    def due(self, at: datetime) -> "DeliveryQuerySet":
        """Those to be tried at a moment, longest waiting first: nobody has them in hand, or whoever had is overdue.

        A lease or a wait longer than there is comes from a clock that was ahead, and is over."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at) | Q(claimed_until__gt=at + LONGEST_LEASE)
        come = Q(next_try_at__lte=at) | Q(next_try_at__gt=at + LONGEST_DELAY)
        return self.filter(free, come).order_by("next_try_at", "id")

    def alike(self, delivery: "Delivery") -> "DeliveryQuerySet":
        """To the same address by the same channel in the same language, and fit to go out in one with it."""
        return self.filter(
            channel=delivery.channel,
            address=delivery.address,
            language=delivery.language,
            urgent=False,
        ).filter(
            Q(state=Delivery.State.WAITING)
            | Q(last_error__startswith=Unreachable.__name__)
            | Q(last_error__startswith=Throttled.__name__)
        )

    def unsent(self) -> "DeliveryQuerySet":
        return self.filter(sent_at=None)

    def troubled(self) -> "DeliveryQuerySet":
        """Failed at least once and not sent since, newest first."""
        return (
            self.unsent().filter(state__in=(Delivery.State.FAILED, Delivery.State.GIVEN_UP)).order_by("-id")
        )

    def sent_since(self, since: datetime) -> "DeliveryQuerySet":
        return self.filter(sent_at__gt=since)


class Delivery(Recorded):
    """One message on its way through one channel to one address."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        FAILED = "failed", _("failed, will be tried again")
        SENT = "sent", pgettext_lazy("delivery", "sent")
        GIVEN_UP = "given_up", pgettext_lazy("delivery", "given up")

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254, blank=True, help_text="forgotten some weeks after sending")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, help_text="empty once it is sent or given up")
    claimed_until = models.DateTimeField(null=True, help_text="a worker has it in hand until then")
    claim = models.CharField(
        max_length=32, blank=True, help_text="which claim; a worker that was too slow has another"
    )
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    person = models.ForeignKey(
        "people.Person",
        models.CASCADE,
        null=True,
        related_name="deliveries",
        help_text="whose address it is; empty for a contact and for a group",
    )
    urgent = models.BooleanField(default=False, help_text="goes out at night as well, and alone")
    quiet_from = models.TimeField(
        null=True, help_text="the night of whom it is for, as it stood when they were told"
    )
    quiet_until = models.TimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel", "address"],
                condition=~Q(address=""),
                name="one_delivery_an_address",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False, next_try_at=None)
                | Q(state="given_up", sent_at=None, next_try_at=None)
                | Q(state__in=("waiting", "failed"), sent_at=None, next_try_at__isnull=False),
                name="a_delivery_ends_or_has_a_next_try",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(next_try_at__isnull=False),
                name="delivery_due",
            ),
            models.Index(fields=["channel", "state"], condition=Q(sent_at=None), name="delivery_unsent"),
            models.Index(
                fields=["channel", "address"],
                condition=Q(next_try_at__isnull=False),
                name="delivery_waiting_for_address",
            ),
            models.Index(fields=["sent_at"], condition=Q(sent_at__isnull=False), name="delivery_sent"),
            models.Index(
                fields=["channel", "address", "sent_at"],
                condition=Q(sent_at__isnull=False),
                name="delivery_to_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.channel} {self.state}"

    @property
    def in_the_open(self) -> bool:
        return False

    @property
    def key(self) -> str:
        """What the carrier may know every attempt at this delivery by."""
        return f"notice-{self.pk}"

    @property
    def failed_with_its_channel(self) -> bool:
        """Whether its last failure was its channel's and not its own."""
        return self.last_error.startswith((Unreachable.__name__, Throttled.__name__))

    @property
    def was_dropped(self) -> bool:
        """Whether the last worker that had it in hand never said how it ended."""
        return self.claimed_until is not None

    @property
    def channel_name(self) -> str:
        """What a reader calls the channel."""
        return str(CHANNEL_NAMES.get(self.channel, self.channel))

    @property
    def reason(self) -> str:
        """Why it failed, as the operator reads it: what kind of failure in their language, and what was said."""
        return reason_of(self.last_error)

    @property
    def masked_address(self) -> str:
        """Enough for the operator to tell addresses apart; a group goes by its post's code, a browser by a number."""
        if self.channel in ROBOTS or self.channel == PUSH:
            return self.address
        return mask(self.address) if "@" in self.address else mask_phone(self.address)

    @property
    def night(self) -> quiet.Night | None:
        """The quiet hours it keeps; what is urgent keeps none."""
        if self.urgent or self.quiet_from is None or self.quiet_until is None:
            return None
        return self.quiet_from, self.quiet_until

    def may_go_at(self, at: datetime, most: int) -> datetime:
        """The first moment from `at` on when it may go out: not at night, not too often to one address, and gathered
        with what else comes for this address within some minutes."""
        latest = [at]
        if self.night:
            opens = quiet.opens_at(at, self.night)
            latest.append(opens + quiet.spread(self.address) if opens > at else at)
        many, span, gather = (
            (MOST_A_MINUTE, timedelta(minutes=1), GROUPS_GATHER)
            if self.channel in ROBOTS
            else (most, timedelta(hours=1), GATHER)
        )
        sent = self._sent_to_address_since(at - max(span, gather), many)
        if len(sent) == many and sent[-1] > at - span:
            latest.append(sent[-1] + span)
        if sent and not self.urgent and sent[0] + gather > at:
            latest.append(sent[0] + gather)
        return max(latest)

    def _sent_to_address_since(self, since: datetime, most: int) -> list[datetime]:
        """When this address was last written to, newest first. What went out in one counts as one."""
        rows = Delivery.objects.sent_since(since).filter(channel=self.channel, address=self.address)
        # what went out before the clock was set back holds nothing up
        rows = rows.filter(sent_at__lt=since + LONGEST_DELAY)
        times = rows.order_by("-sent_at").values_list("sent_at", flat=True).distinct()[:most]
        return [sent_at for sent_at in times if sent_at]
