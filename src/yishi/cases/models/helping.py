"""What a case needs, and whom of those who help was asked."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Post, SkillOffer

from .case import Case
from .story import Said


class Need(models.Model):
    """The desk says that somebody who can do this would help with the case, beyond what its category says."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="needs")
    skill = models.CharField(max_length=12, choices=SkillOffer.Skill)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "skill"], name="a_case_needs_a_skill_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.skill}"


class HelpQuerySet(models.QuerySet["Help"]):
    def waiting(self) -> "HelpQuerySet":
        """Those that nobody has answered yet."""
        return self.filter(replied_at=None)

    def visible_to(self, actor: Any) -> "HelpQuerySet":
        """Somebody sees what they themselves are asked."""
        return self.filter(person=actor.pk) if actor.pk else self.none()


class Help(Said):
    """Somebody who offered what they can do is asked to help with a case: what for (`text`), what they said to it, and
    when they came. They learn where and what, never who raised it or how to reach them."""

    class Reply(models.TextChoices):
        WAITING = "", _("no word yet")
        YES = "yes", _("comes")
        NO = "no", _("cannot come")

    case = models.ForeignKey(Case, models.CASCADE, related_name="helps")
    offer = models.ForeignKey(SkillOffer, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="helps")
    skill = models.CharField(max_length=12, choices=SkillOffer.Skill)
    reply = models.CharField(max_length=4, choices=Reply, blank=True, default=Reply.WAITING)
    replied_at = models.DateTimeField(null=True, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)

    objects = HelpQuerySet.as_manager()

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["case", "offer"], name="a_helper_is_asked_once_for_a_case")
        ]
        indexes = [models.Index(fields=["person", "replied_at"], name="asked_of_a_helper")]

    @property
    def is_needed(self) -> bool:
        """Whether the case still waits for what was asked."""
        return self.case.is_open
