"""Places, organisations, posts and appointments."""

import re
import unicodedata
from datetime import date

from django.db import models
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from yishi.record import clock
from yishi.record.models import STEP, Recorded
from yishi.record.versions import Group

from .powers import POWERS, Power, Role


def within(field: str, path: str) -> models.Q:
    """Rows whose `field` holds the path of this place or of one within it; a range, so any index serves."""
    return models.Q(**{f"{field}__gte": path, f"{field}__lt": path + "~"}) if path else models.Q()


lazystr_of = lazy(lambda said: said(), str)
"""A text that is said anew each time it is read."""


def in_language(zh: str, en: str) -> str:
    """The English name where English is read and there is one, else the Chinese."""
    return en if en and (get_language() or "").startswith("en") else zh


class Named(models.Model):
    """Has a Chinese name, and an English one if somebody gave it."""

    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)


class Level(models.TextChoices):
    PROVINCE = "province", _("province")
    CITY = "city", pgettext_lazy("level of a place", "city")
    DISTRICT = "district", _("district or county")
    STREET = "street", _("street or town")
    COMMUNITY = "community", _("community")
    GRID = "grid", _("grid")
    ESTATE = "estate", _("estate")
    BUILDING = "building", _("building")
    UNIT = "unit", _("unit")
    HOUSEHOLD = "household", _("household")


class PlaceQuerySet(MP_NodeQuerySet):
    def inside(self, path: str) -> "PlaceQuerySet":
        """The place with this path and all within it."""
        return self.filter(within("path", path))

    def around(self, path: str) -> "PlaceQuerySet":
        """The place with this path and all it lies in, from the top."""
        steps = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
        return self.filter(path__in=steps).order_by("path")

    def visible_to(self, _actor) -> "PlaceQuerySet":
        """Places are public down to the unit; a household is nobody's business."""
        return self.exclude(level=Level.HOUSEHOLD)


class PlaceManager(MP_NodeManager.from_queryset(PlaceQuerySet)):  # type: ignore[misc]
    """The tree's manager, with our questions."""

    def get_queryset(self) -> PlaceQuerySet:
        return PlaceQuerySet(self.model, using=self._db).order_by("path")


class Place(MP_Node, Named, Recorded):
    """A place, from province to household. Official 12-digit codes on top, own suffixes below."""

    steplen = STEP
    code = models.CharField(_("code"), max_length=40, unique=True)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    label_zh = models.CharField(max_length=200, help_text="name with what it lies in, from the estate down")
    label_en = models.CharField(max_length=240, blank=True)

    objects = PlaceManager()

    def __str__(self) -> str:
        return self.label

    @property
    def at_path(self) -> str:
        return self.path

    @property
    def label(self) -> str:
        """桂花苑 3栋: enough to find it within the community."""
        return in_language(self.label_zh, self.label_en)

    @property
    def label_when_read(self) -> Promise:
        """The label in the language of whoever reads it later."""
        return lazystr_of(lambda: self.label)


