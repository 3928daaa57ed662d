"""Places: the tree from province to household."""

from datetime import date

from django.db import models
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from yishi.record import clock
from yishi.record.models import STEP, Recorded


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

    def on(self, day: date | None = None) -> "PlaceQuerySet":
        """Places there were on a day (today); on the day it was closed a place is no more."""
        day = day or clock.today()
        begun = models.Q(opened_on=None) | models.Q(opened_on__lte=day)
        return self.filter(begun, models.Q(closed_on=None) | models.Q(closed_on__gt=day))

    def living(self) -> "PlaceQuerySet":
        """Places that are not closed: those there are to choose from. None is opened or closed ahead of its day, so
        this is what `on` gives today, without asking for the day."""
        return self.filter(closed_on=None)

    def with_code(self, code: str) -> "Place | None":
        """The place that has this code, or had it before it was given another."""
        found = self.filter(code=code).first()
        return found or self.filter(former_names__code=code).order_by("-former_names__until_on").first()

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
    opened_on = models.DateField(
        _("there since"), null=True, blank=True, help_text="None: as long as anybody knows"
    )
    closed_on = models.DateField(
        _("closed since"), null=True, blank=True, help_text="what happened here stays here"
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        help_text="the place whose code and people went on here, when a building moved or a community was split",
    )

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
    def is_open(self) -> bool:
        """Whether the place is there today."""
        today = clock.today()
        return (self.opened_on is None or self.opened_on <= today) and (
            self.closed_on is None or self.closed_on > today
        )

    @property
    def goes_on_as(self) -> "list[Place]":
        """Where what was here is today: the last of the places that followed one another. Empty where nothing followed,
        or where the place is not closed."""
        found, asked = [], [self] if self.closed_on else []
        while asked:
            following = list(Place.objects.filter(follows__in=asked))
            found += [place for place in following if place.closed_on is None]
            asked = [place for place in following if place.closed_on]
        return found

    @property
    def label_when_read(self) -> Promise:
        """The label in the language of whoever reads it later."""
        return lazystr_of(lambda: self.label)


class FormerName(Named):
    """How a place was called, or which code it had, before a day. The code still leads to it: codes hang on walls."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="former_names")
    code = models.CharField(max_length=40, db_index=True)
    until_on = models.DateField(help_text="from that day on it was another")


class GridQuerySet(models.QuerySet["Grid"]):
    def on(self, day: date | None = None) -> "GridQuerySet":
        """Grids there are on a day (today); on the day it was ended a grid is no more."""
        return self.filter(models.Q(closed_on=None) | models.Q(closed_on__gt=day or clock.today()))


class Grid(Named, Recorded):
    """A grid (网格) of a community, or a micro-grid within one. It lies beside estates and buildings: it is made of
    them (`GridPart`), whichever estate they belong to."""

    community = models.ForeignKey(Place, models.PROTECT, related_name="grids")
    within = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="micro_grids", help_text="None: a grid"
    )
    code = models.CharField(_("code"), max_length=40, unique=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = GridQuerySet.as_manager()

    @property
    def at_path(self) -> str:
        return self.community.path


class GridPartQuerySet(models.QuerySet["GridPart"]):
    def on(self, day: date | None = None) -> "GridPartQuerySet":
        """Those that hold on a day (today); the last day included."""
        day = day or clock.today()
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=day), from_on__lte=day)


class GridPart(models.Model):
    """An estate, building or unit belongs to a grid from a day until a day."""

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="parts")
    place = models.ForeignKey(Place, models.PROTECT, related_name="grid_parts")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True, help_text="that day included")

    objects = GridPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "place"],
                condition=models.Q(until_on=None),
                name="a_place_is_once_in_a_grid",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grid} – {self.place}"
