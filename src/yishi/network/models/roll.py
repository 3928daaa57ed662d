"""The roll of dwellings: what stands behind each door, whose it is, and who lives there as far as the roll says."""

import hashlib
import hmac
import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record import clock, digest
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from ..powers import Power
from .homes import Bond
from .places import Place, within
from .posts import Post


def mark(kind: str, plain: str) -> str:
    """What stands for a number in a lookup: keyed, so that the table alone does not give numbers away. Empty for
    none."""
    if not plain:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind} {plain}".encode(), hashlib.sha256).hexdigest()


def phone_mark(phone: str) -> str:
    """The mark of a telephone number, the same for every way of writing it."""
    digits = re.sub(r"\D", "", phone or "")
    return mark("roll phone", re.sub(r"^(0086|86)(?=1[3-9]\d{9}$)", "", digits))


def identity_mark(number: str) -> str:
    """The mark of an identity number."""
    return mark("roll identity", number.upper())


def in_order(door: str) -> str:
    """By this doors stand as somebody walks past them: 1-201 before 1-1001."""
    return re.sub(r"\d+", lambda found: found[0].zfill(6), door)[:60]


class DwellingQuerySet(models.QuerySet["Dwelling"]):
    def present(self) -> "DwellingQuerySet":
        """Those that are on the roll now."""
        return self.filter(gone_on=None)

    def inside(self, path: str) -> "DwellingQuerySet":
        """Those of a place and all within it."""
        return self.filter(within("place__path", path))

    def to_complete(self) -> "DwellingQuerySet":
        """Those that lack something the roll needs."""
        return self.present().exclude(lacks="")

    def aggregate_lacks(self, codes: tuple[str, ...]) -> dict[str, int]:
        """How many lack each of these, in one question."""
        return self.aggregate(
            **{code: models.Count("pk", filter=models.Q(lacks__contains=code)) for code in codes}
        )

    def visible_to(self, actor: Any) -> "DwellingQuerySet":
        """Those of the place of whoever looks after it; to everybody else there is no roll."""
        if actor.is_clock:
            return self.all()
        if actor.post is None or not actor.post.can(Power.SEE_ROLL):
            return self.none()
        return self.inside(actor.post.place.path)


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
    sort = models.CharField(max_length=60, blank=True, help_text="its door as `in_order` writes it")
    lacks = models.CharField(
        max_length=40, blank=True, help_text="what is to be completed, by codes: owner name phone area"
    )
    changed_at = models.DateTimeField(null=True, blank=True, help_text="when it or its people last changed")

    objects = DwellingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place", "sort"], name="dwellings_in_order"),
            models.Index(
                fields=["place", "sort"],
                condition=models.Q(gone_on=None) & ~models.Q(lacks=""),
                name="dwellings_to_complete",
            ),
        ]
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
    def label(self) -> str:
        """Where it is, for somebody who stands before it."""
        return f"{self.place.label} {self.door}"

    @property
    def area_said(self) -> str:
        """In m², with two decimals; empty where it is not known."""
        return "" if self.area is None else f"{self.area // 100}.{self.area % 100:02d}"

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
    person = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="on_the_roll",
        help_text="whose account this is, as their verified telephone says",
    )
    erased_on = models.DateField(
        null=True, blank=True, help_text="what points to them was erased; no file brings it back"
    )

    objects = OccupantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["until_on"], name="occupants_that_ended")]

    def __str__(self) -> str:
        return f"{self.bond} {self.dwelling_id}"

    @property
    def share(self) -> Fraction | None:
        """An owner's share, or None where none is said."""
        return Fraction(self.share_of, self.share_in) if self.share_of and self.share_in else None

    @property
    def at_path(self) -> str:
        return self.dwelling.place.path

    @property
    def in_the_open(self) -> bool:
        """Who lives where is nobody's business."""
        return False


class RollPolicyQuerySet(models.QuerySet["RollPolicy"]):
    def present(self) -> "RollPolicy":
        """What the house has set, or what is usual (not stored)."""
        return self.order_by("-id").first() or RollPolicy()


class RollPolicy(Recorded):
    """What this house has set for its roll: below how many people a public figure stays blank, and how long a code from
    the mailbox holds, for how many people of one door."""

    small_cell = models.PositiveSmallIntegerField(default=10)
    old_from = models.PositiveSmallIntegerField(
        default=60, help_text="years; from this age on people count as old"
    )
    slip_days = models.PositiveSmallIntegerField(default=30)
    slip_uses = models.PositiveSmallIntegerField(default=6)
    source = models.CharField(
        max_length=200,
        default="《老年人权益保障法》第二条：六十周岁以上；小于十人不公开、码的期限为本站设定",
        help_text="the rule they come from",
    )
    reason = models.CharField(max_length=200, blank=True, help_text="why they were set anew")
    set_on = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RollPolicyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.small_cell} {self.old_from}"


