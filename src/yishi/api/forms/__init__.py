"""Forms of the doors for machines."""

from .hooks import ChangeHook, SetHook
from .keys import Issue
from .partners import Change, Connect

__all__ = ["Change", "ChangeHook", "Connect", "Issue", "SetHook"]
