"""Who deals with a case first and who next, as data per community or above."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from yishi.network.known import held_over
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
    nudge_days = models.PositiveSmallIntegerField(
        default=3, db_default=3, help_text="how many days lie between two nudges"
    )
    park_days = models.PositiveSmallIntegerField(
        default=365, db_default=365, help_text="how long a case may be parked at most"
    )
    watch_days = models.PositiveSmallIntegerField(
        default=3, db_default=3, help_text="after how many days overdue supervision is proposed"
    )
    office_hours = models.CharField(
        max_length=60,
        default="09:00-12:00,14:00-18:00",
        db_default="09:00-12:00,14:00-18:00",
        help_text="when limits in working hours run",
    )
    ends_at_close = models.BooleanField(
        default=False,
        db_default=False,
        help_text="limits in days end when the office closes, not at midnight",
    )
    warn_hours = models.PositiveSmallIntegerField(
        default=24, db_default=24, help_text="how long before a limit its holder is warned at the earliest"
    )
    warn_percent = models.PositiveSmallIntegerField(
        default=25, db_default=25, help_text="and with how much of the limit left at the latest"
    )
    escalates = models.BooleanField(
        default=True, db_default=True, help_text="what passes its limit goes to the next rung by itself"
    )
    pause_days = models.PositiveSmallIntegerField(
        default=30, db_default=30, help_text="how long the clock may stand at a time"
    )
    extend_days = models.PositiveSmallIntegerField(
        default=30, db_default=30, help_text="by how much a limit may be extended at most"
    )
    source = models.CharField(max_length=200, help_text="the rule these times come from")
    sure_at_once = models.BooleanField(
        default=False, help_text="words in which nothing points to a person are shown before anybody looked"
    )

    objects = LadderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.place}"

    @property
    def at_path(self) -> str:
        return self.place.path

    @cached_property
    def time_limits(self) -> list[Any]:
        """The limits of the ladder, read once for each ladder read."""
        return list(self.limits.all())

    @cached_property
    def limits_found(self) -> dict[Any, Any]:
        """What `clocks.limits` has worked out of them."""
        return {}

    @cached_property
    def steps(self) -> "list[Rung]":
        """The rungs from the bottom up, read once for each ladder read."""
        return list(self.rungs.all())

    def rung(self, position: int) -> "Rung | None":
        return next((r for r in self.rungs.all() if r.position == position), None)

    def holder(
        self, position: int, path: str, except_of: int | None = None, kept_out: Sequence[int] = ()
    ) -> "tuple[Rung, Post] | None":
        """The rung at `position`, or the next one up that has somebody on its post, with that post.

        `except_of` is an organisation that is complained about: its posts are passed over; so are those `kept_out`.
        """
        posts = [
            post
            for post in held_over(path)
            if post.pk not in kept_out and not (except_of and post.organisation_id == except_of)
        ]
        for rung in self.steps:
            if rung.position >= position and (post := next((p for p in posts if p.role == rung.role), None)):
                return rung, post
        return None


_NAMES = {
    Role.STEWARD: _("steward"),
    Role.BRANCH: _("estate branch"),
    Role.COMMITTEE: _("community committee"),
    Role.COUNCIL: _("council"),
}


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
        return _NAMES.get(Role(self.role)) or Role(self.role).label
