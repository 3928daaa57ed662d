"""Time that was given or taken: when the clock stood and why, and who was given longer."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.network.models import Post
from yishi.record import clock
from yishi.record.sealed import EncryptedText

from .case import WORKABLE, Case
from .story import Said


class PauseQuerySet(models.QuerySet["Pause"]):
    def open(self) -> "PauseQuerySet":
        """Not ended."""
        return self.filter(ended_at=None)

    def shown(self) -> "PauseQuerySet":
        """Those a desk made, whose reason stands on the page; parking and merging have words of their own."""
        return self.filter(reason__in=Pause.BY_HAND)


class Pause(Said):
    """A span in which the clock of a case stands, from `at`; `text` is what everybody can read about why."""

    class Reason(models.TextChoices):
        RESIDENT = "resident", _("waiting for the resident")
        OWNERS = "owners", _("waiting for a decision of the owners")
        WEATHER = "weather", _("the weather does not allow it")
        PROCEDURE = "procedure", _("a procedure laid down by law is under way")
        PARKED = "parked", pgettext_lazy("why the clock stands", "parked")
        MERGED = "merged", pgettext_lazy("why the clock stands", "put together with another")

    BY_HAND = (Reason.RESIDENT, Reason.OWNERS, Reason.WEATHER, Reason.PROCEDURE)

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=10, choices=Reason)
    until_at = models.DateTimeField(null=True, blank=True, help_text="when it ends by itself at the latest")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="a_clock_stands_once_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["until_at"], name="pauses_by_end", condition=models.Q(ended_at=None))]

    @property
    def ends_at(self) -> datetime:
        """When it ended, or will at the latest; now where nothing says so."""
        return self.ended_at or self.until_at or clock.now()

    def lasted(self) -> timedelta:
        """How long the clock has stood so far; never less than nothing, also where the machine's was set back."""
        return max(min(self.ends_at, clock.now()) - self.at, timedelta())


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def waiting(self) -> "ExtensionQuerySet":
        """Asked for and not answered, while the case still lies with whoever asked."""
        return self.filter(
            decided_at=None, overtaken=False, case__state__in=WORKABLE, case__holder=models.F("post")
        )


class Extension(Said):
    """A desk asks for longer, before the limit; `text` is why. The rung above grants or refuses it (`reply`)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions")
    judge = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="who answers")
    due_then = models.DateTimeField(help_text="the limit when it was asked for")
    until_on = models.DateField(help_text="the day asked for")
    granted = models.BooleanField(null=True, blank=True)
    granted_on = models.DateField(null=True, blank=True, help_text="the day granted")
    reply = EncryptedText(blank=True)
    reply_salt = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    overtaken = models.BooleanField(default=False, help_text="the case moved on before it was answered")

    objects = ExtensionQuerySet.as_manager()

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(decided_at=None, overtaken=False),
                name="one_extension_asked_at_a_time",
            )
        ]

    @property
    def public_reply(self) -> str:
        return self.case.masked(self.reply)
