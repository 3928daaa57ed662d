"""What people ask for about their own data at a desk: on paper, by telephone or in person, for an account of theirs."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.network.models import Post, within
from yishi.network.powers import Power
from yishi.record import clock
from yishi.record.models import Recorded

from .case import Case
from .originals import Erasure

AGAIN = timedelta(hours=1)
"""So long after it was first handed over the file may be taken once more, where a download failed."""


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, actor: Any) -> "DataRequestQuerySet":
        """One's own; and, to a post that may decide on such requests, those entered in its place."""
        seen = models.Q(person=actor.pk) if actor.pk else models.Q(pk=None)
        if actor.post and actor.post.can(Power.BREAK_GLASS):
            seen |= within("place_path", actor.post.place.path)
        return self.filter(seen)

    def under_way(self) -> "DataRequestQuerySet":
        """Those that still ask somebody for something."""
        return self.filter(state__in=(DataRequest.State.WAITING, DataRequest.State.AGREED))


SHORT = {
    "export": _("a copy of what is kept about you"),
    "erasure": _("erasing what is kept about you"),
}
"""What was asked, as the person it is about is told."""


class DataRequest(Recorded):
    """Somebody asked at a desk for what their account holds, or to have it erased. Who wrote it down says how they made
    sure who it was; a second person agrees before anything is handed over or erased."""

    class Kind(models.TextChoices):
        EXPORT = "export", _("to be given all that is kept about them")
        ERASURE = "erasure", _("to have all that is kept about them erased")

    class Came(models.TextChoices):
        PAPER = "paper", pgettext_lazy("how a request came", "on paper")
        PHONE = "phone", pgettext_lazy("how a request came", "by telephone")
        VISIT = "visit", pgettext_lazy("how a request came", "in person")

    class Checked(models.TextChoices):
        CARD = "card", _("an identity card was looked at; nothing of it is kept")
        RANG = "rang", _("they were rung back at the number of the account")
        KNOWN = "known", _("whoever writes it down knows them")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        AGREED = "agreed", _("agreed, to be handed over")
        DONE = "done", pgettext_lazy("request", "done")
        REFUSED = "refused", pgettext_lazy("request", "refused")
        DISOWNED = "disowned", _("taken back: it was not them, or they think better of it")

    person = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="data_requests"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    came = models.CharField(max_length=8, choices=Came)
    checked = models.CharField(max_length=8, choices=Checked)
    open_cases = models.CharField(
        max_length=10, choices=Erasure.Open, default=Erasure.Open.ANONYMOUS, help_text="with an erasure"
    )
    place_path = models.CharField(max_length=80, help_text="path of the place whose desk entered it")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="that wrote it down")
    entered_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    asked_on = models.DateField(help_text="the day it reached the house")
    entered_at = models.DateTimeField()
    due_on = models.DateField()
    due_days = models.PositiveSmallIntegerField(help_text="working days it was counted with")
    due_source = models.CharField(max_length=200, help_text="the rule they come from")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    hold = models.CharField(max_length=10, choices=Erasure.Hold, blank=True)
    basis = models.CharField(max_length=200, blank=True, help_text="the law and article of a refusal")
    erasure = models.OneToOneField(Erasure, models.SET_NULL, null=True, blank=True, related_name="request")
    handed_at = models.DateTimeField(null=True, blank=True, help_text="when the file was first handed over")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(state__in=["waiting", "agreed"]),
                name="one_request_a_person_and_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"

    @property
    def at_path(self) -> str:
        return self.place_path

    @property
    def in_the_open(self) -> bool:
        """Who asked for it is nobody's business."""
        return False

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def kind_when_read(self) -> Any:
        """What was asked, in the language of whoever will read it."""
        return SHORT[self.kind]

    @property
    def can_be_handed_over(self) -> bool:
        """Whether the file may be taken: it was agreed to, or was handed over less than an hour ago."""
        if self.kind != self.Kind.EXPORT or self.person_id is None:
            return False
        again = self.handed_at is not None and clock.now() - self.handed_at < AGAIN
        return self.state == self.State.AGREED or (self.state == self.State.DONE and again)

    @property
    def is_late(self) -> bool:
        return self.state in (self.State.WAITING, self.State.AGREED) and self.due_on < clock.today()


class FormerReporter(models.Model):
    """Whoever raised a case and stepped back from it, so that it goes on for those who joined. Neither name nor number
    is kept; that it was this account is, so that what they said until then can be given to them, and erased with it."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="former")
    person = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="stepped_back"
    )
    left_at = models.DateTimeField(help_text="what was said on the case until then is theirs")

    def __str__(self) -> str:
        return f"{self.case_id}"
