"""How closures are judged beyond the page: telephone call-backs, neighbours' doubts, second looks, what the rates leave
out, and the rule by which the rates of a place are reckoned."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place, Post
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from .case import Case
from .publishing import SaidLater
from .story import Answer, Feedback, Said

USUAL_SOURCE = (
    "分母为有效回访数，响应率=已联系/有效，解决率=已解决/有效，满意率=（满意+0.9×基本满意）/有效，"
    "综合=0.1×响应+0.5×解决+0.4×满意：据公开的12345考核程序；三率为考核核心见《北京市接诉即办工作条例》第三十二条；"
    "最少样本与回访次数为本站设定"
)


class RateRuleQuerySet(models.QuerySet["RateRule"]):
    def over(self, path: str) -> "RateRule":
        """The rule that holds at a place: the nearest one on the way up, or the usual one (not stored)."""
        return self.filter(place__in=Place.objects.around(path)).order_by(
            "-place__depth"
        ).first() or RateRule(source=USUAL_SOURCE)


class RateRule(Recorded):
    """How a place, and all within it that have no rule of their own, asks residents back and reckons its rates."""

    place = models.OneToOneField(Place, models.PROTECT, related_name="rate_rule")
    weight_contacted = models.PositiveSmallIntegerField(default=10, help_text="in the composite, per cent")
    weight_solved = models.PositiveSmallIntegerField(default=50, help_text="in the composite, per cent")
    weight_satisfied = models.PositiveSmallIntegerField(default=40, help_text="in the composite, per cent")
    mostly_counts = models.PositiveSmallIntegerField(
        default=90, help_text="what “mostly satisfied” counts, per cent of “satisfied”"
    )
    decimals = models.PositiveSmallIntegerField(default=1, help_text="digits after the point of a percentage")
    minimum = models.PositiveSmallIntegerField(
        default=10, help_text="below so many valid call-backs no percentage is shown"
    )
    call_after_days = models.PositiveSmallIntegerField(
        default=3, help_text="days without a word before somebody is rung up who could answer on the page"
    )
    most_calls = models.PositiveSmallIntegerField(
        default=3, help_text="attempts before it counts as no valid call-back"
    )
    retry_hours = models.PositiveSmallIntegerField(default=20, help_text="between two attempts")
    look_days = models.PositiveSmallIntegerField(default=3, help_text="a volunteer has for a second look")
    most_looks = models.PositiveSmallIntegerField(default=3, help_text="volunteers asked one after another")
    doubts_to_reopen = models.PositiveSmallIntegerField(
        default=2, help_text="households whose doubts reopen a closed case"
    )
    source = models.CharField(max_length=400, help_text="the rule these figures come from")

    objects = RateRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    weight_contacted=100 - models.F("weight_solved") - models.F("weight_satisfied")
                ),
                name="weights_of_rates_make_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.place_id)

    @property
    def at_path(self) -> str:
        return self.place.path


class CallBack(Recorded):
    """Asking the resident about one answer by telephone: begun with the first attempt, ended by a word, a refusal, a
    wrong number, or too many attempts."""

    class Ending(models.TextChoices):
        GOING_ON = "", _("going on")
        ANSWERED = "answered", _("the resident answered")
        REFUSED = "refused", _("did not want to be asked")
        WRONG = "wrong_number", _("wrong number")
        UNREACHED = "unreached", _("no valid call-back")

    case = models.ForeignKey(Case, models.CASCADE, related_name="call_backs")
    answer = models.OneToOneField(Answer, models.CASCADE, related_name="call_back")
    next_try_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True, default=Ending.GOING_ON)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.ending}"

    @property
    def at_path(self) -> str:
        return self.case.place_path

    @property
    def in_the_open(self) -> bool:
        return self.case.in_the_open


class CallAttempt(models.Model):
    """One time the resident was rung up."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached, we spoke")
        NOT_REACHED = "not_reached", _("Nobody answered")
        REFUSED = "refused", _("They do not want to be asked")
        WRONG = "wrong_number", _("Wrong number")

    call_back = models.ForeignKey(CallBack, models.CASCADE, related_name="attempts")
    outcome = models.CharField(max_length=12, choices=Outcome)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.call_back_id} {self.outcome}"


