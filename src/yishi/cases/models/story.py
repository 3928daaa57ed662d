"""What happens to a case on the way: stays on desks, notes, promises, parts, answers, feedback."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Post
from yishi.record import clock, digest
from yishi.record.sealed import EncryptedText

from .case import Case
from .publishing import SaidLater


class Said(models.Model):
    """Words that belong to a case. The record holds only their salted digest."""

    case: Any
    text = EncryptedText(blank=True)
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", help_text="who said it"
    )

    class Meta:
        abstract = True
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def digest(self) -> str:
        return digest(self.salt, self.text)

    @property
    def public_text(self) -> str:
        return self.case.masked(self.text)


class Stay(models.Model):
    """The time a case spent on one desk."""

    class Why(models.TextChoices):
        REPORTED = "reported", _("first")
        ON_DUTY = "on_duty", _("taken by members on duty")
        HANDED_UP = "handed_up", _("handed up")
        SENT_BACK = "sent_back", _("sent back")
        RULING = "ruling", _("up for a ruling")
        RULED = "ruled", _("by ruling")
        NOT_SOLVED = "not_solved", _("not solved")
        OVERDUE = "overdue", _("its limit has passed")
        UNPARKED = "unparked", _("back from parking")
        SPLIT = "split", _("taken out again")
        CONCERNED = "concerned", _("it concerned the desk before")
        STRUCK = "struck", _("the decision was struck out")

    case = models.ForeignKey(Case, models.CASCADE, related_name="stays")
    position = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="stays")
    why = models.CharField(max_length=12, choices=Why)
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["arrived_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(left_at=None), name="a_case_is_on_one_desk"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.post}"

    def lasted(self, until: datetime | None = None) -> timedelta:
        """Time on this desk so far; never less than nothing, also where the machine's clock was set back."""
        return max((self.left_at or until or clock.now()) - self.arrived_at, timedelta())


class Note(SaidLater, Said):
    """Something said on the way, in public or among those who handle the case."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("progress")
        CALL = "call", _("telephone call")
        HAND_UP = "hand_up", _("reason for handing up")
        SEND_BACK = "send_back", _("reason for sending back")
        RULING = "ruling", _("ruling")
        DECLINE = "decline", _("declined")
        WITHDRAW = "withdraw", _("withdrawn")
        REWORD = "reword", _("public words changed")
        PARKED = "parked", _("why it may be parked")
        NOT_PARKED = "not_parked", _("why it may not be parked")
        OBJECTION = "objection", _("objection to the parking")
        UPHELD = "upheld", _("objection upheld")
        DISMISSED = "dismissed", _("objection dismissed")
        UNPARKED = "unparked", _("why it is taken up again")
        REPORT = "report", _("report to the supervisor")
        SUPERVISED = "supervised", _("word of the supervisor")

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind)
    public = models.BooleanField(default=True)
    code = models.CharField(max_length=20, blank=True, help_text="ground of a decline, outcome of a call")
    door = EncryptedText(blank=True, help_text="with a decline: where to go instead")

    BY_RESIDENTS = (Kind.WITHDRAW, Kind.OBJECTION)

    class Meta(Said.Meta):
        abstract = False

    @property
    def is_by_resident(self) -> bool:
        """Whether a resident said it, not somebody who handles the case."""
        return self.kind in self.BY_RESIDENTS


class Promise(Said):
    """What the holder promised, for which day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="promises")
    due_on = models.DateField()
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta(Said.Meta):
        abstract = False
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="promises_to_keep", condition=models.Q(kept_at__isnull=True)
            )
        ]

    def is_broken(self, at: datetime | None = None) -> bool:
        """The day has passed without an answer."""
        day = (at or clock.now()).date()
        return self.kept_at is None and self.due_on < day


class Part(Said):
    """What a department or the property company is asked to do for a case, and what it says to that."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parts")
    asked = models.ForeignKey(Post, models.PROTECT, related_name="parts")
    lead = models.BooleanField(default=False, help_text="leads; the others help")
    due_at = models.DateTimeField()
    reply = EncryptedText(blank=True)
    reply_salt = models.CharField(max_length=32, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["case", "asked"], condition=models.Q(replied_at=None), name="one_open_part_a_unit"
            )
        ]

    @property
    def public_reply(self) -> str:
        return self.case.masked(self.reply)


class Answer(Said):
    """What the holder says came of it. Each kind has fields of its own that must be filled."""

    class Kind(models.TextChoices):
        SOLVED = "solved", _("solved")
        PARTLY = "partly", _("partly solved")
        EXPLAINED = "explained", _("explained")
        IMPOSSIBLE = "impossible", _("not possible")

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=12, choices=Kind)
    position = models.PositiveSmallIntegerField(help_text="the rung that answered")
    remaining = EncryptedText(blank=True, help_text="partly: what remains")
    remaining_on = models.DateField(null=True, blank=True, help_text="partly: and by when")
    basis = EncryptedText(blank=True, help_text="explained, not possible: on what ground")
    alternative = EncryptedText(blank=True, help_text="not possible: what can be done instead")

    class Meta(Said.Meta):
        abstract = False

    @property
    def public_remaining(self) -> str:
        return self.case.masked(self.remaining)

    @property
    def public_basis(self) -> str:
        return self.case.masked(self.basis)

    @property
    def public_alternative(self) -> str:
        return self.case.masked(self.alternative)

    @property
    def whole(self) -> str:
        """All its words as one text, for the digest."""
        return "\n".join([self.text, self.remaining, self.basis, self.alternative])

    @property
    def digest(self) -> str:
        return digest(self.salt, self.whole)


class Feedback(SaidLater, Said):
    """What the resident says to an answer. Silence is no row: it is the case's state."""

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", _("satisfied")
        MOSTLY = "mostly", _("mostly satisfied")
        UNSATISFIED = "unsatisfied", _("not satisfied")

    case = models.ForeignKey(Case, models.CASCADE, related_name="feedback")
    answer = models.OneToOneField(Answer, models.CASCADE, related_name="feedback")
    contacted = models.BooleanField(null=True, blank=True, help_text="None where nobody asked")
    solved = models.BooleanField()
    satisfaction = models.CharField(max_length=12, choices=Satisfaction, blank=True)
    channel = models.CharField(max_length=8, default="page", help_text="page, link, sms, phone, paper")
    overturned_at = models.DateTimeField(
        null=True, blank=True, help_text="neighbours had the case reopened although the resident said solved"
    )

    class Meta(Said.Meta):
        abstract = False
