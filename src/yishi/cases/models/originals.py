"""Who saw what a resident said in confidence, who was kept out, and who asked that it be erased."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.network.models import Post
from yishi.record import clock, digest
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from .case import Case


class RevealQuerySet(models.QuerySet["Reveal"]):
    def holding(self, actor: Any, at: datetime | None = None) -> "RevealQuerySet":
        """Those that still let this person, in this post, read what they opened: for some hours, and no longer than
        they stay signed in."""
        if actor.post is None:
            return self.none()
        mine = self.filter(post=actor.post, until__gt=at or clock.now())
        mine = mine.filter(models.Q(sitting=None) | models.Q(sitting=actor.sitting))
        return mine.filter(models.Q(person=actor.pk) | models.Q(person=None)) if actor.pk else mine


class Reveal(models.Model):
    """Somebody of a desk was shown a resident's words as they were said, or how to reach them, for a reason."""

    class What(models.TextChoices):
        WORDS = "words", _("the words as they were said")
        CONTACT = "contact", _("name and number")

    class Reason(models.TextChoices):
        HANDLING = "handling", _("took the matter in hand")
        CALL = "call", _("to ring the resident")
        PLACE = "place", _("to find the place")
        PUBLISH = "publish", _("to judge what may be shown to everybody")
        DANGER = "danger", _("danger to life; two people agreed")
        OTHER = "other", pgettext_lazy("reason", "another reason")

    case = models.ForeignKey(Case, models.CASCADE, related_name="reveals")
    what = models.CharField(max_length=8, choices=What)
    reason = models.CharField(max_length=10, choices=Reason)
    text = EncryptedText(blank=True, help_text="another reason, in words")
    salt = models.CharField(max_length=32, blank=True)
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(help_text="so long it stays open to them without another reason")
    sitting = models.CharField(
        max_length=32,
        null=True,
        blank=True,
        help_text="for which it stays open: one time of being signed in; empty where a second person opened it",
    )
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="the resident does not read of it before; empty: at once"
    )

    objects = RevealQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["at"], name="reveals_by_time")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what} {self.reason}"

    @property
    def digest(self) -> str:
        """Of the other reason in words; empty where there are none."""
        return digest(self.salt, self.text) if self.text else ""


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def asked(self, at: datetime | None = None) -> "BreakGlassQuerySet":
        """Those that wait for a second person, and not too long already."""
        return self.filter(decided_at=None, decide_by__gt=at or clock.now())

    def open(self, at: datetime | None = None) -> "BreakGlassQuerySet":
        """Those by which somebody sees who it was, at this moment."""
        return self.filter(granted=True, until__gt=at or clock.now())


class BreakGlass(models.Model):
    """In danger to life somebody asks to see who a reporter is whom they must not see otherwise; a second person of
    another body opens it, for an hour."""

    class Reason(models.TextChoices):
        LIFE = "life", _("the reporter's life is in danger")
        OTHERS = "others", _("the life of others is in danger")

    class Law(models.TextChoices):
        NONE = "", _("the resident is told at once")
        INVESTIGATION = "investigation", _("telling them now would harm an investigation")
        SAFETY = "safety", _("telling them now would endanger somebody")

    case = models.ForeignKey(Case, models.CASCADE, related_name="glass")
    reason = models.CharField(max_length=8, choices=Reason)
    text = EncryptedText(help_text="what has happened")
    salt = models.CharField(max_length=32)
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(default=False)
    until = models.DateTimeField(null=True, blank=True)
    law = models.CharField(max_length=14, choices=Law, blank=True, help_text="why they are told later")
    tell_at = models.DateTimeField(null=True, blank=True, help_text="when the resident is told")
    told = models.BooleanField(default=False)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "post"],
                condition=models.Q(decided_at=None),
                name="a_post_asks_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"

    @property
    def digest(self) -> str:
        return digest(self.salt, self.text)


class Concern(models.Model):
    """A matter concerns somebody who would otherwise handle it: they neither see nor handle it, in whichever post.

    A post stands for everybody who holds it while the matter is concerned with it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="concerns")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="concerns",
        help_text="one who held the post when it was said; a row for each",
    )
    by_resident = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "post", "person"], name="a_person_is_concerned_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.post_id}"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def waiting(self) -> "ErasureQuerySet":
        """Neither done nor taken back nor refused."""
        return self.filter(state=Erasure.State.WAITING)

    def due(self, at: datetime | None = None) -> "ErasureQuerySet":
        """Whose days to think it over are past."""
        return self.waiting().filter(due_at__lte=at or clock.now()).order_by("due_at", "id")


class Erasure(Recorded):
    """Somebody asked that what is kept about them be erased: all of an account, or what one case holds."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its day; it can be taken back")
        CANCELLED = "cancelled", _("taken back")
        DONE = "done", pgettext_lazy("erasure", "done")
        REFUSED = "refused", pgettext_lazy("erasure", "refused")

    class Open(models.TextChoices):
        WITHDRAW = "withdraw", _("are withdrawn")
        ANONYMOUS = "anonymous", _("go on without my name")

    class Hold(models.TextChoices):
        LAW = "law", _("a law requires that it be kept")
        DISPUTE = "dispute", _("a lawsuit or a mediation is under way")
        IDENTITY = "identity", _("it could not be made out that the request comes from the person concerned")

    person = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="erasures"
    )
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="erasures")
    on_paper = models.BooleanField(default=False, help_text="a clerk entered what came on paper")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", help_text="that clerk's"
    )
    open_cases = models.CharField(max_length=10, choices=Open, default=Open.ANONYMOUS)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    hold = models.CharField(max_length=10, choices=Hold, blank=True)
    basis = models.CharField(max_length=200, blank=True, help_text="the law and article of a refusal")
    refused_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="waiting"), name="one_erasure_a_person"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="waiting"), name="one_erasure_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def at_path(self) -> str:
        return self.case.place_path if self.case else ""

    @property
    def in_the_open(self) -> bool:
        """Who asked for it is nobody's business."""
        return False