class Doubt(SaidLater, Said):
    """Somebody who lives there, or took a second look, says that a closed or answered case is not solved.

    `household` is a digest salted with the case's salt: enough to see that two doubts come from two doors, and it says
    nothing about which.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="doubts")
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="doubts")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="doubts")
    household = models.CharField(max_length=64)
    second_look = models.BooleanField(default=False, help_text="by a volunteer who went to see")

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="one_doubt_a_person_and_case"),
            models.UniqueConstraint(fields=["answer", "household"], name="one_doubt_a_household_and_answer"),
        ]


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def offering(self) -> "VolunteerQuerySet":
        """Those who take second looks now."""
        return self.filter(ended_at=None)


class Volunteer(Recorded):
    """Somebody offered to take second looks at what was done for neighbours of other buildings."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="volunteering")
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="+", help_text="where they lived when they offered"
    )
    offered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="a_volunteer_offers_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)

    @property
    def at_path(self) -> str:
        return self.place.path

    @property
    def in_the_open(self) -> bool:
        """Who volunteers from which building is nobody's business."""
        return False


class SecondLookQuerySet(models.QuerySet["SecondLook"]):
    def asked(self) -> "SecondLookQuerySet":
        """Those that wait for the volunteer."""
        return self.filter(ended_at=None)

    def visible_to(self, actor: Any) -> "SecondLookQuerySet":
        """A volunteer sees what they themselves are asked to look at."""
        return self.filter(person=actor.pk) if actor.pk else self.none()


class SecondLook(SaidLater, Recorded):
    """A volunteer of another building is asked to go and see whether an answered matter is really solved (互查)."""

    class Verdict(models.TextChoices):
        SOLVED = "solved", _("Solved")
        NOT_SOLVED = "not_solved", _("Not solved")
        COULD_NOT_SEE = "could_not_see", _("Could not see it")
        SILENT = "silent", _("no word from the volunteer")
        DECLINED = "declined", _("no time")
        MOOT = "moot", _("no longer needed")

    case = models.ForeignKey(Case, models.CASCADE, related_name="looks")
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="looks")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="looks")
    turn = models.PositiveSmallIntegerField(help_text="the how-manieth volunteer asked about this answer")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    verdict = models.CharField(max_length=14, choices=Verdict, blank=True)
    text = EncryptedText(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "turn"], name="one_second_look_a_turn"),
            models.UniqueConstraint(
                fields=["answer"], condition=models.Q(ended_at=None), name="one_second_look_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(ended_at=None), name="second_looks_asked")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.turn}"

    @property
    def at_path(self) -> str:
        return self.case.place_path

    @property
    def in_the_open(self) -> bool:
        return self.case.in_the_open


class SmsReply(models.Model):
    """A text message that came back through the gateway, and what was made of it. Neither number nor words are kept."""

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("solved")
        NOT_SOLVED = "not_solved", _("not solved")
        UNCLEAR = "unclear", _("not understood")
        SEVERAL = "several", _("several matters wait for this number")
        UNKNOWN = "unknown", _("no matter waits for this number")
        MOVED_ON = "moved_on", _("the matter had moved on")

    key = models.CharField(
        max_length=64, unique=True, help_text="digest of the gateway's name for the message"
    )
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at} {self.outcome}"


class Exclusion(Said):
    """A resident's answer is to be left out of the rates, for a reason of a class, once a second person approves."""

    class Reason(models.TextChoices):
        UNLAWFUL = "unlawful", _("what was asked for is against the law")
        ENFORCEMENT = "enforcement", _("law enforcement or mediation between neighbours")
        ELSEWHERE = "elsewhere", _("not in the power of anybody here")
        MISTAKEN = "mistaken", _("the answer was meant for another matter")
        DUPLICATE = "duplicate", _("the same answer was counted twice")

    case = models.ForeignKey(Case, models.CASCADE, related_name="exclusions")
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="exclusions")
    reason = models.CharField(max_length=12, choices=Reason)
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    approved = models.BooleanField(default=False)

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["feedback"],
                condition=models.Q(decided_at=None) | models.Q(approved=True),
                name="one_exclusion_an_answer",
            )
        ]
