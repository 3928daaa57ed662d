"""Pages about keys and outer systems, for people."""

from .keys import issue, keys, revoke
from .partners import change, connect, disconnect, partners, pause, resume

__all__ = [
    "change",
    "connect",
    "disconnect",
    "issue",
    "keys",
    "partners",
    "pause",
    "resume",
    "revoke",
]
