"""Tables of the doors for machines, by noun."""

from .hooks import Call, Hook, News
from .kept import Kept
from .keys import MARK, Key, Scope
from .partners import Partner, Shared

__all__ = ["MARK", "Call", "Hook", "Kept", "Key", "News", "Partner", "Scope", "Shared"]
