"""What happens to topics, and to the agenda of a session; the record holds no word of what is talked about."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event, Ref

from ..models import Item, Topic, Why

# --- topics ---


@dataclass(frozen=True)
class TopicProposed(Event):
    channel: Code
    words: Digest
    sentence = _("A topic was proposed (%(channel)s).")

    def labels(self) -> dict[str, Any]:
        return {"channel": Topic.Channel(self.channel).label}

    def measures(self) -> dict[str, int]:
        return {"topics_proposed": 1}


@dataclass(frozen=True)
class TopicShown(Event):
    """`by`: `rule` where nothing points to a person, `person` where somebody looked."""

    words: Digest
    by: Code
    sentence = _("Everybody may read the words of the topic.")


@dataclass(frozen=True)
class TopicSupported(Event):
    supports: int
    verified: bool
    sentence = _("A household stands behind the topic; they are %(supports)s now.")


@dataclass(frozen=True)
class TopicLeft(Event):
    supports: int
    sentence = _("A household no longer stands behind the topic; they are %(supports)s now.")


@dataclass(frozen=True)
class TopicAccepted(Event):
    sentence = _("The topic comes onto an agenda.")


@dataclass(frozen=True)
class TopicRefused(Event):
    reason: Digest
    sentence = _("The topic was not taken up; whoever proposed it was told why.")


@dataclass(frozen=True)
class TopicWithdrawn(Event):
    sentence = _("Whoever proposed the topic withdrew it.")


@dataclass(frozen=True)
class TopicJoined(Event):
    into: Ref
    sentence = _("The topic was joined with another that says the same.")


@dataclass(frozen=True)
class TopicParted(Event):
    sentence = _("The topic was taken out again and goes its own way.")


@dataclass(frozen=True)
class TopicOfCase(Event):
    case: Ref
    sentence = _("The topic is about a matter that is open already.")


# --- the agenda ---


@dataclass(frozen=True)
class ItemAdded(Event):
    item: Ref
    why: Code
    late: bool
    sentence = _("An item came onto the agenda: %(why)s.")

    def labels(self) -> dict[str, Any]:
        return {"why": Why(self.why).label}


@dataclass(frozen=True)
class ItemChanged(Event):
    """`what` names the fields."""

    item: Ref
    what: Code
    sentence = _("An item of the agenda was changed.")


@dataclass(frozen=True)
class ItemsOrdered(Event):
    items: int
    sentence = _("The agenda was put into another order.")


@dataclass(frozen=True)
class ItemRemoved(Event):
    item: Ref
    reason: Digest
    sentence = _("An item was taken off the agenda.")


@dataclass(frozen=True)
class AgendaFrozen(Event):
    items: int
    minutes: int
    sentence = _("The agenda was frozen and published: %(items)s items, %(minutes)s minutes.")


@dataclass(frozen=True)
class ItemNoted(Event):
    item: Ref
    came: Code
    sentence = _("What became of an item was written down: %(came)s.")

    def labels(self) -> dict[str, Any]:
        return {"came": Item.Came(self.came).label}


@dataclass(frozen=True)
class PlacedOnAgenda(Event):
    """About a case. `voices_then`: households behind it when it was parked; 0 where it was not."""

    session: Ref
    item: Ref
    why: Code
    voices: int
    voices_then: int = 0
    sentence = _("It came onto the agenda of a session: %(why)s.")

    def labels(self) -> dict[str, Any]:
        return {"why": Why(self.why).label}

    def measures(self) -> dict[str, int]:
        by_itself = self.why in (Why.HOUSEHOLDS, Why.RUNGS, Why.PARKING)
        return {"matters_placed": 1} if by_itself else {}


@dataclass(frozen=True)
class TakenOffAgenda(Event):
    """About a case."""

    session: Ref
    sentence = _("It was taken off the agenda of a session; the reason stands on its page.")
