"""Time as data: how long a rung has, when the clock stood and why, and who was given longer."""

from datetime import datetime, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.network.counting import Unit
from yishi.network.models import Post
from yishi.record import clock
from yishi.record.sealed import EncryptedText
from yishi.record.versions import Group

from .case import WORKABLE, Case
from .category import Category
from .ladder import Ladder
from .story import Said
from .urgency import Urgency

PURPOSES = ("take", "contact", "progress", "answer")
"""What there is a limit for: taking it, the first contact, a report of progress, the answer."""


class TimeLimit(models.Model):
    """How long desks of a ladder have, for what the row names; what it leaves open holds for all.

    Of several rows that fit, the first one in this order that gives a purpose decides it: one that names the urgency
    before one that does not (an emergency is one whatever it is about), then the category itself before its heading
    before none, then the rung before none.
    """

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="limits")
    urgency = models.CharField(max_length=10, choices=Urgency, blank=True)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="a heading covers its children",
    )
    position = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the rung")
    take = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    take_unit = models.CharField(max_length=10, choices=Unit, default=Unit.HOURS)
    contact = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    contact_unit = models.CharField(max_length=10, choices=Unit, default=Unit.HOURS)
    progress = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    progress_unit = models.CharField(max_length=10, choices=Unit, default=Unit.DAYS)
    answer = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    answer_unit = models.CharField(max_length=10, choices=Unit, default=Unit.DAYS)
    source = models.CharField(max_length=200, help_text="the rule it comes from")

    class Meta:
        ordering = ["ladder", "urgency", "category", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                "ladder",
                "urgency",
                Coalesce("category", 0),
                Coalesce("position", 0),
                name="one_limit_for_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ladder_id} {self.urgency} {self.category_id or ''} {self.position or ''}"

    def fits(self, urgency: str, category: Category, position: int) -> bool:
        """Whether it holds for such a case on such a rung."""
        return (
            self.urgency in ("", urgency)
            and self.category_id in (None, category.pk, category.parent_id)
            and self.position in (None, position)
        )

    def rank(self, category: Category) -> tuple[bool, bool, bool, bool]:
        """The more it says about this category, urgency and rung, the higher."""
        own = self.category_id == category.pk
        return bool(self.urgency), own, self.category_id is not None, self.position is not None


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


LADDERS = Group("ladders", ("cases_ladder", "cases_rung", "cases_timelimit"))
"""What `known` keeps of them."""
