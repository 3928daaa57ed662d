"""How each channel fares."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from yishi.record.models import Recorded

from .. import rules
from .delivery import CHANNEL_NAMES, reason_of

LONGEST_REST = timedelta(days=1)


class CarrierQuerySet(models.QuerySet["Carrier"]):
    def visible_to(self, actor: Any) -> "CarrierQuerySet":
        """All for the operator, none for anybody else."""
        return self.all() if rules.may_see_outbox(actor) else self.none()

    def resting(self, at: datetime) -> "CarrierQuerySet":
        """Those left alone at a moment. A rest of more than a day comes from a clock that was ahead, and is over."""
        return self.filter(rests_until__gt=at, rests_until__lt=at + LONGEST_REST)


class Carrier(Recorded):
    """One channel and how it has fared of late."""

    channel = models.CharField(max_length=20, unique=True)
    sent_at = models.DateTimeField(null=True, help_text="when it last took a message")
    failed_at = models.DateTimeField(null=True, help_text="when it last failed as a whole")
    last_error = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="in a row, since it last took a message")
    rests_until = models.DateTimeField(null=True, help_text="it is left alone until then")

    objects = CarrierQuerySet.as_manager()

    def __str__(self) -> str:
        return self.channel

    @property
    def in_the_open(self) -> bool:
        return False

    @property
    def name(self) -> str:
        """What a reader calls the channel."""
        return str(CHANNEL_NAMES.get(self.channel, self.channel))

    @property
    def reason(self) -> str:
        """Why it failed last, as the operator reads it."""
        return reason_of(self.last_error)
