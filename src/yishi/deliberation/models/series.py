"""Series: sessions that repeat by a rule."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Level, Named, Organisation, Place, Post
from yishi.network.powers import Role
from yishi.record.models import Recorded

from .rules import Kind


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, _actor) -> "SeriesQuerySet":
        """The calendar is public."""
        return self.all()

    def going_on(self) -> "SeriesQuerySet":
        """Not ended."""
        return self.filter(ended_on=None)


class Series(Named, Recorded):
    """Sessions of a kind that repeat by a rule (RFC 5545), one for each place of a level within `place`."""

    class Shift(models.TextChoices):
        KEEP = "keep", _("it stays on its day")
        NEXT = "next", _("the next working day")
        BEFORE = "before", _("the working day before")
        SKIP = "skip", _("it is left out")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="series")
    level = models.CharField(
        _("one session for each"), max_length=12, choices=Level, help_text="level of the places that meet"
    )
    rule = models.CharField(
        _("rule"), max_length=120, help_text="as RFC 5545 writes it: FREQ=MONTHLY;BYMONTHDAY=10"
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until, that day included"), null=True, blank=True)
    starts = models.TimeField(_("begins at"))
    minutes = models.PositiveSmallIntegerField(_("how many minutes"), default=90)
    shift = models.CharField(_("on a day off"), max_length=6, choices=Shift, default=Shift.KEEP)
    spot_zh = models.CharField(_("where"), max_length=80)
    spot_en = models.CharField(_("where, in English"), max_length=120, blank=True)
    host_kind = models.CharField(
        _("which body hosts it"),
        max_length=12,
        choices=Organisation.Kind,
        help_text="the nearest of this kind",
    )
    chair_role = models.CharField(_("who chairs"), max_length=12, choices=Role)
    clerk_role = models.CharField(_("who writes"), max_length=12, choices=Role)
    invited = models.ManyToManyField(Post, related_name="+", blank=True)
    published_until = models.DateField(
        null=True, blank=True, help_text="its sessions are made up to this day"
    )
    ended_on = models.DateField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    @property
    def at_path(self) -> str:
        return self.place.path


class SeriesException(Recorded):
    """On one day a series does not hold as its rule says, everywhere or at one place."""

    class What(models.TextChoices):
        SKIP = "skip", _("left out")
        MOVE = "move", _("moved")

    series = models.ForeignKey(Series, models.CASCADE, related_name="exceptions")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(help_text="the day by the rule")
    what = models.CharField(max_length=4, choices=What)
    moved_to = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "place", "on"], name="one_exception_a_day_and_place"),
            models.UniqueConstraint(
                fields=["series", "on"], condition=models.Q(place=None), name="one_exception_a_day_everywhere"
            ),
            models.CheckConstraint(
                condition=~models.Q(what="move") | models.Q(moved_to__isnull=False),
                name="what_is_moved_says_whereto",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.on} {self.what}"

    @property
    def at_path(self) -> str:
        return (self.place or self.series.place).path
