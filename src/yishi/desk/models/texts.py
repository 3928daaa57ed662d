"""Ready texts for what desks write every day."""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Category
from yishi.network.models import Place, in_language, within
from yishi.people.models import Person
from yishi.record.models import STEP, Recorded


class Use(models.TextChoices):
    """What a text is for: an answer of one kind, or one of the other things a desk writes."""

    SOLVED = "solved", _("Solved")
    PARTLY = "partly", _("Partly solved")
    EXPLAINED = "explained", _("Explained")
    IMPOSSIBLE = "impossible", _("Not possible")
    DECLINE = "decline", _("Decline it")
    PROMISE = "promise", _("Promise a day")
    NOTE = "note", _("Write a note")
    HAND_UP = "hand_up", _("Hand it up")
    SEND_BACK = "send_back", _("Send it back")
    ASK_PART = "ask_part", _("Call in a unit")
    ANSWER_PART = "answer_part", _("Reply with your part")
    PAUSE = "pause", _("Stop the clock")
    ASK_EXTENSION = "ask_extension", _("Ask for more time")
    PARK = "park", _("Propose to park it")
    CALL = "call", _("Log a call")


def over(path: str) -> list[str]:
    """The paths of the places a place lies in, its own included."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


class ReplyTextQuerySet(models.QuerySet["ReplyText"]):
    def kept_by(self, actor: Any) -> "ReplyTextQuerySet":
        """Those that somebody at a desk works with: shared ones of the place and of what it lies in, and their own."""
        seen = models.Q(owner=actor.pk) if actor.pk else models.Q(pk=None)
        if actor.post:
            path = actor.post.place.path
            seen |= models.Q(place__path__in=over(path)) | within("place__path", path)
        return self.filter(seen)

    def fitting(self, actor: Any, path: str, category: Category) -> "ReplyTextQuerySet":
        """Those for matters of this kind at the place with this path, shared or the actor's own."""
        whose = models.Q(place__path__in=over(path))
        if actor.pk:
            whose |= models.Q(owner=actor.pk)
        kinds = models.Q(category=None) | models.Q(category__in=[category.pk, category.parent_id])
        return self.filter(whose, kinds, active=True)


class ReplyText(Recorded):
    """One ready text: shared by the desks of a place and of all within it, or somebody's own."""

    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="reply_texts")
    code = models.CharField(max_length=40, blank=True, help_text="of a text that came with the house")
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="a heading covers its children",
    )
    uses = models.CharField(max_length=200, blank=True, help_text="codes of `Use`; empty: for all")
    title_zh = models.CharField(max_length=40)
    title_en = models.CharField(max_length=80, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    season_from = models.PositiveSmallIntegerField(null=True, blank=True, help_text="first month, 1 to 12")
    season_until = models.PositiveSmallIntegerField(null=True, blank=True, help_text="last month, included")
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = ReplyTextQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(place=None, owner__isnull=False)
                | models.Q(place__isnull=False, owner=None),
                name="a_text_is_shared_or_somebodys_own",
            ),
            models.UniqueConstraint(
                fields=["place", "code"],
                condition=~models.Q(code=""),
                name="a_text_of_the_house_once_a_place",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def at_path(self) -> str:
        return self.place.path if self.place else ""

    @property
    def in_the_open(self) -> bool:
        return self.owner_id is None

    @property
    def is_shared(self) -> bool:
        return self.owner_id is None

    @property
    def title(self) -> str:
        return in_language(self.title_zh, self.title_en)

    @property
    def text(self) -> str:
        """In the language in force, Chinese where there is no English."""
        return self.text_en if self.text_en and (get_language() or "").startswith("en") else self.text_zh

    @property
    def for_uses(self) -> list[str]:
        return self.uses.split()

    @property
    def uses_said(self) -> list[Any]:
        """What it is for, as people call it."""
        return [Use(code).label for code in self.for_uses if code in Use.values]

    def serves(self, use: str) -> bool:
        return not self.uses or use in self.for_uses

    def in_season(self, month: int) -> bool:
        """Whether it holds in this month; a season may go over the turn of the year."""
        first, last = self.season_from, self.season_until
        if first is None or last is None:
            return True
        return first <= month <= last if first <= last else month >= first or month <= last