class RollImportQuerySet(models.QuerySet["RollImport"]):
    def visible_to(self, actor: Any) -> "RollImportQuerySet":
        """Those of the place of whoever keeps its roll."""
        if actor.is_clock:
            return self.all()
        if actor.post is None or not actor.post.can(Power.KEEP_ROLL):
            return self.none()
        return self.filter(within("place__path", actor.post.place.path))


class RollImport(Recorded):
    """A file of dwellings: brought, looked at by the worker, confirmed, written all at once or not at all. It lies
    encrypted and is gone when this ends, or after some hours."""

    class State(models.TextChoices):
        BROUGHT = "brought", _("waits to be looked at")
        LOOKED = "looked", _("looked at; nothing is written")
        CONFIRMED = "confirmed", _("is being written")
        DONE = "done", _("written")
        UNREADABLE = "unreadable", _("cannot be read")
        DROPPED = "dropped", _("thrown away")

    place = models.ForeignKey(Place, models.PROTECT, related_name="roll_imports")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(max_length=10, choices=State, default=State.BROUGHT)
    file = models.CharField(
        max_length=60, blank=True, help_text="its name in the storage; empty once it is gone"
    )
    name = EncryptedText(blank=True, help_text="what it was called")
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True, help_text="when a worker last said it is at it")
    brought_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    with_units = models.BooleanField(default=False, help_text="units the tree does not know are added, too")
    places = models.PositiveIntegerField(default=0, help_text="buildings and units the tree does not know")
    report = EncryptedText(blank=True, help_text="what was found, as JSON")

    objects = RollImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="roll_imports_by_state")]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def at_path(self) -> str:
        return self.place.path

    @property
    def in_the_open(self) -> bool:
        """What stands on the roll is nobody's business, nor how much of it changed."""
        return False

    @property
    def is_busy(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.state in (self.State.BROUGHT, self.State.CONFIRMED)


class RollRevealQuerySet(models.QuerySet["RollReveal"]):
    def holding(self, actor: Any, at: datetime | None = None) -> "RollRevealQuerySet":
        """Those that still let this person, in this post, read what they opened, while they stay signed in."""
        if actor.post is None or actor.pk is None:
            return self.none()
        return self.filter(
            post=actor.post, person=actor.pk, sitting=actor.sitting, until__gt=at or clock.now()
        )


class RollReveal(models.Model):
    """Somebody of a desk was shown, for a reason, who stands on the roll behind a door and how to reach them."""

    class What(models.TextChoices):
        CONTACT = "contact", _("names and numbers")
        IDENTITY = "identity", _("names, numbers and identity numbers")

    class Reason(models.TextChoices):
        CALL = "call", _("to ring somebody who lives there")
        HELP = "help", _("to help in need")
        ROLL = "roll", _("to put the roll right")
        OWNERS = "owners", _("to prepare a decision of the owners")
        OTHER = "other", _("another reason, in words")

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="reveals")
    what = models.CharField(max_length=8, choices=What)
    reason = models.CharField(max_length=8, choices=Reason)
    text = EncryptedText(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(help_text="so long it stays open to them without another reason")
    sitting = models.CharField(max_length=32, blank=True)

    objects = RollRevealQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["at"], name="roll_reveals_by_time")]

    def __str__(self) -> str:
        return f"{self.dwelling_id} {self.what} {self.reason}"

    @property
    def digest(self) -> str:
        """Of the other reason in words; empty where there are none."""
        return digest(self.salt, self.text) if self.text else ""


class DoorCodeQuerySet(models.QuerySet["DoorCode"]):
    def good(self, at: datetime | None = None) -> "DoorCodeQuerySet":
        """Those by which somebody can still say where they live."""
        return self.filter(expires_at__gt=at or clock.now(), used__lt=models.F("most"))


class DoorCode(Recorded):
    """A code on a slip for the mailbox of one dwelling. Only its keyed digest is kept; a later slip replaces it."""

    dwelling = models.OneToOneField(Dwelling, models.CASCADE, related_name="code")
    code_mark = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(default=6)

    objects = DoorCodeQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.dwelling_id)

    @property
    def at_path(self) -> str:
        return self.dwelling.place.path

    @property
    def in_the_open(self) -> bool:
        return False


def code_mark(code: str) -> str:
    """What is kept of a code from the mailbox. Keyed, so that the table alone does not give twelve digits away."""
    return mark("door code", re.sub(r"\D", "", code))
