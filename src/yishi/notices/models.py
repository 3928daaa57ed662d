"""Messages in inboxes, and their deliveries to telephones and mailboxes."""

import heapq
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.insight.masking import mask, mask_phone
from yishi.network.models import Post
from yishi.record.models import Recorded

from . import rules
from .channels import EMAIL, SMS, Stopped, Undeliverable, Unreachable
from .kinds import KINDS, Kind

CHANNEL_NAMES = {SMS: pgettext_lazy("channel", "text message"), EMAIL: pgettext_lazy("channel", "e-mail")}
REASONS = {
    Unreachable.__name__: _("The channel could not be reached"),
    Undeliverable.__name__: _("This address cannot be written to"),
    Stopped.__name__: _("The worker stopped each time it tried"),
}
UNKNOWN = Kind("notices.unknown", _("A message"), _("Open it to see what it is about."))
"""How a message is shown whose kind this release no longer knows."""


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Any) -> "MessageQuerySet":
        """What lies in the actor's own inbox and in those of the posts they hold today."""
        return self.filter(_any_of(_inboxes(actor)))

    for_actor = visible_to

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at=None)

    def page(self, actor: Any, size: int, before: Any = None) -> list["Message"]:
        """The newest `size` of what the actor may see, or those just older than `before`.

        Each inbox is read along its own index and the few rows are merged here: one query over all of them would
        have to sort everything a busy post was ever told.
        """
        newest = [
            self.filter(inbox & _older_than(before))
            .select_related("post__place", "post__organisation")
            .order_by("-created_at", "-id")[:size]
            for inbox in _inboxes(actor)
        ]
        return list(islice(heapq.merge(*newest, key=_age, reverse=True), size))


def _age(message: "Message") -> tuple[datetime, int]:
    return message.created_at, message.pk


def _inboxes(actor: Any) -> list[Q]:
    own = [Q(person=actor.pk)] if actor.pk else []
    return own + [Q(post=post.pk) for post in _posts_of(actor)]


def _posts_of(actor: Any) -> Iterable[Post]:
    """All posts the actor holds, not only the one they act in: nothing waits unseen on the other one."""
    if actor.pk:
        return actor.posts or Post.objects.held_by(actor.person)
    return [actor.post] if actor.post else []


def _any_of(choices: list[Q]) -> Q:
    found = Q(pk__in=[])
    for choice in choices:
        found |= choice
    return found


def _older_than(message: "Message | None") -> Q:
    if message is None:
        return Q()
    same_moment = Q(created_at=message.created_at, pk__lt=message.pk)
    # The first term says nothing new, but is the one an index range can begin at.
    return Q(created_at__lte=message.created_at) & (Q(created_at__lt=message.created_at) | same_moment)


class Message(models.Model):
    """One thing told to a person, a post, or (where both are empty) a contact without an account.

    What a post is told is read for all its holders once one of them has read it.
    """

    kind = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=200, help_text="path of the page that shows what this is about")
    about = models.CharField(
        max_length=40, db_index=True, help_text="the row it is about, as the record calls it"
    )
    person = models.ForeignKey(
        "people.Person", models.CASCADE, null=True, db_index=False, related_name="messages"
    )
    post = models.ForeignKey(
        "network.Post", models.CASCADE, null=True, db_index=False, related_name="messages"
    )
    key = models.CharField(
        max_length=120, unique=True, null=True, help_text="told twice under one key, told once"
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) | Q(post=None), name="a_message_lies_in_one_inbox"
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "-created_at", "-id"],
                condition=Q(person__isnull=False),
                name="inbox_of_person",
            ),
            models.Index(
                fields=["post", "-created_at", "-id"], condition=Q(post__isnull=False), name="inbox_of_post"
            ),
            models.Index(
                fields=["person"], condition=Q(person__isnull=False, read_at=None), name="unread_of_person"
            ),
            models.Index(
                fields=["post"], condition=Q(post__isnull=False, read_at=None), name="unread_of_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @cached_property
    def _wording(self) -> Kind:
        return KINDS.get(self.kind, UNKNOWN)

    @property
    def title(self) -> str:
        return self._wording.title_with(self.facts)

    @property
    def body(self) -> str:
        return self._wording.body_with(self.facts)

    @property
    def is_unread(self) -> bool:
        return self.read_at is None


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Any) -> "DeliveryQuerySet":
        """All for the operator, none for anybody else: a resident's telephone number stands in each."""
        return self.all() if rules.may_see_outbox(actor) else self.none()

    def due(self, at: datetime) -> "DeliveryQuerySet":
        """Those to be tried at a moment, longest waiting first: nobody has them in hand, or whoever had is overdue."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.filter(free, next_try_at__lte=at).order_by("next_try_at", "id")

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
        sort, _colon, said = self.last_error.partition(": ")
        return f"{REASONS[sort]} ({said})" if sort in REASONS else self.last_error

    @property
    def masked_address(self) -> str:
        return mask(self.address) if "@" in self.address else mask_phone(self.address)

    def window_opens_at(self, at: datetime, most: int) -> datetime | None:
        """When this address may be written to again, or None if now: at most `most` in an hour."""
        hour = Delivery.objects.sent_since(at - timedelta(hours=1)).filter(
            channel=self.channel, address=self.address
        )
        latest = hour.order_by("-sent_at").values_list("sent_at", flat=True)[:most]
        times = [sent_at for sent_at in latest if sent_at]
        return times[-1] + timedelta(hours=1) if len(times) == most else None


def unread_count(actor: Any, most: int = 99) -> int:
    """How many unread messages wait for the actor, counted no further than `most`."""
    waiting = sum(Message.objects.unread().filter(inbox)[:most].count() for inbox in _inboxes(actor))
    return min(waiting, most)
