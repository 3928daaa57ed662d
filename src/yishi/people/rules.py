"""Who may do what with accounts."""

from typing import Any

from yishi.record import YES, Verdict


def may_register(_actor: Any, _subject: Any = None) -> Verdict:
    """Anybody may open an account."""
    return YES
