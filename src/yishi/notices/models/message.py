"""Messages in inboxes."""

import heapq
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Post
from yishi.record.questions import Shelf, put

from ..kinds import DESK, KINDS, MATTERS, Kind

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
    """Their own, and those of all posts they hold, not only of the one they act in: nothing waits unseen on another."""
    if actor.pk is None:
        return [Q(post=actor.post.pk)] if actor.post else []
    if actor.posts:
        return [Q(person=actor.pk), *(Q(post=post.pk) for post in actor.posts)]
    return [Q(person=actor.pk), Q(post__in=Post.objects.held_by(actor.pk).values("pk"))]


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

    @property
    def topic(self) -> str:
        """What it is about, for whoever switches something off."""
        return self._wording.topic or (DESK if self.post_id else MATTERS)


def unread(actor: Any) -> list[MessageQuerySet]:
    """The unread messages of the actor, inbox by inbox."""
    return [Message.objects.unread().filter(inbox) for inbox in _inboxes(actor)]


def unread_count(actor: Any, most: int = 99) -> int:
    """How many unread messages wait for the actor, counted no further than `most`."""
    question = _questions.get((actor.facts, most), lambda: put(lambda: _waiting(actor, most)))
    return len(question.rows())


_questions = Shelf()


def _waiting(actor: Any, most: int) -> Any:
    return Message.objects.unread().filter(_any_of(_inboxes(actor))).values_list("pk")[:most]
