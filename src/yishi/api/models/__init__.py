"""Tables of the doors for machines, by noun."""

from .kept import Kept
from .keys import MARK, Key, Scope
from .partners import Partner, Shared

__all__ = ["MARK", "Kept", "Key", "Partner", "Scope", "Shared"]
