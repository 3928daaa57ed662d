"""What keeps a case moving when it does not move by itself: parking with a way back, nudges, supervision, whistles."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.network.models import Post
from yishi.record import clock, digest
from yishi.record.sealed import EncryptedText

from .case import Case, State
from .story import Said


class ParkingQuerySet(models.QuerySet["Parking"]):
    def proposed(self) -> "ParkingQuerySet":
        """Proposals that wait for a word: the case still lies, in hand, on the desk that proposed it. One that was
        answered, handed up or sent back meanwhile has overtaken its proposal."""
        return self.filter(
            standing=Parking.Standing.PROPOSED, case__state=State.HANDLING, case__holder=models.F("post")
        )

    def parked(self) -> "ParkingQuerySet":
        """What is parked now."""
        return self.filter(standing=Parking.Standing.PARKED, case__state=State.PARKED)

    def objected(self) -> "ParkingQuerySet":
        """Parked, with an objection nobody has decided yet."""
        return self.parked().filter(objected_at__isnull=False, ruled_at=None)

    def due(self, day: date | None = None) -> "ParkingQuerySet":
        """Whose day to look again has come."""
        return self.parked().filter(revisit_on__lte=day or clock.today())

    def reached(self) -> "ParkingQuerySet":
        """Behind which enough households stand."""
        return self.parked().filter(households__lte=models.F("case__voices"))


class Parking(Said):
    """A case is to lie still until circumstances change: why now is not the time, what is done meanwhile, and what
    brings it back. A desk proposes it, the rung above decides; `text` is what makes it impossible now."""

    class Reason(models.TextChoices):
        MONEY = "money", _("the money is not there")
        LAW = "law", _("the law does not allow it yet")
        MAJORITY = "majority", _("not enough neighbours are for it")
        TECHNICAL = "technical", _("it cannot be done technically yet")

    class Standing(models.TextChoices):
        PROPOSED = "proposed", _("proposed, waiting for the rung above")
        PARKED = "parked", pgettext_lazy("of a parking", "parked")
        REFUSED = "refused", _("refused")
        RETURNED = "returned", _("returned")

    class Back(models.TextChoices):
        DAY = "day", _("the day to look again has come")
        VOICES = "voices", _("enough households asked for it")
        CHANGED = "changed", _("circumstances have changed")
        OBJECTION = "objection", _("an objection was upheld")
        SILENCE = "silence", _("nobody decided the objection in time")
        STRUCK = "struck", _("the decision to park it was struck out")

    case = models.ForeignKey(Case, models.CASCADE, related_name="parkings")
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.PROPOSED)
    reason = models.CharField(max_length=10, choices=Reason)
    measures = EncryptedText(help_text="what is done meanwhile")
    position = models.PositiveSmallIntegerField(help_text="of the rung that proposed it and gets it back")
    revisit_on = models.DateField(help_text="it comes back on this day at the latest")
    households = models.PositiveIntegerField(
        null=True, blank=True, help_text="it comes back at once when so many households stand behind it"
    )
    judge = models.ForeignKey(
        Post, models.PROTECT, related_name="+", help_text="who decides: the proposal, later an objection"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    voices_then = models.PositiveIntegerField(default=1, help_text="households behind it when it was parked")
    voices_back = models.PositiveIntegerField(null=True, blank=True, help_text="and when it came back")
    returned_at = models.DateTimeField(null=True, blank=True)
    back = models.CharField(max_length=10, choices=Back, blank=True, help_text="what brought it back")
    objected_at = models.DateTimeField(null=True, blank=True)
    ruled_at = models.DateTimeField(null=True, blank=True, help_text="when the objection was decided")

    objects = ParkingQuerySet.as_manager()

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(standing__in=["proposed", "parked"]),
                name="a_case_is_parked_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["revisit_on", "id"], name="parkings_by_day", condition=models.Q(standing="parked")
            )
        ]

    @property
    def whole(self) -> str:
        """All its words as one text, for the digest."""
        return "\n".join([self.text, self.measures])

    @property
    def digest(self) -> str:
        return digest(self.salt, self.whole)

    @property
    def public_measures(self) -> str:
        return self.case.masked(self.measures)

    @property
    def is_proposed(self) -> bool:
        """Whether it still waits for a word; see `ParkingQuerySet.proposed`."""
        case = self.case
        lies_there = case.state == State.HANDLING and case.holder_id == self.post_id
        return self.standing == self.Standing.PROPOSED and lies_there

    @property
    def is_parked(self) -> bool:
        return self.standing == self.Standing.PARKED and self.case.state == State.PARKED

    @property
    def is_objected(self) -> bool:
        return (
            self.standing == self.Standing.PARKED and self.objected_at is not None and self.ruled_at is None
        )

    def is_reached(self) -> bool:
        """Whether enough households stand behind the case now."""
        return self.households is not None and self.case.voices >= self.households

    def objection_due(self) -> datetime | None:
        """Until when the objection must be decided; after that it counts as upheld."""
        if self.objected_at is None or self.ruled_at:
            return None
        return self.objected_at + timedelta(days=self.case.ladder.part_days)


class Nudge(Said):
    """Somebody asks how it stands, and the holder is told: the resident (no post), or somebody above with a remark."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="nudges")

    class Meta(Said.Meta):
        abstract = False


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def open(self) -> "SupervisionQuerySet":
        """Not ended."""
        return self.filter(ended_at=None)


