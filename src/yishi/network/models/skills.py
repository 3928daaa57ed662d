"""Those who help: what members on duty and residents can do and when, and who has reported where (双报到)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record import clock
from yishi.record.models import Recorded

from .bodies import Organisation
from .places import Place
from .posts import Post


class SkillOfferQuerySet(models.QuerySet["SkillOffer"]):
    def present(self) -> "SkillOfferQuerySet":
        """Offers that stand."""
        return self.filter(ended_at=None)


class SkillOffer(Recorded):
    """Somebody offers what they can do, around where they live or serve, and says when."""

    class Skill(models.TextChoices):
        LAW = "law", _("law")
        ELECTRICITY = "electricity", _("electricity")
        PLUMBING = "plumbing", _("plumbing")
        CARPENTRY = "carpentry", _("carpentry")
        MEDIATION = "mediation", _("mediation")
        MEDICINE = "medicine", _("medicine and nursing")
        CARE = "care", _("company for the old")
        TEACHING = "teaching", _("teaching")
        COMPUTING = "computing", _("telephones and computers")
        ENGINEERING = "engineering", _("building and engineering")
        DRIVING = "driving", _("driving and carrying")
        CULTURE = "culture", _("music and festivals")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="skill_offers")
    place = models.ForeignKey(Place, models.PROTECT, related_name="skill_offers")
    skill = models.CharField(max_length=12, choices=Skill)
    times = models.CharField(_("when"), max_length=120, blank=True)
    shown_name = models.BooleanField(
        default=False, help_text="the name may be shown to everybody; else to those on duty alone"
    )
    offered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SkillOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "skill"], condition=models.Q(ended_at=None), name="a_skill_is_offered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.place_id}"

    @property
    def at_path(self) -> str:
        return self.place.path

    @property
    def in_the_open(self) -> bool:
        """Who offers something is theirs to tell."""
        return False


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def on(self, day: date | None = None) -> "RegistrationQuerySet":
        """Those that hold on a day (today); the last day included."""
        day = day or clock.today()
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=day), from_on__lte=day)


class Registration(Recorded):
    """Double registration (双报到): a unit organisation has reported to the community where it sits, or a member to the
    one where they live."""

    community = models.ForeignKey(Place, models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        help_text="the unit",
    )
    person = models.ForeignKey(
        "people.Person", models.CASCADE, null=True, blank=True, related_name="registrations"
    )
    assigned_to = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", help_text="the estate they help"
    )
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit=None, person__isnull=False) | models.Q(unit__isnull=False),
                name="a_unit_or_a_member_reports",
            )
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.unit_id or self.person_id}"

    @property
    def at_path(self) -> str:
        return self.community.path

    @property
    def in_the_open(self) -> bool:
        """A unit's registration is public; a member's is theirs."""
        return self.person_id is None


class Task(Recorded):
    """A task the community gives to a unit or a member that has reported, and how it was done."""

    class Grade(models.TextChoices):
        GOOD = "good", _("well done")
        DONE = "done", _("done")
        POOR = "poor", _("not as agreed")

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="tasks")
    title = models.CharField(_("task"), max_length=120)
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    given_on = models.DateField()
    due_on = models.DateField(_("to be done by"))
    done_on = models.DateField(null=True, blank=True)
    grade = models.CharField(max_length=4, choices=Grade, blank=True)
    graded_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.title

    @property
    def at_path(self) -> str:
        return self.registration.community.path
