"""Time as data: how long a rung has."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce

from yishi.network.counting import Unit
from yishi.record.versions import Group

from .category import Category
from .ladder import Ladder
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


LADDERS = Group("ladders", ("cases_ladder", "cases_rung", "cases_timelimit"))
"""What `known` keeps of them."""
