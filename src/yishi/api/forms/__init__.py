"""Forms of the doors for machines."""

from .keys import Issue
from .partners import Change, Connect

__all__ = ["Change", "Connect", "Issue"]
