"""What happens in the outbox by a person's hand. What is told is an event of the room that tells it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class TriedAgain(Event):
    channel: Code
    sentence = _("The operator had a failed message sent once more.")
