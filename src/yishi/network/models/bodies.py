"""Bodies that serve places."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record import clock
from yishi.record.models import STEP, Recorded

from ..powers import Power
from .places import Named, Place, within


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def on(self, day: date | None = None) -> "OrganisationQuerySet":
        """Those there were on a day (today); on the day it was dissolved a body is no more."""
        day = day or clock.today()
        begun = models.Q(founded_on=None) | models.Q(founded_on__lte=day)
        return self.filter(begun, models.Q(dissolved_on=None) | models.Q(dissolved_on__gt=day))

    def visible_to(self, actor) -> "OrganisationQuerySet":
        """For whoever keeps the net of a place: the bodies there and within, those that serve somewhere there, and
        those of the places around, to which posts and servings there may belong."""
        post = actor.post
        if post is None or not post.can(Power.SET_UP):
            return self.none()
        here = post.place.path
        around = [here[:end] for end in range(STEP, len(here), STEP)]
        serving = Serving.objects.filter(within("place__path", here)).values("organisation")
        return self.filter(
            within("place__path", here) | models.Q(place__path__in=around) | models.Q(pk__in=serving)
        )


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
        RESIDENTS = "residents", _("residents' committee")
        OWNERS = "owners", _("owners' committee")
        GROUP = "group", _("building group")
        MEMBER_HOME = "member_home", _("member household")
        TEAM = "team", _("volunteer team")
        UNIT = "unit", _("unit organisation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="organisations")
    code = models.CharField(max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="the body it belongs to",
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True, help_text="None: long ago")
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    @property
    def at_path(self) -> str:
        return self.place.path

    def is_there(self, day: date | None = None) -> bool:
        """Whether it was founded and not yet dissolved on a day (today)."""
        day = day or clock.today()
        begun = self.founded_on is None or self.founded_on <= day
        return begun and (self.dissolved_on is None or self.dissolved_on > day)


class ServingQuerySet(models.QuerySet["Serving"]):
    def on(self, day: date | None = None) -> "ServingQuerySet":
        """Those that hold on a day (today); the last day included."""
        day = day or clock.today()
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=day), from_on__lte=day)

    def meeting(self, from_on: date, until_on: date | None) -> "ServingQuerySet":
        """Those that hold on some day of a time; None: without an end."""
        begun = self.filter(from_on__lte=until_on) if until_on else self
        return begun.filter(models.Q(until_on=None) | models.Q(until_on__gte=from_on))


class Serving(Recorded):
    """A body serves a place from a day until a day: a branch its estate or, a joint one, several; a property company an
    estate for the term of its contract; a group, or a member household, its building."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="servings")
    place = models.ForeignKey(Place, models.PROTECT, related_name="servings")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until, that day included"), null=True, blank=True)

    objects = ServingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="serving_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["organisation", "place"],
                condition=models.Q(until_on=None),
                name="a_body_serves_a_place_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.place}"

    @property
    def at_path(self) -> str:
        return self.place.path


class SeatQuerySet(models.QuerySet["Seat"]):
    def on(self, day: date | None = None) -> "SeatQuerySet":
        """Those that hold on a day (today); the last day included."""
        day = day or clock.today()
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=day), from_on__lte=day)

    def going_on(self, day: date) -> "SeatQuerySet":
        """Those that hold on the day or on a later one."""
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=day))


class Seat(Recorded):
    """A seat in a council: a fixed one belongs to a post or a body, an invited one to a body or to somebody asked for
    the matter at hand, whose office is told in words."""

    class Kind(models.TextChoices):
        FIXED = "fixed", _("fixed seat")
        INVITED = "invited", _("invited seat")

    council = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=8, choices=Kind)
    post = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="seats_held")
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="seats_held")
    title = models.CharField(_("office"), max_length=80, blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until, that day included"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title or str(self.post or self.body)

    @property
    def at_path(self) -> str:
        return self.council.place.path


class Figure(Recorded):
    """A figure the net goes by, and the rule it comes from. Where none was set the usual one holds."""

    class What(models.TextChoices):
        JOINT = "joint", _("estates of one joint branch, normally at most")
        OPERATOR = "operator", _("days an operator's technical duty lasts at most")
        CONTRACT = "contract", _("days before its end that a contract is listed")

    what = models.CharField(max_length=12, choices=What, unique=True)
    amount = models.PositiveIntegerField(_("how many"))
    source = models.CharField(_("the rule it comes from"), max_length=200)

    def __str__(self) -> str:
        return f"{self.what} {self.amount}"


USUAL: dict[str, tuple[int, str]] = {
    Figure.What.JOINT: (5, "《中国共产党支部工作条例（试行）》：联合党支部覆盖单位一般不超过5个"),
    Figure.What.OPERATOR: (180, "本系统的规定：技术职责至多半年，到期重新任命，每次延续都有人决定、有记录"),
    Figure.What.CONTRACT: (90, "本系统的规定：选聘物业、业主表决都需要时间，提前三个月提醒"),
}
"""What holds where nobody set anything else: the figure, and why."""


def figure(what: str) -> Figure:
    """The figure in force: the one that was set, or the usual one (not stored)."""
    amount, source = USUAL[what]
    return Figure.objects.filter(what=what).first() or Figure(what=what, amount=amount, source=source)
