"""Lists somebody saved as a file."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Post
from yishi.people.models import Person
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText


class SavedListQuerySet(models.QuerySet["SavedList"]):
    def visible_to(self, actor: Any) -> "SavedListQuerySet":
        """Those that are made for whoever asks, in the post they act in; nobody sees another's."""
        if actor.pk is None:
            return self.none()
        return self.filter(person=actor.pk, post=actor.post)


class SavedList(Recorded):
    """A list that somebody saved: at once, or by the worker where it is long. Its file lies encrypted, for a day."""

    class State(models.TextChoices):
        GIVEN = "given", _("given out at once")
        WAITING = "waiting", _("waits for its turn")
        WORKING = "working", _("is being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be written")
        DROPPED = "dropped", _("thrown away")

    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=40, help_text="which list")
    form = models.CharField(max_length=4, help_text="csv or xlsx")
    query = EncryptedText(
        blank=True, help_text="how the list was narrowed; it may hold words that were searched"
    )
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(max_length=8, choices=State)
    rows = models.PositiveIntegerField(default=0, help_text="as they were counted when it was asked for")
    done = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    file = models.CharField(max_length=60, blank=True, help_text="its name in the storage; empty without one")
    at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, help_text="when a worker last said it is at it")
    ended_at = models.DateTimeField(null=True)

    objects = SavedListQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["state", "id"], name="saved_lists_by_state")]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"

    @property
    def at_path(self) -> str:
        return self.post.place.path if self.post else ""

    @property
    def in_the_open(self) -> bool:
        """How long a list of one's own is tells of what others may not know of."""
        return False

    @property
    def is_busy(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.state in (self.State.WAITING, self.State.WORKING)
