"""Spreadsheets that somebody brings in."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from .posts import Post


class BroughtQuerySet(models.QuerySet["Brought"]):
    def visible_to(self, actor: Any) -> "BroughtQuerySet":
        """Those somebody brought in the post they act in; nobody sees another's."""
        if actor.pk is None or actor.post is None:
            return self.none()
        return self.filter(person=actor.pk, post=actor.post)


class Brought(Recorded):
    """A spreadsheet: brought, looked at by the worker, confirmed, written all at once or not at all. It lies encrypted
    and is gone when this ends, or after some hours."""

    class State(models.TextChoices):
        BROUGHT = "brought", _("waits to be looked at")
        LOOKED = "looked", _("looked at; nothing is written")
        CONFIRMED = "confirmed", _("is being written")
        DONE = "done", _("written")
        UNREADABLE = "unreadable", _("cannot be read")
        DROPPED = "dropped", _("thrown away")

    what = models.CharField(max_length=20, help_text="what its rows are, by the name of the import")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(max_length=10, choices=State, default=State.BROUGHT)
    file = models.CharField(
        max_length=60, blank=True, help_text="its name in the storage; empty once it is gone"
    )
    name = EncryptedText(blank=True, help_text="what it was called")
    beat_at = models.DateTimeField(null=True, blank=True, help_text="when a worker last said it is at it")
    brought_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="rows a worker has read so far")
    added = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    report = EncryptedText(blank=True, help_text="what was found, as JSON")

    objects = BroughtQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="brought_by_state")]

    def __str__(self) -> str:
        return f"{self.pk} {self.what}"

    @property
    def at_path(self) -> str:
        return self.post.place.path

    @property
    def in_the_open(self) -> bool:
        """What each row became is told by its own event; that somebody brought a file is for the house."""
        return False

    @property
    def is_busy(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.state in (self.State.BROUGHT, self.State.CONFIRMED)
