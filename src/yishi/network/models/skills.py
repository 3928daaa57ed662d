"""Those who help: what members on duty and residents can do and when, and who has reported where (双报到)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record import clock
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from ..powers import Power
from .bodies import Organisation
from .homes import Residence
from .places import Place, within
from .posts import Appointment, Post


class SkillOfferQuerySet(models.QuerySet["SkillOffer"]):
    def present(self) -> "SkillOfferQuerySet":
        """Offers that stand."""
        return self.filter(ended_at=None)

    def known(self) -> "SkillOfferQuerySet":
        """Offers of those whom somebody knows: their home is vouched for, they hold a post, or a desk entered them. A
        stranger is sent to nobody's door."""
        return self.filter(
            models.Q(entered_by__isnull=False)
            | models.Q(person__in=Residence.objects.verified().values("person"))
            | models.Q(person__in=Appointment.objects.on().values("person"))
        )

    def visible_to(self, actor) -> "SkillOfferQuerySet":
        """One's own, and those at the place of a post that knows the people there."""
        seen = models.Q(person=actor.pk) if actor.pk else models.Q(pk=None)
        if actor.post and actor.post.can(Power.VOUCH):
            seen |= within("place__path", actor.post.place.path)
        return self.present().filter(seen)


class SkillOffer(Recorded):
    """Somebody offers what they can do, around where they live or serve, and says when. Who has no account is entered
    by a desk, with name and number, and with the day they agreed to it."""

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

    person = models.ForeignKey(
        "people.Person", models.CASCADE, null=True, blank=True, related_name="skill_offers"
    )
    name = EncryptedText(blank=True, help_text="without an account: their name, while the offer stands")
    phone = EncryptedText(blank=True, help_text="and their number")
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    consent_on = models.DateField(null=True, blank=True, help_text="when they agreed to be entered")
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
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | models.Q(entered_by__isnull=False, consent_on__isnull=False),
                name="who_has_no_account_agreed",
            ),
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

    @property
    def who(self) -> str:
        """Their name, for those on duty."""
        return (self.person.name or self.person.username) if self.person else self.name

    @property
    def number(self) -> str:
        """How to ring them, for the desk they agreed to help."""
        return (self.person.phone or "") if self.person else self.phone


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def on(self, day: date | None = None) -> "RegistrationQuerySet":
        """Those that hold on a day (today); the last day included."""
        day = day or clock.today()
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=day), from_on__lte=day)

    def units(self) -> "RegistrationQuerySet":
        """Those of unit organisations."""
        return self.filter(unit__isnull=False)

    def members(self) -> "RegistrationQuerySet":
        """Those of members."""
        return self.filter(person__isnull=False)

    def confirmed(self) -> "RegistrationQuerySet":
        """Those that count: the committee or the branch knows of them."""
        return self.exclude(confirmed_on=None)

    def visible_to(self, actor) -> "RegistrationQuerySet":
        """One's own, those of one's unit, and those whoever gives tasks keeps: all of a community, or those assigned to
        the estate of the post."""
        seen = models.Q(person=actor.pk) if actor.pk else models.Q(pk=None)
        post = actor.post
        if actor.posts or post:
            seen |= models.Q(unit__in={held.organisation_id for held in (post, *actor.posts) if held})
        if post and post.can(Power.GIVE_TASKS):
            path = post.place.path
            seen |= within("community__path", path) | within("assigned_to__path", path)
        return self.filter(seen)


class SkillRule(models.Model):
    """Why a category of matters has the skills that help with it: what was set, after which rule, for what reason. The
    category, of an upper room, is named by its code; the newest row holds."""

    category = models.CharField(max_length=40, db_index=True)
    skills = models.CharField(
        max_length=120, blank=True, help_text="codes with blanks between, the first one first"
    )
    source = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    set_on = models.DateField()
    set_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.category}: {self.skills}"


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
    until_on = models.DateField(null=True, blank=True, help_text="that day included")
    confirmed_on = models.DateField(null=True, blank=True, help_text="None: it waits to be confirmed")
    confirmed_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit=None, person__isnull=False) | models.Q(unit__isnull=False),
                name="a_unit_or_a_member_reports",
            ),
            models.UniqueConstraint(
                fields=["community", "unit"],
                condition=models.Q(until_on=None, unit__isnull=False),
                name="a_unit_reports_once",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(until_on=None, person__isnull=False),
                name="a_member_reports_once",
            ),
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

    @property
    def helps_at(self) -> Place:
        """The estate it was assigned to, or else the community."""
        return self.assigned_to or self.community

    @property
    def is_over(self) -> bool:
        return self.until_on is not None and self.until_on < clock.today()

    @property
    def who(self) -> str:
        """Whom those who give tasks read of: the unit, or the member's name."""
        if self.unit:
            return self.unit.name
        return (self.person.name or self.person.username) if self.person else ""


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        """Not done, and not judged either."""
        return self.filter(done_on=None, grade="")

    def overdue(self, day: date | None = None) -> "TaskQuerySet":
        """Open, and the day is over; the longest first."""
        return self.open().filter(due_on__lt=day or clock.today()).order_by("due_on", "id")

    def visible_to(self, actor) -> "TaskQuerySet":
        """Tasks of the registrations somebody may see."""
        return self.filter(registration__in=Registration.objects.visible_to(actor).values("pk"))


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
    told_at = models.DateTimeField(null=True, blank=True, help_text="when whoever is to do it was told")
    reminded_on = models.DateField(
        null=True, blank=True, help_text="when they were reminded that it is overdue"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["registration", "-due_on"], name="tasks_of_a_registration"),
            models.Index(fields=["due_on"], condition=models.Q(done_on=None), name="tasks_to_be_done"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("given_on")), name="a_task_is_due_after_it_is_given"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def at_path(self) -> str:
        return self.registration.community.path

    @property
    def in_the_open(self) -> bool:
        """What a member was asked to do is theirs, as their registration is."""
        return self.registration.in_the_open

    @property
    def is_overdue(self) -> bool:
        return self.done_on is None and not self.grade and self.due_on < clock.today()

    @property
    def was_late(self) -> bool:
        return self.done_on is not None and self.done_on > self.due_on
