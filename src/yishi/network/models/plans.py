"""Pictures of places: site plans and floor plans, and the zones drawn on them."""

from django.db import models

from yishi.record.models import Recorded

from .places import Named, Place


class PlanQuerySet(models.QuerySet["Plan"]):
    def hanging(self) -> "PlanQuerySet":
        """Those that are shown, the newest first."""
        return self.filter(taken_down_at=None).order_by("-id")


class Plan(Named, Recorded):
    """A site plan or floor plan of a place, as a picture in the storage. Nothing of it comes from a map."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="plans")
    picture = models.CharField(max_length=60, help_text="name in the storage")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the picture")
    width = models.PositiveIntegerField(help_text="in pixels")
    height = models.PositiveIntegerField()
    hung_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    @property
    def at_path(self) -> str:
        return self.place.path


class Zone(models.Model):
    """Where on a plan a place lies: the corners of its outline in pixels of the picture, one after the other."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="zones")
    place = models.ForeignKey(Place, models.PROTECT, related_name="zones")
    points = models.JSONField(help_text="[[x, y], …], three at least")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "place"], name="a_place_is_once_on_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan} – {self.place}"

    @property
    def outline(self) -> str:
        """The corners as SVG wants them."""
        return " ".join(f"{x},{y}" for x, y in self.points)

    @property
    def middle(self) -> tuple[int, int]:
        """Where its name stands: the middle of its corners, in pixels."""
        return (
            sum(x for x, _y in self.points) // len(self.points),
            sum(y for _x, y in self.points) // len(self.points),
        )
