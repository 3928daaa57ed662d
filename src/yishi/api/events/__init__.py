"""What happens at the doors for machines, as the record keeps it."""

from .hooks import HookChanged, HookEnded, HookPaused, HookResumed, HookSet
from .keys import KeyIssued, KeyRevoked
from .partners import (
    BroughtHere,
    HandedOut,
    HeardBack,
    PartnerChanged,
    PartnerEnded,
    PartnerPaused,
    PartnerResumed,
    PartnerSet,
)

__all__ = [
    "BroughtHere",
    "HandedOut",
    "HeardBack",
    "HookChanged",
    "HookEnded",
    "HookPaused",
    "HookResumed",
    "HookSet",
    "KeyIssued",
    "KeyRevoked",
    "PartnerChanged",
    "PartnerEnded",
    "PartnerPaused",
    "PartnerResumed",
    "PartnerSet",
]