class Supervision(Said):
    """Somebody above watches a case until it moves: in one of three grades, for a reason, with a day to report by.

    A raised grade is a row of its own; `text` is what is expected, `post` who supervises, `whom` who must report.
    """

    class Grade(models.TextChoices):
        DAILY = "daily", _("daily supervision")
        LISTED = "listed", _("listed supervision")
        SUMMONS = "summons", _("summons for a talk")

    class Reason(models.TextChoices):
        OVERDUE = "overdue", _("its time has passed")
        REPEATED = "repeated", _("it is raised again and again")
        REFUSED = "refused", _("it was refused although it is in duty")
        UNSOLVED = "unsolved", _("it should be solved and is not")
        EFFECT = "effect", _("it has had a bad effect")

    case = models.ForeignKey(Case, models.CASCADE, related_name="supervisions")
    grade = models.CharField(max_length=8, choices=Grade)
    reason = models.CharField(max_length=10, choices=Reason)
    whom = models.ForeignKey(Post, models.PROTECT, related_name="supervisions")
    due_on = models.DateField(help_text="the report is due on this day")
    reported_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="one_supervision_at_a_time"
            )
        ]

    @property
    def higher(self) -> list[str]:
        """The grades above this one."""
        grades = list(self.Grade.values)
        return grades[grades.index(self.grade) + 1 :]

    def is_late(self) -> bool:
        """The day has passed without a report."""
        return self.ended_at is None and self.reported_at is None and self.due_on < clock.today()


class SummonsQuerySet(models.QuerySet["Summons"]):
    def open(self) -> "SummonsQuerySet":
        """Nobody has come yet."""
        return self.filter(appeared_at=None)

    def missed(self, at: datetime | None = None) -> "SummonsQuerySet":
        """Nobody came in time, and nobody has come since."""
        return self.open().filter(appear_by__lt=at or clock.now())


class Summons(Said):
    """A unit is whistled for (吹哨报到): it must appear on site by a moment; when it came stands beside it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="summonses")
    asked = models.ForeignKey(Post, models.PROTECT, related_name="summonses")
    appear_by = models.DateTimeField()
    appeared_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="when the caller said so too")
    missed_at = models.DateTimeField(null=True, blank=True, help_text="when it was noted that nobody came")

    objects = SummonsQuerySet.as_manager()

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["case", "asked"], condition=models.Q(appeared_at=None), name="one_open_summons_a_unit"
            )
        ]
        indexes = [
            models.Index(
                fields=["appear_by"],
                name="summonses_unanswered",
                condition=models.Q(appeared_at=None, missed_at=None),
            )
        ]

    @property
    def outcome(self) -> str:
        """How it stands: in_time, late, missed (nobody came in time, nor since) or waiting."""
        if self.appeared_at:
            return "in_time" if self.appeared_at <= self.appear_by else "late"
        return "missed" if self.appear_by < clock.now() else "waiting"

    @property
    def late_by(self) -> timedelta | None:
        """How much later than asked they came, or None where they came in time or not at all."""
        late = self.appeared_at and self.appeared_at > self.appear_by
        return self.appeared_at - self.appear_by if self.appeared_at and late else None