class Organisation(Named, Recorded):
    """A body that serves a place: committee, branch, council, property company, department, team."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("community committee")
        COUNCIL = "council", _("council")
        BRANCH = "branch", _("estate branch")
        STEWARDS = "stewards", _("stewards")
        PROPERTY = "property", _("property company")
        DEPARTMENT = "department", _("department")
        HOTLINE = "hotline", _("hotline")
        OPERATOR = "operator", _("technical operator")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="organisations")
    code = models.CharField(max_length=60, unique=True)

    @property
    def at_path(self) -> str:
        return self.place.path


class PostQuerySet(models.QuerySet["Post"]):
    def over(self, path: str) -> "PostQuerySet":
        """Posts whose place contains the one with this path, nearest first."""
        steps = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
        return self.filter(place__path__in=steps).order_by("-place__depth", "id")

    def held_by(self, person, on: date | None = None) -> "PostQuerySet":
        """Posts the person holds on a day (today)."""
        return self.filter(pk__in=Appointment.objects.on(on).filter(person=person).values("post")).order_by(
            "id"
        )

    def held(self, on: date | None = None) -> "PostQuerySet":
        """Posts that somebody holds on a day (today)."""
        return self.filter(pk__in=Appointment.objects.on(on).values("post"))


class Post(Recorded):
    """A role at an organisation over a place. People come and go; the post keeps its desk."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts")
    phone = models.CharField(_("phone residents ring"), max_length=20, blank=True)
    code = models.CharField(max_length=60, unique=True)

    objects = PostQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def at_path(self) -> str:
        return self.place.path

    @property
    def title(self) -> str:
        """What a resident reads: where, and what for."""
        if self.role in (Role.PROPERTY, Role.DEPARTMENT, Role.HOTLINE, Role.OPERATOR, Role.COUNCIL):
            return self.organisation.name
        place, role = self.place.name, str(Role(self.role).label)
        # "Linjiang Community" and "community committee clerk": the word is said once
        first, _space, rest = role.partition(" ")
        return f"{place} {rest}" if rest and place.lower().endswith(f" {first}") else f"{place} {role}"

    @property
    def title_at_place(self) -> str:
        """The title, told apart from other posts of the same body by its place."""
        return self.title if self.place.name in self.title else f"{self.title} · {self.place.name}"

    @property
    def title_when_read(self) -> Promise:
        """The title in the language of whoever reads it later."""
        return lazystr_of(lambda: self.title)

    def can(self, power: Power) -> bool:
        return power in POWERS[self.role]

    def covers(self, path: str) -> bool:
        return path.startswith(self.place.path)

    def holders(self, on: date | None = None) -> list:
        """The people on this post on a day (today)."""
        return [
            a.person
            for a in Appointment.objects.on(on).filter(post=self).select_related("person").order_by("id")
        ]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: date | None = None) -> "AppointmentQuerySet":
        """Those that hold on a day (today); the last day included."""
        day = day or clock.today()
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=day), from_on__lte=day)

    def standing_in(self) -> "AppointmentQuerySet":
        """Those of substitutes, over or still to come aside from what has ended."""
        return self.exclude(stands_in_for=None).filter(until_on__gte=clock.today()).order_by("from_on", "id")


class Appointment(Recorded):
    """A person holds a post from a day until a day."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="appointments")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until, that day included"), null=True, blank=True)
    stands_in_for = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="whoever is away meanwhile",
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="a_term_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.post}"

    @property
    def at_path(self) -> str:
        return self.post.place.path


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
    """The key of the household behind a door of a building or unit: `17:1-501`."""
    return f"{place.pk}:{normal_door(door)}"


def normal_door(door: str) -> str:
    """One way of writing a door's number: ` 1单元501室 ` and `１－501` are both `1-501`."""
    plain = unicodedata.normalize("NFKC", door).upper()
    plain = re.sub(r"(单元|栋|幢|号楼)", "-", plain)
    plain = re.sub(r"(室|户|号|房)", "", plain)
    return re.sub(r"[\s\-—–_/,，.。]+", "-", plain).strip("-")


class CalendarYear(Recorded):
    """A year whose days off the State Council's notice has fixed (`known`), and where that is written."""

    year = models.PositiveSmallIntegerField(unique=True)
    known = models.BooleanField(default=True)
    source = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that is other than its weekday says: off by a holiday, or a weekend that is worked instead (调休)."""

    day = models.DateField(unique=True)
    works = models.BooleanField()
    name = models.CharField(max_length=40)
    of = models.ForeignKey(
        CalendarYear, models.CASCADE, related_name="days", help_text="whose notice says so"
    )

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


NETWORK = Group("network", ("network_place", "network_organisation", "network_post"))
"""What `known` keeps of the net. Who holds a post is not of it."""
APPOINTMENTS = Group("appointments", ("network_appointment",))
"""By these `known` keeps which posts somebody holds; not who."""
