"""What a person keeps for their own hands: the order of a walk, narrowed lists under a name, whether single keys act.

None of it is a fact of public life: it says how somebody works, not what became of a case.
"""

from typing import Any

from django.db import models
from django.db.models.lookups import GreaterThan

from yishi.cases.models import OPEN_STATES, Case, State, Stay
from yishi.people.models import Person

WALKABLE = (*OPEN_STATES, State.PARKED, State.ANSWERED)
"""Cases one may go to see."""


def _fallen(actor: Any) -> models.Q:
    """What takes a stop off the walk: the case is over, or it went on since. Asked of the case itself, so that it holds
    however the case went: by a page, in bulk, by telephone or by the clock."""
    return ~models.Q(case__state__in=WALKABLE) | _gone_on(actor)


def _gone_on(actor: Any) -> models.Q:
    """Since the stop was put there the case was answered or parked, or it has left the desk it lay on for one that is
    none of theirs."""
    own = {post.pk for post in (actor.post, *actor.posts) if post}
    since = models.F("added_at")
    # one comparison: PostgreSQL takes four times as long to plan two alternatives over both tables
    rested = models.Case(
        _when(State.ANSWERED, "case__answered_at"), _when(State.PARKED, "case__paused_at"), default=since
    )
    left = models.Exists(
        Stay.objects.filter(case=models.OuterRef("case"), left_at__gt=models.OuterRef("added_at"))
    )
    return models.Q(GreaterThan(rested, since)) | (~models.Q(case__holder__in=own) & models.Q(left))


def _when(state: State, name: str) -> models.When:
    return models.When(case__state=state, **{f"{name}__isnull": False}, then=models.F(name))


class WalkStopQuerySet(models.QuerySet["WalkStop"]):
    def of(self, actor: Any) -> "WalkStopQuerySet":
        """The stops of whoever asks that they may still know of and that nothing has taken off, in their own order."""
        seen = Case.objects.visible_to(actor).filter(state__in=WALKABLE)
        mine = self.filter(person=actor.pk, case__in=seen.values("pk"))
        return mine.exclude(_gone_on(actor)).order_by("position", "pk")

    def fallen(self, actor: Any) -> "WalkStopQuerySet":
        """Those that are on the walk of whoever asks no longer, whichever way the case went."""
        return self.filter(_fallen(actor), person=actor.pk)

    def ahead(self) -> "WalkStopQuerySet":
        """Not visited yet."""
        return self.filter(done_at=None)


class WalkStop(models.Model):
    """One case on somebody's walk, where in their own order it comes, and when they ticked it off."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = WalkStopQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "case"], name="one_stop_a_case_on_a_walk")]
        indexes = [models.Index(fields=["person", "position"], name="stops_of_a_walk")]


class SavedFilter(models.Model):
    """A narrowed list that somebody keeps under a name: `query` is the part of the address that narrows it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=400)
    opens = models.BooleanField(default=False, help_text="the desk begins with it")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_filter_a_name"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(opens=True), name="one_filter_opens_the_desk"
            ),
        ]


class Habit(models.Model):
    """How somebody works at the desk: whether single keys act there."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    keys = models.BooleanField(default=True)
