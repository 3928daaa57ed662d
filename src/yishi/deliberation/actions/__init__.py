"""Every write of deliberation, by noun."""

from .calling import announce, begin, call_session, end
from .setting import set_session_rule, set_tally_rule

__all__ = ["announce", "begin", "call_session", "end", "set_session_rule", "set_tally_rule"]
