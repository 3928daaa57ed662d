"""What kinds of matters there are, as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.network.models import Named, in_language
from yishi.record.models import Recorded
from yishi.record.versions import Group

from .urgency import Urgency

YES, NO = pgettext_lazy("answer", "Yes"), pgettext_lazy("answer", "No")


class CategoryQuerySet(models.QuerySet["Category"]):
    def tops(self) -> "CategoryQuerySet":
        """First level, with the second one fetched along."""
        return self.filter(parent=None, active=True).prefetch_related("children").order_by("position")

    def choosable(self) -> "CategoryQuerySet":
        """Those a case can have: the second level."""
        return (
            self.exclude(parent=None)
            .filter(active=True)
            .select_related("parent")
            .order_by("parent__position", "position", "id")
        )


class Category(Named, Recorded):
    """A kind of matter; two levels. May carry a notice, extra questions, or a stop message for emergencies."""

    code = models.CharField(max_length=40, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    notice_zh = models.TextField(blank=True)
    notice_en = models.TextField(blank=True)
    stop_zh = models.TextField(blank=True, help_text="shown instead of the form: this is an emergency")
    stop_en = models.TextField(blank=True)
    stop_number = models.CharField(max_length=20, blank=True, help_text="the number to ring")
    role_hint = models.CharField(max_length=20, blank=True, help_text="whom to call in for this, as a role")
    urgency = models.CharField(
        max_length=10, choices=Urgency, default=Urgency.GENERAL, db_default=Urgency.GENERAL.value
    )
    skills = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="who could help, as codes of `SkillOffer.Skill` with blanks between, the first one first",
    )
    active = models.BooleanField(default=True)

    objects = CategoryQuerySet.as_manager()

    @property
    def notice(self) -> str:
        return in_language(self.notice_zh, self.notice_en)

    @property
    def stop(self) -> str:
        return in_language(self.stop_zh, self.stop_en)

    @property
    def skills_that_help(self) -> list[str]:
        """Codes of what somebody could do about it."""
        return self.skills.split()


class Question(models.Model):
    """Something more to ask about matters of a category."""

    class Kind(models.TextChoices):
        TEXT = "text", _("words")
        CHOICE = "choice", _("one of several")
        YES_NO = "yesno", _("yes or no")

    category = models.ForeignKey(Category, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    text_zh = models.CharField(max_length=200)
    text_en = models.CharField(max_length=240, blank=True)
    choices_zh = models.TextField(blank=True, help_text="one a line")
    choices_en = models.TextField(blank=True, help_text="one a line, in the same order")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self.text_zh, self.text_en)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(Chinese word kept with the case, word shown)."""
        if self.kind == self.Kind.YES_NO:
            return [("是", str(YES)), ("否", str(NO))]
        kept = self.choices_zh.splitlines()
        shown = in_language(self.choices_zh, self.choices_en).splitlines()
        return list(zip(kept, shown if len(shown) == len(kept) else kept, strict=True))


CATEGORIES = Group("categories", ("cases_category", "cases_question"))
"""What `known` keeps of them."""
