"""The roll of dwellings: what stands behind each door, whose it is, and who lives there as far as the roll says."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record import clock
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from .homes import Bond
from .places import Place


class Dwelling(Recorded):
    """A dwelling, shop, garage or other unit behind a door of a building or unit (stairway)."""

    class Use(models.TextChoices):
        HOME = "home", _("dwelling")
        SHOP = "shop", _("shop")
        GARAGE = "garage", _("garage")
        OTHER = "other", _("other use")

    place = models.ForeignKey(
        Place, models.PROTECT, related_name="dwellings", help_text="the building, or the unit"
    )
    door = models.CharField(max_length=20, help_text="as `normal_door` writes it: 1-501")
    floor = models.SmallIntegerField(null=True, blank=True)
    use = models.CharField(max_length=8, choices=Use, default=Use.HOME)
    area = models.PositiveIntegerField(null=True, blank=True, help_text="in 0.01 m²; None: not known yet")
    gone_on = models.DateField(null=True, blank=True, help_text="no more on the roll since")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "door"], condition=models.Q(gone_on=None), name="one_dwelling_behind_a_door"
            ),
            models.CheckConstraint(
                condition=models.Q(area=None) | models.Q(area__gt=0), name="a_dwelling_has_an_area"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.door}"

    @property
    def at_path(self) -> str:
        return self.place.path

    @property
    def in_the_open(self) -> bool:
        """What stands behind a door is nobody's business; the public record shows the entry's hash alone."""
        return False


class OccupantQuerySet(models.QuerySet["Occupant"]):
    def on(self, day: date | None = None) -> "OccupantQuerySet":
        """Those that hold on a day (today); the last day included."""
        day = day or clock.today()
        begun = models.Q(from_on=None) | models.Q(from_on__lte=day)
        return self.filter(begun, models.Q(until_on=None) | models.Q(until_on__gte=day))


class Occupant(Recorded):
    """Somebody the roll names with a dwelling: an owner with their share, a tenant, or family, from a day until a day.
    Name, telephone and identity number lie encrypted; by the marks, keyed digests, equal ones are found."""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="occupants")
    bond = models.CharField(max_length=8, choices=Bond)
    name = EncryptedText(blank=True)
    phone = EncryptedText(blank=True)
    phone_mark = models.CharField(max_length=64, blank=True, db_index=True)
    identity = EncryptedText(blank=True)
    identity_mark = models.CharField(max_length=64, blank=True, db_index=True)
    share_of = models.PositiveIntegerField(null=True, blank=True, help_text="an owner's share: numerator")
    share_in = models.PositiveIntegerField(null=True, blank=True, help_text="and denominator; None: whole")
    born_in = models.PositiveSmallIntegerField(null=True, blank=True, help_text="year of birth")
    lives_here = models.BooleanField(default=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True, help_text="that day included")

    objects = OccupantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.bond} {self.dwelling_id}"

    @property
    def at_path(self) -> str:
        return self.dwelling.place.path

    @property
    def in_the_open(self) -> bool:
        """Who lives where is nobody's business."""
        return False
