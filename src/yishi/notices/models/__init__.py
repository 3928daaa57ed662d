"""Messages in inboxes, their deliveries, how the channels fare, and how people wish to be told."""

from yishi.network.going_on import goes_along

from .carrier import Carrier
from .delivery import CHANNEL_NAMES, GATHER, REASONS, Delivery
from .message import UNKNOWN, Message, unread, unread_count
from .wishes import Preference, QuietHours, Stop, Subscription, night_at

__all__ = [
    "CHANNEL_NAMES",
    "GATHER",
    "REASONS",
    "UNKNOWN",
    "Carrier",
    "Delivery",
    "Message",
    "Preference",
    "QuietHours",
    "Stop",
    "Subscription",
    "night_at",
    "unread",
    "unread_count",
]

goes_along("notices.QuietHours", "place")
