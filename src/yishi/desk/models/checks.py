"""What must not be forgotten in a matter of some kind, and what of it has been done for one case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Answer, Case, Category, Part
from yishi.network.models import Place, Post, in_language
from yishi.record.models import Recorded

from .texts import over


class Whose(models.TextChoices):
    DESK = "desk", _("the desk that handles the case")
    UNIT = "unit", _("each unit that is called in")


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def fitting(self, case: Case) -> "list[Checklist]":
        """The lists for a case, with their points: those of its kind and of the heading; of several for the same, the
        one of the nearest place."""
        kinds = [case.category_id, case.category.parent_id]
        rows = self.filter(active=True, category__in=kinds, place__path__in=over(case.place_path))
        rows = rows.select_related("place", "category").prefetch_related("points").order_by("place__depth")
        nearest = {(each.whose, each.category_id): each for each in rows}
        return sorted(nearest.values(), key=lambda each: (each.category.parent_id is not None, each.pk))


class Checklist(Recorded):
    """The points of one kind of matter, for the desks of a place and all within it."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", help_text="a heading covers its children"
    )
    whose = models.CharField(max_length=4, choices=Whose, default=Whose.DESK)
    active = models.BooleanField(default=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "category", "whose"],
                condition=models.Q(active=True),
                name="one_checklist_for_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} · {self.place}"

    @property
    def at_path(self) -> str:
        return self.place.path

    @property
    def in_force(self) -> "list[Point]":
        """Its points as they stand now, in order."""
        return [point for point in self.points.all() if point.active]


class Point(Recorded):
    """One thing to do or to look at. One that is taken off the list stays, for it may have been ticked."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(default=0)
    text_zh = models.CharField(max_length=120)
    text_en = models.CharField(max_length=160, blank=True)
    needs_photo = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self.text_zh, self.text_en)


class Tick(models.Model):
    """A point was done for a case, by the desk or by a unit called in; taken back where `undone_at` says so."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="ticks")
    point = models.ForeignKey(Point, models.PROTECT, related_name="ticks")
    part = models.ForeignKey(
        Part, models.CASCADE, null=True, blank=True, related_name="ticks", help_text="of the unit that did it"
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "point"],
                condition=models.Q(undone_at=None, part=None),
                name="a_point_is_ticked_once",
            ),
            models.UniqueConstraint(
                fields=["case", "point", "part"],
                condition=models.Q(undone_at=None, part__isnull=False),
                name="a_point_is_ticked_once_by_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.point_id}"


class OpenAtAnswer(models.Model):
    """An answer was given although points of the checklist were open; how many. For those who handle the case."""

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="open_points")
    count = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.count}"
