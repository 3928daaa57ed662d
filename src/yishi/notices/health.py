"""How the channels fare, in a bounded number of questions: for the operator's page and for `./yishi doctor`."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q

from .channels import EMAIL, PUSH, SMS
from .models import CHANNEL_NAMES, Carrier, Delivery, Message

ONLY_PRINTED = ("yishi.notices.channels.console.Console", "yishi.notices.channels.sms.Sms")


@dataclass(frozen=True)
class Health:
    """One channel: how it last did, and what waits for it."""

    channel: str
    carrier: Carrier
    at: datetime
    waiting: int
    given_up: int
    oldest: datetime | None

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return str(CHANNEL_NAMES.get(self.channel, self.channel))

    @property
    def is_set(self) -> bool:
        """Whether there is anything behind it but the console."""
        return settings.YISHI_CHANNELS.get(self.channel, ONLY_PRINTED[0]) not in ONLY_PRINTED

    @property
    def rests(self) -> bool:
        """Whether it is left alone for now."""
        return bool(self.carrier.rests_until and self.carrier.rests_until > self.at)

    @property
    def ails(self) -> bool:
        """Whether it failed as a whole and has taken nothing since."""
        return self.carrier.failures > 0


def carriers(at: datetime) -> list[Health]:
    """Every channel that is set, has something waiting, or was ever used. Three questions."""
    known = {carrier.channel: carrier for carrier in Carrier.objects.all()}
    unsent = {row["channel"]: row for row in _unsent()}
    oldest = dict(
        Message.objects.filter(
            deliveries__in=[row["first"] for row in unsent.values() if row["first"]]
        ).values_list("deliveries__channel", "created_at")
    )
    names = {SMS, EMAIL, PUSH, *known, *unsent}
    order = list(CHANNEL_NAMES)
    return [
        Health(
            name,
            known.get(name) or Carrier(channel=name),
            at,
            unsent.get(name, {}).get("waiting", 0),
            unsent.get(name, {}).get("given_up", 0),
            oldest.get(name),
        )
        for name in sorted(names, key=lambda name: order.index(name) if name in order else len(order))
    ]


def _unsent():
    waits = ~Q(state=Delivery.State.GIVEN_UP)
    return (
        Delivery.objects.unsent()
        .order_by()
        .values("channel")
        .annotate(
            waiting=Count("pk", filter=waits),
            given_up=Count("pk", filter=~waits),
            first=Min("pk", filter=waits),
        )
    )
