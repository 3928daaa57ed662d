"""The minutes of a session: compiled, corrected, sealed, posted, objected to."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.network.models import Post
from yishi.record import clock, digest
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from .hall import Opinion
from .sessions import Attendance, Session
from .topics import Topic


class Minutes(Recorded):
    """What is written of a session, compiled from what was recorded there."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="minutes")
    remarks = models.TextField(_("what the clerk adds"), blank=True)
    compiled = models.JSONField(
        default=dict, help_text="what was compiled, as the draft and the seal have it"
    )
    salt = models.CharField(max_length=32)
    drafted_at = models.DateTimeField(null=True, blank=True)
    first_drafted_at = models.DateTimeField(
        null=True, blank=True, help_text="only the days of the first draft excuse the host"
    )
    corrections_until = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(
        max_length=64, blank=True, help_text="of what was sealed; the record holds the same"
    )
    erased_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when somebody's words were erased from the sealed text, at their wish",
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField(null=True, blank=True, help_text="when the level above was told")

    class Meta:
        indexes = [models.Index(fields=["sealed_at"], name="minutes_by_seal")]

    def __str__(self) -> str:
        return str(self.session_id)

    @property
    def at_path(self) -> str:
        return self.session.place_path

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None

    @property
    def may_be_corrected(self) -> bool:
        """Whether those who were there may still propose corrections of the draft."""
        return (
            self.corrections_until is not None
            and not self.is_sealed
            and clock.now() <= self.corrections_until
        )


class Correction(Recorded):
    """Somebody who was there proposes a correction of the draft; or, once it is sealed, a numbered correction."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", pgettext_lazy("of a correction", "accepted")
        REFUSED = "refused", pgettext_lazy("of a correction", "not accepted")

    session = models.ForeignKey(Session, models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="of a correction of sealed minutes; None: of the draft"
    )
    attendance = models.ForeignKey(
        Attendance, models.SET_NULL, null=True, blank=True, related_name="corrections"
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    opinion = models.OneToOneField(
        Opinion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        help_text="a line that arrived after the seal",
    )
    text = EncryptedText(blank=True, help_text="as it was proposed")
    shown = models.CharField(
        max_length=600, blank=True, help_text="what everybody reads, once somebody looked at it"
    )
    salt = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_correction_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.number or ''}"

    @property
    def at_path(self) -> str:
        return self.session.place_path

    @property
    def digest(self) -> str:
        return digest(self.salt, self.text)


class PostingQuerySet(models.QuerySet["Posting"]):
    def up(self, day: date | None = None) -> "PostingQuerySet":
        """Those whose period is not over."""
        return self.filter(until_on__gte=day or clock.today())


class Posting(Recorded):
    """The minutes hang on a board, as a photo shows; the period begins with it."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="postings")
    board = models.CharField(_("which board"), max_length=80)
    posted_on = models.DateField(_("posted on"))
    until_on = models.DateField(help_text="that day included")
    picture = models.CharField(max_length=80, help_text="name in the storage of the photo of the board")
    picture_digest = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    salt = models.CharField(max_length=32)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PostingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.session_id} {self.board}"

    @property
    def at_path(self) -> str:
        return self.session.place_path


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def unanswered(self) -> "ObjectionQuerySet":
        """Those that wait for an answer."""
        return self.filter(answered_at=None)

    def overdue(self, at: datetime | None = None) -> "ObjectionQuerySet":
        """Those that should have been answered by now."""
        return self.unanswered().filter(due_at__lt=at or clock.now())


class Objection(Recorded):
    """A resident objects to what was decided while it is posted; it must be answered."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="objections")
    number = models.PositiveSmallIntegerField(help_text="among those to this session")
    channel = models.CharField(max_length=6, choices=Topic.Channel, default=Topic.Channel.WEB)
    language = models.CharField(max_length=10, default="zh-hans")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    contact_phone = EncryptedText(max_length=20, blank=True)
    text = EncryptedText(help_text="as it was said; everybody reads it masked, once somebody looked at it")
    salt = models.CharField(max_length=32)
    shown = models.CharField(
        max_length=600, blank=True, help_text="what everybody reads, once somebody looked at it"
    )
    shown_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=600, blank=True)
    answer_salt = models.CharField(max_length=32, blank=True)
    upheld = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    late_told_at = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField(null=True, blank=True, help_text="when the level above was told of it")
    correction = models.ForeignKey(
        Correction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        help_text="what it led to, where the minutes were wrong",
    )
    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        help_text="what it led to, where it comes to the next session",
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_objection_a_number"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="objections_unanswered", condition=models.Q(answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.pk}"

    @property
    def at_path(self) -> str:
        return self.session.place_path

    @property
    def digest(self) -> str:
        return digest(self.salt, self.text)

    @property
    def answer_digest(self) -> str:
        return digest(self.answer_salt, self.answer)

    @property
    def is_overdue(self) -> bool:
        """It should have been answered by now."""
        return self.answered_at is None and self.due_at < clock.now()

    @property
    def was_late(self) -> bool:
        """It was answered after its time."""
        return self.answered_at is not None and self.answered_at > self.due_at
