"""Posts, and who holds them from when until when."""

from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.record import clock
from yishi.record.models import STEP, Recorded

from ..powers import POWERS, Power, Role
from .bodies import Organisation
from .places import Place, lazystr_of, within


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

    def on(self, day: date | None = None) -> "PostQuerySet":
        """Posts there were on a day (today), as far as it is known when one was closed."""
        day = day or clock.today()
        return self.filter(models.Q(closed_on=None) | models.Q(closed_on__gt=day))

    def vacant(self, on: date | None = None) -> "PostQuerySet":
        """Posts there are on a day (today) and nobody holds."""
        return self.on(on).exclude(pk__in=Appointment.objects.on(on).values("post"))

    def visible_to(self, actor) -> "PostQuerySet":
        """For whoever keeps the net of a place: the posts over it and within it."""
        post = actor.post
        if post is None or not post.can(Power.SET_UP):
            return self.none()
        return self.filter(within("place__path", post.place.path))

    def held(self, on: date | None = None) -> "PostQuerySet":
        """Posts that somebody holds on a day (today)."""
        return self.filter(pk__in=Appointment.objects.on(on).values("post"))


class Post(Recorded):
    """A role at an organisation over a place. People come and go; the post keeps its desk."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts")
    phone = models.CharField(_("phone residents ring"), max_length=20, blank=True)
    duty_hours = models.CharField(_("duty hours"), max_length=80, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("how many may hold it"), null=True, blank=True, help_text="None: as many as there are"
    )
    code = models.CharField(max_length=60, unique=True)
    closed_on = models.DateField(null=True, blank=True, help_text="there is no such post any more")

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
        place, role = self.place.label, str(Role(self.role).label)
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

    def meeting(self, from_on: date, until_on: date | None) -> "AppointmentQuerySet":
        """Those that hold on some day of a time; None: without an end."""
        begun = self.filter(from_on__lte=until_on) if until_on else self
        return begun.filter(models.Q(until_on=None) | models.Q(until_on__gte=from_on))

    def standing_in(self) -> "AppointmentQuerySet":
        """Those of substitutes, over or still to come aside from what has ended."""
        return self.exclude(stands_in_for=None).filter(until_on__gte=clock.today()).order_by("from_on", "id")


class Appointment(Recorded):
    """A person holds a post from a day until a day."""

    class Source(models.TextChoices):
        """Where secretaries of estate branches are chosen from, as far as it is told."""

        WORKER = "worker", _("community worker")
        CADRE = "cadre", _("unit cadre assigned")
        RETIRED = "retired", _("retired cadre")
        RESIDENT = "resident", _("resident party member")
        PROPERTY = "property", _("from the property company")
        OTHER = "other", _("other")

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

    source = models.CharField(_("where they come from"), max_length=12, choices=Source, blank=True)
    full_time = models.BooleanField(_("full time"), null=True, blank=True, help_text="None: not known")

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
