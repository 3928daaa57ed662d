"""Outer systems that speak Open311, and the matters both sides know."""

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Case, Part
from yishi.network.models import Post, within
from yishi.network.powers import Power
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

PAUSED = datetime(9999, 1, 1, tzinfo=UTC)
"""A partner that rests until then was told to; nobody waits for the day."""


class PartnerQuerySet(models.QuerySet["Partner"]):
    def going_on(self) -> "PartnerQuerySet":
        """Those that are spoken with."""
        return self.filter(ended_on=None)

    def visible_to(self, actor) -> "PartnerQuerySet":
        """For whoever keeps the posts of a place: the partners of posts there."""
        post = actor.post
        if post is None or not post.can(Power.SET_UP):
            return self.none()
        return self.filter(within("post__place__path", post.place.path))


class Partner(Recorded):
    """An outer system that stands for one post of ours, such as a street's 12345: what that post is asked to do is
    handed over to it, and what is said there is brought here."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="partners")
    label = models.CharField(_("what the system is called"), max_length=80)
    address = models.CharField(_("its address"), max_length=200, help_text="of GeoReport v2, without a file")
    token = EncryptedText(blank=True, help_text="the key it gave us")
    jurisdiction = models.CharField(_("its jurisdiction_id"), max_length=40, blank=True)
    kinds = models.TextField(blank=True, help_text="a line each: our code = its code")
    kind_else = models.CharField(
        max_length=60, blank=True, help_text="its code for what no line names; none: our own code"
    )
    gets = models.BooleanField(default=True, help_text="what the post is asked to do is handed over")
    gives = models.BooleanField(default=False, help_text="what is said there is brought here")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="when it last answered")
    brought_until = models.DateTimeField(
        null=True, blank=True, help_text="up to when what it has was looked at"
    )
    failed = models.CharField(max_length=80, blank=True, help_text="what went wrong when it was last asked")
    failed_at = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(ended_on=None), name="a_post_has_one_partner"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def at_path(self) -> str:
        return self.post.place.path

    @property
    def is_paused(self) -> bool:
        """Whether whoever keeps the place has stopped the talk for a while."""
        return self.rests_until is not None and self.rests_until >= PAUSED

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Our code and its, a line each."""
        lines = (line.partition("=") for line in self.kinds.splitlines() if "=" in line)
        return [(ours.strip(), theirs.strip()) for ours, _sign, theirs in lines]

    def theirs(self, code: str) -> str:
        """Its code for a kind of ours."""
        return dict(self.pairs).get(code) or self.kind_else or code

    def ours(self, code: str) -> str:
        """Our code for a kind of its."""
        return next((ours for ours, theirs in self.pairs if theirs == code), code)


class Shared(models.Model):
    """A matter that a partner knows as well: `out`, a part of ours that was handed over; `in`, one that was brought
    here."""

    class Way(models.TextChoices):
        OUT = "out", _("handed over")
        IN = "in", _("brought here")

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="shared")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    part = models.OneToOneField(Part, models.CASCADE, null=True, blank=True, related_name="+")
    way = models.CharField(max_length=3, choices=Way)
    number = models.CharField(max_length=80, help_text="which it has there")
    since = models.DateTimeField()
    seen = models.CharField(
        max_length=64, blank=True, help_text="digest of how it stood there when last asked"
    )
    told = models.BigIntegerField(default=0, help_text="the last entry of ours that was told there")
    over = models.BooleanField(default=False, help_text="nothing more is asked or told")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="a_partners_number_is_one_matter")
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.number}"
