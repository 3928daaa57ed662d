"""How people wish to be told: their channels, their nights, the browsers they gave leave to, and what they stopped."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.network.models import NETWORK
from yishi.record.models import STEP, Recorded
from yishi.record.versions import Group, Kept

from .. import quiet
from ..kinds import TOPICS


class Preference(models.Model):
    """How one person wishes to be told outside their inbox.

    Without a row a person gets a text message, or a mail where there is no verified telephone, and what the browsers
    show that they gave leave to.
    """

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day, in the morning")

    person = models.OneToOneField(
        "people.Person", models.CASCADE, primary_key=True, related_name="preference"
    )
    by_sms = models.BooleanField(default=True)
    by_email = models.BooleanField(default=True)
    by_push = models.BooleanField(default=True)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.AT_ONCE)
    quiet_from = models.TimeField(null=True, help_text="own night; without one the place's holds")
    quiet_until = models.TimeField(null=True)
    silent = models.JSONField(default=list, help_text="topics told in the inbox alone")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="a_night_has_two_ends",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.pace}"

    @property
    def night(self) -> quiet.Night | None:
        """The person's own night, if they named one."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return self.quiet_from, self.quiet_until

    def hears(self, topic: str) -> bool:
        """Whether they wish to be told of it outside their inbox."""
        return topic not in self.silent or topic not in TOPICS


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, actor: Any) -> "SubscriptionQuerySet":
        """One's own browsers."""
        return self.filter(person=actor.pk) if actor.pk else self.none()


class Subscription(models.Model):
    """One browser that a person gave leave to show them messages."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="subscriptions")
    endpoint = models.URLField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    label = models.CharField(
        max_length=60, blank=True, help_text="what sort of browser, so its owner knows it"
    )
    created_at = models.DateTimeField()

    objects = SubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"subscription:{self.pk}"


class QuietHours(Recorded):
    """The night of a place and all within it, for messages outside the inbox; a place further down may have its own."""

    place = models.OneToOneField("network.Place", models.CASCADE, related_name="quiet_hours")
    begins = models.TimeField(pgettext_lazy("clock", "from"))
    ends = models.TimeField(pgettext_lazy("clock", "until"))

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"

    @property
    def at_path(self) -> str:
        return self.place.path


class Stop(models.Model):
    """One address that wants no more messages from us. Only a keyed hash of it is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]


def night_at(path: str) -> quiet.Night:
    """The quiet hours of the place with this path: its own, or of the nearest place around it that has any."""
    nights = _nights.many([_ALL])[_ALL]
    nearest_first = (path[:end] for end in range(len(path) - len(path) % STEP, 0, -STEP))
    return next((nights[step] for step in nearest_first if step in nights), (quiet.FROM, quiet.UNTIL))


def _read_nights(_keys: list[int]) -> dict[int, dict[str, quiet.Night]]:
    rows = QuietHours.objects.values_list("place__path", "begins", "ends")
    return {_ALL: {path: (begins, ends) for path, begins, ends in rows}}


_ALL = 0
QUIET = Group("quiet", ("notices_quiethours",))
_nights: Kept[int, dict[str, quiet.Night]] = Kept((QUIET, NETWORK), _read_nights, most=1)
