"""What happens at sessions, as the record keeps it."""

from .calling import Announced, Begun, Called, Ended
from .setting import SessionRuleSet, TallyRuleSet

__all__ = ["Announced", "Begun", "Called", "Ended", "SessionRuleSet", "TallyRuleSet"]
