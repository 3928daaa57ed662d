"""Where people live, as they say and as somebody vouches for."""

import re
import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record.models import Recorded

from ..powers import Power
from .places import Place, within
from .posts import Post


class Bond(models.TextChoices):
    """What somebody is to a dwelling."""

    OWNER = "owner", _("owner")
    TENANT = "tenant", _("tenant")
    FAMILY = "family", _("family member")


class Proof(models.TextChoices):
    """How it came to be believed that somebody lives behind a door."""

    DOOR = "door", _("vouched for at the door")
    COMMITTEE = "committee", _("confirmed by the committee")
    CODE = "code", _("by the code from the mailbox")
    ROLL = "roll", _("by the telephone on the roll")


class ResidenceQuerySet(models.QuerySet["Residence"]):
    def present(self) -> "ResidenceQuerySet":
        """Homes people live in now."""
        return self.filter(left_at=None)

    def verified(self) -> "ResidenceQuerySet":
        """Homes a steward or the committee has vouched for."""
        return self.present().exclude(vouched_at=None)

    def of(self, person) -> "Residence | None":
        """Where the person lives now, or None if they never said."""
        return self.present().filter(person=person).select_related("place").first() if person else None

    def visible_to(self, actor) -> "ResidenceQuerySet":
        """One's own, and those one may vouch for."""
        mine = models.Q(person=actor.pk) if actor.pk else models.Q(pk=None)
        if actor.post and actor.post.can(Power.VOUCH):
            mine |= within("place__path", actor.post.place.path)
        return self.present().filter(mine)

    def waiting(self, path: str) -> "ResidenceQuerySet":
        """Homes of a place that wait to be vouched for, longest first."""
        return (
            self.present().filter(within("place__path", path), vouched_at=None).order_by("claimed_at", "id")
        )


class Residence(Recorded):
    """A person says they live behind a door of a building; somebody who knows them vouches for it.

    The door is the household: what counts once a household counts once a door (`household`).
    """

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="residences")
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="residences", help_text="the building, or the unit"
    )
    door = models.CharField(max_length=20, help_text="the door's number as on the door: 1-501")
    claimed_at = models.DateTimeField()
    vouched_at = models.DateTimeField(null=True, blank=True)
    vouched_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    as_what = models.CharField(max_length=8, choices=Bond, blank=True, help_text="empty: not said")
    proof = models.CharField(max_length=10, choices=Proof, blank=True, help_text="how it came to be believed")

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(left_at=None), name="a_person_lives_in_one_home"
            )
        ]
        indexes = [models.Index(fields=["place", "door"], name="homes_behind_a_door")]

    def __str__(self) -> str:
        return f"{self.place} {self.door}"

    @property
    def at_path(self) -> str:
        return self.place.path

    @property
    def in_the_open(self) -> bool:
        """Where somebody lives is nobody's business; the public record shows the entry's hash alone."""
        return False

    @property
    def is_verified(self) -> bool:
        return self.vouched_at is not None and self.left_at is None

    @property
    def household(self) -> str:
        """The same for everybody behind one door: what counts once a household counts by this."""
        return household(self.place, self.door)


def household(place: Place, door: str) -> str:
    """The key of the household behind a door of a building or unit: `17:1-501`. It stays the same when the building
    moves and goes on in a follower, so that nobody counts twice in a matter they had joined before."""
    return f"{_first(place)}:{normal_door(door)}"


def _first(place: Place) -> int:
    """The key of the place this one goes back to: itself, or the one that was there before it moved the first time."""
    seen, first, before = {place.pk}, place.pk, place.follows_id
    while before and before not in seen:
        seen.add(before)
        first, before = before, Place.objects.values_list("follows_id", flat=True).get(pk=before)
    return first


def normal_door(door: str) -> str:
    """One way of writing a door's number: ` 1单元501室 ` and `１－501` are both `1-501`."""
    plain = unicodedata.normalize("NFKC", door).upper()
    plain = re.sub(r"(单元|栋|幢|号楼)", "-", plain)
    plain = re.sub(r"(室|户|号|房)", "", plain)
    return re.sub(r"[\s\-—–_/,，.。]+", "-", plain).strip("-")
