"""Who deals with a case first and who next, as data per community or above."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place, Post
from yishi.network.powers import Role
from yishi.record.models import Recorded


class LadderQuerySet(models.QuerySet["Ladder"]):
    def over(self, path: str) -> "Ladder | None":
        """The ladder that holds at a place: the nearest one on the way up, or None."""
        return self.filter(place__in=Place.objects.around(path)).order_by("-place__depth").first()

    def first_desk(self, path: str, except_of: int | None = None) -> "tuple[Rung, Post] | None":
        """Who deals first with a matter of a place, passing over an organisation complained about; None if nobody."""
        ladder = self.over(path)
        return ladder.holder(1, path, except_of) if ladder else None


class Ladder(Recorded):
    """The ladder of a place and all within it that have none of their own."""

    place = models.OneToOneField(Place, models.PROTECT, related_name="ladder")
    lapse_days = models.PositiveSmallIntegerField(
        default=7, help_text="how long an answer waits for the resident"
    )
    part_days = models.PositiveSmallIntegerField(
        default=5, help_text="how long a unit called in has to reply"
    )
    source = models.CharField(max_length=200, help_text="the rule these times come from")

    objects = LadderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.place}"

    @property
    def at_path(self) -> str:
        return self.place.path

    def rung(self, position: int) -> "Rung | None":
        return next((r for r in self.rungs.all() if r.position == position), None)

    def holder(self, position: int, path: str, except_of: int | None = None) -> "tuple[Rung, Post] | None":
        """The rung at `position`, or the next one up that has somebody on its post, with that post.

        `except_of` is an organisation that is complained about: its posts are passed over.
        """
        for rung in self.rungs.all():
            if rung.position < position:
                continue
            posts = (
                Post.objects.over(path).held().filter(role=rung.role).select_related("organisation", "place")
            )
            if except_of:
                posts = posts.exclude(organisation=except_of)
            if post := posts.first():
                return rung, post
        return None


class Rung(models.Model):
    """One step of a ladder: a role, and how long it has."""

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=12, choices=Role)
    take_hours = models.PositiveIntegerField(help_text="to take the case, in running hours")
    answer_hours = models.PositiveIntegerField(
        help_text="to answer it, in running hours from when it reached the rung"
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["ladder", "position"], name="one_rung_a_position")]

    def __str__(self) -> str:
        return f"{self.position} {self.get_role_display()}"

    def due(self, since: datetime) -> datetime:
        """When this rung must have answered what reached it at `since`."""
        return since + timedelta(hours=self.answer_hours)

    @property
    def name(self):
        return {
            Role.STEWARD: _("steward"),
            Role.BRANCH: _("estate branch"),
            Role.COMMITTEE: _("community committee"),
            Role.COUNCIL: _("council"),
        }.get(Role(self.role), self.get_role_display())
