"""What happens in the outbox by a person's hand. What is told is an event of the room that tells it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class TriedAgain(Event):
    channel: Code
    sentence = _("The operator had a failed message sent once more.")


@dataclass(frozen=True)
class ChannelTried(Event):
    channel: Code
    sentence = _("The operator had a channel tried again.")


@dataclass(frozen=True)
class QuietHoursSet(Event):
    begins: int
    """Minutes after midnight."""
    ends: int
    sentence = _("The hours without messages were set anew: from %(begins)s until %(ends)s.")

    def labels(self) -> dict[str, str]:
        return {name: "{:02d}:{:02d}".format(*divmod(getattr(self, name), 60)) for name in ("begins", "ends")}
